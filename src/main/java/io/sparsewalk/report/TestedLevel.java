package io.sparsewalk.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The trials of a method at a level of the grid, beside dense training of the same seeds.
 *
 * @param level sparsity that was asked for
 * @param trials with a dense partner and test figures
 * @param differences to dense training, by measure
 */
record TestedLevel(double level, List<TestedTrial> trials, Map<HeadlineMeasure, PairedDifference> differences) {

  static TestedLevel of(List<TestedTrial> trials, List<TestedTrial> dense) {
    Set<Long> seeds =
        dense.stream().filter(HeadlineMeasure.ACCURACY::has).map(TestedTrial::seed).collect(Collectors.toSet());
    List<TestedTrial> paired =
        trials.stream().filter(trial -> HeadlineMeasure.ACCURACY.has(trial) && seeds.contains(trial.seed())).toList();
    Map<HeadlineMeasure, PairedDifference> differences = new EnumMap<>(HeadlineMeasure.class);
    for (HeadlineMeasure measure : HeadlineMeasure.of(dense)) {
      differences.put(measure, PairedDifference.of(measure, paired, dense));
    }
    return new TestedLevel(trials.get(0).level(), paired, differences);
  }

  int seeds() {
    return trials.size();
  }

  /** Mean of the sparsity that was reached. */
  double sparsity() {
    return mean(TestedTrial::sparsity);
  }

  double mean(ToDoubleFunction<TestedTrial> figure) {
    double[] values = trials.stream().mapToDouble(figure).toArray();
    double sum = 0;
    boolean same = true;
    for (double value : values) {
      sum += value;
      same &= value == values[0];
    }
    return values.length == 0 ? Double.NaN : same ? values[0] : sum / values.length;
  }

  /** The measure that has lost more than the margin in the mean, if any. */
  Optional<HeadlineMeasure> lostInTheMean(Margin margin) {
    return differences.entrySet()
        .stream()
        .filter(entry -> !(rounded(entry.getValue().mean()) >= -entry.getKey().margin(margin)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The measure of which is not sure that it has lost less than the margin, if any. */
  Optional<HeadlineMeasure> unsure(Margin margin) {
    return differences.entrySet()
        .stream()
        .filter(entry -> !(rounded(entry.getValue().lowerBound().orElse(Double.NaN)) > -entry.getKey().margin(margin)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Differences of decimals are off in the last digits. */
  private static double rounded(double value) {
    return Math.rint(value * 1e9) / 1e9;
  }
}
