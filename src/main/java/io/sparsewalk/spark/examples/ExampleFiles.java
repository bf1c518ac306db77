package io.sparsewalk.spark.examples;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;

/**
 * The files of the table {@code examples} (split, src, dst, positive, both_seen, pair_features, class, classes): of train, valid and test,
 * all positives before their negatives, and then of ranking; the manifest has how many. An example that is a vertex has it as both ends.
 * {@code classes} has all of an example that may have several, {@code class} then the first of them.
 */
public final class ExampleFiles {
  public static final String TABLE = "examples";
  /** Fact of the manifest: the figures of the audit. */
  static final String AUDIT = "audit";
  /** Fact of the manifest of a split by time: the times at which the examples, those for validation, and those for test begin. */
  public static final String CUTS = "cuts";
  /** Fact of the manifest: the number of files of train, valid, test and ranking. */
  private static final String FILES = "set_files";
  private static final String SCHEMA = "message examples { required binary split (STRING); required int32 src; "
      + "required int32 dst; required boolean positive; required boolean both_seen; "
      + PartFile.list("pair_features", "float") + " required int32 class; " + PartFile.list("classes", "int32") + " }";

  private ExampleFiles() {}

  /**
   * Writes one.
   *
   * @param part in the order of the rows
   * @param name of the split of an example
   */
  static void write(Warehouse warehouse, String directory, int part, IntFunction<String> name, Examples examples) {
    int width = examples.pairWidth();
    PartFile.write(warehouse.configuration(), new Path(directory), part, SCHEMA, examples.size(), (out, i) -> {
      PartFile.put(out, 0, "split", Binary.fromString(name.apply(i)));
      PartFile.put(out, 1, "src", examples.source()[i]);
      PartFile.put(out, 2, "dst", examples.target()[i]);
      PartFile.put(out, 3, "positive", examples.positive()[i]);
      PartFile.put(out, 4, "both_seen", examples.bothSeen()[i]);
      PartFile.put(out, 5, "pair_features", examples.pairs(), i * width, (i + 1) * width);
      PartFile.put(out, 6, "class", examples.label(i));
      PartFile.put(out, 7, "classes", examples.classes(), examples.firstOfSeveral(i), examples.firstOfSeveral(i + 1));
    });
  }

  /** The fact that says how many files train, valid, test and ranking have. */
  static Map<String, List<Integer>> fileFact(List<Integer> counts) {
    return Map.of(FILES, counts);
  }

  /**
   * The rows of a set.
   *
   * @param set in the order train, valid, test, ranking
   */
  public static ParquetColumns columns(Warehouse warehouse, String fingerprint, int set) {
    Path stage = warehouse.stage(TABLE, fingerprint);
    List<Integer> counts = ((List<?>) Manifest.read(warehouse, stage).fact(FILES)).stream()
        .map(count -> ((Number) count).intValue())
        .toList();
    int first = counts.subList(0, set).stream().mapToInt(Integer::intValue).sum();
    return new ParquetColumns(warehouse, stage).files(first, first + counts.get(set));
  }

  /** What examples leak and what baselines reach on them, from their manifest. */
  public static List<LeakAudit.Figure> audit(Manifest examples) {
    return figures(examples.fact(AUDIT));
  }

  /** Figures as a fact, which is plain values. */
  static List<Map<String, Object>> fact(List<LeakAudit.Figure> figures) {
    return figures.stream()
        .map(each -> Map.<String, Object>of("name", each.name(), "value", each.value(), "note", each.note()))
        .toList();
  }

  /** The other way. */
  static List<LeakAudit.Figure> figures(Object fact) {
    return ((List<?>) fact).stream().map(each -> (Map<?, ?>) each).map(ExampleFiles::figure).toList();
  }

  private static LeakAudit.Figure figure(Map<?, ?> fact) {
    double value = ((Number) fact.get("value")).doubleValue();
    return new LeakAudit.Figure(fact.get("name").toString(), value, fact.get("note").toString());
  }
}
