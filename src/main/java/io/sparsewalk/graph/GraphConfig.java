package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to read as a graph.
 *
 * @param path Hadoop paths or globs; empty for the synthetic graph of {@link GenerateConfig}
 * @param labels Hadoop path of lines {@code vertex label}; empty if there are none, or for those of the synthetic graph
 * @param unknownLabel a label that says that the vertex has none that is known; empty if there is none such
 * @param features Hadoop path of lines {@code vertex feature value}; empty if every vertex is a feature of its own
 * @param split Hadoop path of lines {@code vertex train|val|test|unused}; empty for a random split
 * @param dataset name in the result tables
 * @param columns names of the columns of Parquet input
 * @param directed false: every edge is stored in both directions
 * @param dictionaryMib memory an executor may use to number the ids; beyond, they are numbered by joins
 * @param maxBadLines share of lines that may be quarantined before the input is refused
 */
public record GraphConfig(List<String> path, String labels, String unknownLabel, String features, String split,
    String dataset, EdgeFormat format, Columns columns, boolean directed,
    SelfLoops selfLoops, double maxBadLines, int dictionaryMib) implements Serializable {
  private static final Pattern WITH_PASSWORD = Pattern.compile("^([a-z0-9+]+://[^/:@]*:)[^/@]*@");

  /** Column names of Parquet input; an empty time means a graph without times, an empty weight one without weights. */
  public record Columns(String source, String target, String time, String weight) implements Serializable {
    public Columns {
      check(!source.isBlank(), "source must name a column");
      check(!target.isBlank(), "target must name a column");
      check(weight.isEmpty() || time.isEmpty(), "weight and time exclude each other: set time = \"\"");
    }
  }

  /** What becomes of edges from a vertex to itself. */
  public enum SelfLoops { KEEP, DROP }

  public GraphConfig {
    path = List.copyOf(path);
    for (String each : path) {
      // Settings are stored with every trial.
      check(!WITH_PASSWORD.matcher(each).find(), "path must not hold a password; give credentials to Hadoop's configuration: %s",
          WITH_PASSWORD.matcher(each).replaceFirst("$1***@"));
    }
    check(!dataset.isBlank(), "dataset must not be blank");
    checkRange("max-bad-lines", maxBadLines, 0, 1);
    checkNotNegative("dictionary-mib", dictionaryMib);
  }

  /** True if edges have weights, and no times. */
  public boolean isWeighted() {
    return format == EdgeFormat.WEIGHTED || !columns.weight().isEmpty();
  }

  /** True if the graph is to be made, not read. */
  public boolean isSynthetic() {
    return path.isEmpty();
  }
}
