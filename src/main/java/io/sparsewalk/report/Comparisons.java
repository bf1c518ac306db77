package io.sparsewalk.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The {@code comparisons} view: differences between two methods at the same level of the grid, and between a method and dense training,
 * paired by seed.
 *
 * <p>Columns: {@link TrialRatios#KEYS}; {@code sparsity_requested}, the level, and {@code sparsity} that the method reached; {@code
 * measure} (accuracy or auc); {@code method} and {@code other}; {@code n} seeds that both have; the mean of method - other with the
 * ends of its 95 % t-interval; {@code p_value} of the paired t-test and {@code p_holm}, corrected for the family of all pairs of methods
 * (or of all methods against dense) at that level and measure by Holm (Scandinavian Journal of Statistics 1979). Fewer than three seeds
 * have no interval and no p-values. {@code identical}: the two have the same figures in every seed. They are one hypothesis under two
 * names: a pair of them has no p-value, and pairs of either with a third are one in the family.
 */
final class Comparisons {
  private static final StructType SCHEMA = StructType.fromDDL(TrialRatios.KEYS.stream()
      .map(key -> key + " string")
      .collect(Collectors.joining(", "))
      + ", sparsity_requested double, sparsity double, measure string, method string, other string, n bigint, difference double,"
      + " difference_low double, difference_high double, p_value double, p_holm double, identical boolean");

  /**
   * Two methods at a level.
   *
   * @param sparsity that the first reached
   * @param hypothesis equal for pairs that are the same but for the names of their methods
   */
  record Pair(double level, double sparsity, HeadlineMeasure measure, String method, String other,
      PairedDifference difference, List<String> hypothesis) {
    boolean isIdentical() {
      return hypothesis.get(0).equals(hypothesis.get(1));
    }

    OptionalDouble pValue() {
      return isIdentical() ? OptionalDouble.empty() : difference.pValue();
    }
  }

  private Comparisons() {}

  /** The comparisons of {@link TrialRatios#groups}. */
  static Dataset<Row> of(Dataset<Row> groups) {
    return groups.flatMap((FlatMapFunction<Row, Row>) group -> rows(group).iterator(), Encoders.row(SCHEMA));
  }

  private static List<Row> rows(Row group) {
    List<Row> rows = new ArrayList<>();
    for (List<Pair> family : families(TrialRatios.read(group))) {
      Map<List<String>, Double> corrected = holm(family);
      for (Pair pair : family) {
        List<Object> row = new ArrayList<>(TrialRatios.KEYS.stream().map(key -> group.<Object>getAs(key)).toList());
        PairedDifference difference = pair.difference();
        Double half = boxed(difference.halfWidth());
        row.addAll(List.of(pair.level(), pair.sparsity(), pair.measure().column(), pair.method(), pair.other(),
            (long) difference.n(), difference.mean()));
        row.add(half == null ? null : Double.valueOf(difference.mean() - half));
        row.add(half == null ? null : Double.valueOf(difference.mean() + half));
        row.add(boxed(pair.pValue()));
        row.add(corrected.get(pair.hypothesis()));
        row.add(pair.isIdentical());
        rows.add(RowFactory.create(row.toArray()));
      }
    }
    return rows;
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Pairs of methods, and methods against dense training, of every level and measure. */
  static List<List<Pair>> families(List<TestedTrial> trials) {
    List<TestedTrial> dense = trials.stream().filter(TestedTrial::isDense).toList();
    List<List<Pair>> families = new ArrayList<>();
    trials.stream()
        .filter(trial -> !trial.isDense())
        .collect(Collectors.groupingBy(TestedTrial::level, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(level -> {
          Map<String, List<TestedTrial>> methods =
              level.stream().collect(Collectors.groupingBy(TestedTrial::method, TreeMap::new, Collectors.toList()));
          Map<String, List<TestedTrial>> both = new TreeMap<>(methods);
          both.put(TestedTrial.DENSE, dense);
          Map<String, String> twins = twins(both);
          for (HeadlineMeasure measure : HeadlineMeasure.values()) {
            families.add(pairs(measure, methods, methods, twins));
            families.add(pairs(measure, methods, Map.of(TestedTrial.DENSE, dense), twins));
          }
        });
    return families;
  }

  private static List<Pair> pairs(HeadlineMeasure measure, Map<String, List<TestedTrial>> methods,
      Map<String, List<TestedTrial>> others, Map<String, String> twins) {
    List<Pair> pairs = new ArrayList<>();
    methods.forEach((method, trials) -> others.forEach((other, theirs) -> {
      PairedDifference difference = PairedDifference.of(measure, trials, theirs);
      if ((method.compareTo(other) < 0 || other.equals(TestedTrial.DENSE)) && difference.n() > 0) {
        double sparsity = TestedLevel.of(trials, trials).sparsity();
        pairs.add(new Pair(trials.get(0).level(), sparsity, measure, method, other, difference,
            Stream.of(twins.get(method), twins.get(other)).sorted().toList()));
      }
    }));
    return pairs;
  }

  /** Every method to the first one that has the same figures in the same seeds. */
  private static Map<String, String> twins(Map<String, List<TestedTrial>> methods) {
    Map<Object, String> first = new HashMap<>();
    Map<String, String> twins = new HashMap<>();
    methods.forEach((method, trials) -> twins.put(method,
        first.computeIfAbsent(
            trials.stream()
                .collect(Collectors.toMap(TestedTrial::seed,
                    trial -> List.of(trial.figures().accuracy(), trial.figures().auc()), (one, same) -> one)),
            figures -> method)));
    return twins;
  }

  /** The step-down correction: (m - i + 1) p of the i-th smallest of m hypotheses, never less than that of a smaller one. */
  static Map<List<String>, Double> holm(List<Pair> family) {
    Map<List<String>, Double> values = new HashMap<>();
    family.stream()
        .filter(pair -> pair.pValue().isPresent())
        .forEach(pair -> values.merge(pair.hypothesis(), pair.pValue().getAsDouble(), Math::min));
    List<Map.Entry<List<String>, Double>> ordered = new ArrayList<>(values.entrySet());
    ordered.sort(Map.Entry.comparingByValue());
    Map<List<String>, Double> corrected = new HashMap<>();
    double running = 0;
    for (int i = 0; i < ordered.size(); i++) {
      running = Math.max(running, Math.min(1, (ordered.size() - i) * ordered.get(i).getValue()));
      corrected.put(ordered.get(i).getKey(), running);
    }
    return corrected;
  }
}
