package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.common.Inline;
import io.sparsewalk.common.Secrets;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * What to read as a graph.
 *
 * @param path Hadoop paths or globs; empty for the synthetic graph of {@link GenerateConfig}
 * @param labels Hadoop path of lines {@code vertex label}; empty if there are none, or for those of the synthetic graph
 * @param unknownLabel a label that says that the vertex has none that is known; empty if there is none such
 * @param features Hadoop path of lines {@code vertex feature value}; empty if every vertex is a feature of its own
 * @param split Hadoop path of lines {@code vertex train|val|test|unused}; empty for a random split
 * @param dataset name in the result tables
 * @param columns where the ends, times and weights of the edges are
 * @param directed false: every edge is stored in both directions
 * @param dictionaryMib memory an executor may use to number the ids; beyond, they are numbered by joins
 * @param maxBadLines share of lines that may be quarantined before the input is refused
 * @param reading how what is in the columns is read
 * @param source what else is said of where the edges come from
 */
public record GraphConfig(List<String> path, String labels, String unknownLabel, String features, String split,
    String dataset, EdgeFormat format, Columns columns, boolean directed, SelfLoops selfLoops, double maxBadLines,
    int dictionaryMib, @Inline Reading reading, @Inline Source source) implements Serializable {

  /**
   * Columns by name or by number from 1, or {@link #AUTO}: by what the files say.
   *
   * @param time empty for a graph without times
   * @param weight empty for one without weights
   * @param ignore columns that are never taken for anything
   */
  public record Columns(String source, String target, String time, String weight, List<String> ignore)
      implements Serializable {
    public static final String AUTO = "auto";
    /** Everything by what the files say. */
    public static final Columns FOUND = new Columns(AUTO, AUTO, AUTO, "", List.of());

    public Columns {
      check(!source.isBlank(), "source must name a column");
      check(!target.isBlank(), "target must name a column");
      check(weight.isEmpty() || time.isEmpty() || time.equals(AUTO),
          "weight and time exclude each other: set time = \"\"");
      ignore = List.copyOf(ignore);
    }
  }

  /**
   * How what is in the columns is read.
   *
   * @param bipartite true: a source and a target of the same id are different vertices
   * @param timeUnit a power of 10 to which times are rounded, at most 1, or {@link Columns#AUTO}: as fine as the data
   * @param preset columns of well-known layouts
   */
  public record Reading(Choice bipartite, String timeUnit, Weights weights, Preset preset) implements Serializable {
    /** Everything by what the files say. */
    public static final Reading FOUND = new Reading(Choice.AUTO, Columns.AUTO, Weights.REFUSE, Preset.NONE);

    public Reading {
      check(timeUnit.equals(Columns.AUTO) || decimals(timeUnit) >= 0,
          "time-unit must be auto or a power of 10 from 1e-18 to 1, was %s", timeUnit);
    }

    /** Digits after the point of times; -1 for as many as the data have. */
    public int timeDecimals() {
      return timeUnit.equals(Columns.AUTO) ? -1 : decimals(timeUnit);
    }

    private static int decimals(String unit) {
      for (int d = 0; d <= TimeScale.MOST_DECIMALS; d++) {
        if (unit.matches("[0-9.eE+-]{1,40}") && isPower(unit, d)) {
          return d;
        }
      }
      return -1;
    }

    private static boolean isPower(String unit, int decimals) {
      try {
        return new BigDecimal(unit).compareTo(BigDecimal.ONE.movePointLeft(decimals)) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /**
   * What else is said of where the edges come from.
   *
   * @param table a table or view of the Spark session; empty if there is none
   * @param query SQL of the Spark session whose rows are edges; empty if there is none
   * @param sha256 of every file, in the order of the paths; empty: not checked
   * @param maxDownloadGib largest file that is taken from the web
   * @param ids in which order vertices are numbered
   */
  public record Source(String table, String query, List<String> sha256, int maxDownloadGib, Expect expect, IdOrder ids)
      implements Serializable {
    /** Files, unchecked. */
    public static final Source FILES = new Source("", "", List.of(), 64, Expect.NOTHING, IdOrder.SORTED);

    public Source {
      sha256 =
          sha256.stream().map(hash -> hash.strip().toLowerCase(Locale.ROOT)).filter(hash -> !hash.isEmpty()).toList();
      sha256.forEach(hash -> check(hash.matches("[0-9a-f]{64}"), "sha256 must be 64 hex digits, was %s", hash));
      checkPositive("max-download-gib", maxDownloadGib);
    }

    /** True if edges are rows of the Spark session, in no file that has a path. */
    public boolean isTable() {
      return !table.isBlank() || !query.isBlank();
    }

    /** In bytes. */
    public long mostDownloaded() {
      return (long) maxDownloadGib << 30;
    }

    public Source withIds(IdOrder other) {
      return new Source(table, query, sha256, maxDownloadGib, expect, other);
    }
  }

  /**
   * What the publishers of a data set say of it.
   *
   * @param edges lines that are edges; 0 if they do not say
   * @param vertices that have an edge; 0 if they do not say
   */
  public record Expect(long edges, long vertices) implements Serializable {
    public static final Expect NOTHING = new Expect(0, 0);

    public Expect {
      checkNotNegative("edges", edges);
      checkNotNegative("vertices", vertices);
    }
  }

  /** A question that the files may answer. */
  public enum Choice { AUTO, TRUE, FALSE }

  /** In which order vertices are numbered. */
  public enum IdOrder {
    /** By value if all raw ids are integers, else by their UTF-8 bytes. */
    SORTED,
    /** Those of the first file first, then the new ones of the second: a file that is added at the end leaves all numbers as they are. */
    BY_FILE
  }

  /** What becomes of weights that are not above 0. */
  public enum Weights {
    /** They make a bad line. */
    REFUSE,
    /** Without their sign; one of 0 makes a bad line. */
    ABSOLUTE,
    /** Their edges are left out, and counted. */
    DROP
  }

  /** Layouts that have a name. */
  public enum Preset {
    NONE,
    /** {@code user_id,item_id,timestamp,state_label,features...}, two sides. */
    JODIE,
    /** {@code ,u,i,ts,label,idx}. */
    DYGLIB,
    /** {@code time,source,target[,weight or others]} under a header of any names. */
    TGB,
    /** {@code source,target} without a header. */
    OGB,
    /** {@code source target [weight [time]]} without a header. */
    NETWORK_REPOSITORY
  }

  /** What becomes of edges from a vertex to itself. */
  public enum SelfLoops { KEEP, DROP }

  public GraphConfig {
    path = List.copyOf(path);
    for (String each : path) {
      // Settings are stored with every trial.
      Secrets.check("path", each);
    }
    check(path.isEmpty() || !source.isTable(), "path must be [] where table or query says where the edges are, was %s",
        path);
    check(source.table().isBlank() || source.query().isBlank(), "table and query exclude each other: set one of them");
    check(source.sha256().isEmpty() || !source.isTable(), "sha256 is for files, not for table or query");
    check(source.ids() == IdOrder.SORTED || !source.isTable(),
        "ids = by-file is for files, and rows of table or query have none: leave ids = sorted");
    check(!dataset.isBlank(), "dataset must not be blank");
    checkRange("max-bad-lines", maxBadLines, 0, 1);
    checkNotNegative("dictionary-mib", dictionaryMib);
  }

  /** Settings without those of {@link Reading} and {@link Source}. */
  public GraphConfig(List<String> path, String labels, String unknownLabel, String features, String split,
      String dataset, EdgeFormat format, Columns columns, boolean directed, SelfLoops selfLoops, double maxBadLines,
      int dictionaryMib) {
    this(path, labels, unknownLabel, features, split, dataset, format, columns, directed, selfLoops, maxBadLines,
        dictionaryMib, Reading.FOUND, Source.FILES);
  }

  public GraphConfig withPath(String other) {
    return new GraphConfig(List.of(other), labels, unknownLabel, features, split, dataset, format, columns, directed,
        selfLoops, maxBadLines, dictionaryMib, reading, source);
  }

  public GraphConfig withDirected(boolean other) {
    return new GraphConfig(path, labels, unknownLabel, features, split, dataset, format, columns, other, selfLoops,
        maxBadLines, dictionaryMib, reading, source);
  }

  public GraphConfig withFormat(EdgeFormat other) {
    return new GraphConfig(path, labels, unknownLabel, features, split, dataset, other, columns, directed, selfLoops,
        maxBadLines, dictionaryMib, reading, source);
  }

  public GraphConfig withColumns(Columns other) {
    return new GraphConfig(path, labels, unknownLabel, features, split, dataset, format, other, directed, selfLoops,
        maxBadLines, dictionaryMib, reading, source);
  }

  public GraphConfig withSource(Source other) {
    return new GraphConfig(path, labels, unknownLabel, features, split, dataset, format, columns, directed, selfLoops,
        maxBadLines, dictionaryMib, reading, other);
  }

  public GraphConfig withReading(Reading other) {
    return new GraphConfig(path, labels, unknownLabel, features, split, dataset, format, columns, directed, selfLoops,
        maxBadLines, dictionaryMib, other, source);
  }

  /** True if edges have weights, and no times. */
  public boolean isWeighted() {
    return format == EdgeFormat.WEIGHTED || !columns.weight().isEmpty();
  }

  /** True if the graph is to be made, not read. */
  public boolean isSynthetic() {
    return path.isEmpty() && !source.isTable();
  }
}
