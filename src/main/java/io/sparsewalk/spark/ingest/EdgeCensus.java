package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TimeScale;
import io.sparsewalk.graph.ValueText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Counts the parsed lines, refuses what is too bad, and brings all times to one unit. */
final class EdgeCensus {
  private static final int SHOWN = 3;
  private static final int LEAST_LINES = 3;

  private final Map<String, Object> facts = new HashMap<>();
  private final List<Row> bad = new ArrayList<>();
  private Dataset<Row> edges;
  private boolean integerIds;
  private boolean bipartite;

  private EdgeCensus() {}

  static EdgeCensus of(Dataset<Row> lines, List<EdgeLines.Range> ranges, InputForm form) {
    EdgeCensus census = new EdgeCensus();
    census.bipartite = form.bipartite();
    census.countLines(lines, ranges, form.graph());
    census.readEdges(lines.where(col("kind").equalTo(EdgeLines.EDGE)), form.graph(),
        FilePlaces.of(form.files(), ranges, form.graph().source().ids()));
    return census;
  }

  /** Rows (source, target, time, weight, place of the file) with times in one unit. */
  Dataset<Row> edges() {
    return edges;
  }

  boolean integerIds() {
    return integerIds;
  }

  Map<String, Object> facts() {
    return facts;
  }

  /** The quarantined lines: file, line, text, reason. */
  List<Row> bad() {
    return bad;
  }

  private void countLines(Dataset<Row> lines, List<EdgeLines.Range> ranges, GraphConfig graph) {
    // One row a range.
    Map<Integer, Row> counts = lines.where(col("kind").equalTo(EdgeLines.COUNTS))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getInt(5), row -> row));
    long[] firstLine = new long[ranges.size()];
    long read = 0;
    long comments = 0;
    for (int r = 0; r < ranges.size(); r++) {
      boolean continues = ranges.get(r).start() > 0;
      firstLine[r] = continues ? firstLine[r - 1] + counts.get(r - 1).getLong(6) : 0;
      read += counts.get(r).getLong(6);
      comments += counts.get(r).getLong(3);
    }
    long parquetRows = lines.where(col("range").lt(0)).count();
    Dataset<Row> quarantined = lines.where(col("kind").equalTo(EdgeLines.BAD));
    long badLines = quarantined.count();
    long dataLines = read + parquetRows - comments;
    facts.put("dropped_weights", lines.where(col("kind").equalTo(EdgeLines.DROPPED)).count());
    facts.putAll(Map.of("lines", read + parquetRows, "comments", comments, "quarantined", badLines));
    Dataset<Row> inOrder = quarantined.orderBy("range", "line");
    boolean refused = badLines > mostBad(dataLines, graph);
    // At most the allowed share of the lines, or a few to show.
    for (Row row : (refused ? inOrder.limit(SHOWN) : inOrder).collectAsList()) {
      bad.add(located(row, ranges, firstLine));
    }
    refuse(bad, badLines, dataLines, graph);
  }

  /**
   * Refuses an input with too many bad lines.
   *
   * @param bad some of them, as in {@link #bad}
   */
  static void refuse(List<Row> bad, long badLines, long dataLines, GraphConfig graph) {
    if (badLines > mostBad(dataLines, graph)) {
      throw new DataRefusedException(badLines + " of " + dataLines + " lines are bad, more than graph.max-bad-lines = "
          + graph.maxBadLines() + ": "
          + bad.stream()
              .limit(SHOWN)
              .map(row -> row.getString(0) + ":" + row.getLong(1) + ": " + row.getString(3))
              .collect(Collectors.joining("; "))
          + hint(bad));
    }
  }

  /** Where the share is less than a line, one of three or more: it is quarantined in a short file as it is in a long one. */
  private static double mostBad(long dataLines, GraphConfig graph) {
    return Math.max(graph.maxBadLines() * dataLines, graph.maxBadLines() > 0 && dataLines >= LEAST_LINES ? 1 : 0);
  }

  private static String hint(List<Row> bad) {
    List<String> reasons = bad.stream().limit(SHOWN).map(row -> row.getString(3)).toList();
    return reasons.stream().anyMatch(reason -> reason.contains("weight is not above 0"))
        ? "; graph.weights = absolute or drop takes such weights" : reasons.contains(EdgeLineParser.UNCLOSED)
            ? "; cells with line breaks are not read: save the file without that column" : valueHint(reasons);
  }

  private static String valueHint(List<String> reasons) {
    return reasons.stream()
        .filter(reason -> reason.matches("(time|weight) is not .*: .*"))
        .map(reason -> ValueText.advice(reason.replaceFirst("^[^:]*: ", "")))
        .filter(advice -> !advice.isEmpty())
        .findFirst()
        .map("; "::concat)
        .orElse(reasons.stream().allMatch(reason -> reason.startsWith("time is not a"))
            ? "; if that column is no time, set graph.columns.time = \"\"" : "");
  }

  private static Row located(Row row, List<EdgeLines.Range> ranges, long[] firstLine) {
    int range = row.getInt(5);
    return RowFactory.create(range < 0 ? row.getString(11) : ranges.get(range).input().name(),
        (range < 0 ? 0L : firstLine[range]) + row.getLong(6), row.getString(7), row.getString(8));
  }

  private void readEdges(Dataset<Row> parsed, GraphConfig graph, FilePlaces places) {
    Row summary = parsed.agg(max("decimals"), max("rounded")).head();
    if (summary.isNullAt(0)) {
      throw noEdge(graph);
    }
    TimeScale scale = scale(parsed, graph);
    RawIds ids = RawIds.of(parsed);
    Column time = udf(new Scaled(scale), DataTypes.LongType).apply(col("time"), col("decimals"));
    edges = parsed.select(ids.plain("source").as("source"), ids.plain("target").as("target"), time.as("time"),
        col("weight"), udf(places, DataTypes.IntegerType).apply(col("range"), col("file")).as(IdDictionary.PLACE));
    if (bipartite) {
      edges = edges.withColumn("source", concat(lit(RawIds.SOURCE), col("source")))
          .withColumn("target", concat(lit(RawIds.TARGET), col("target")));
    }
    integerIds = ids.integers() && !bipartite;
    long loops = 0;
    if (graph.selfLoops() == GraphConfig.SelfLoops.DROP) {
      loops = edges.where(col("source").equalTo(col("target"))).count();
      edges = edges.where(col("source").notEqual(col("target")));
    }
    facts.put("dropped_self_loops", loops);
    facts.put("time_decimals", scale.decimals());
    facts.put("rounded", summary.getBoolean(1) || summary.getInt(0) > scale.decimals());
  }

  private static TimeScale scale(Dataset<Row> parsed, GraphConfig graph) {
    long[] earliest = new long[PackedScan.DECIMALS];
    long[] latest = new long[PackedScan.DECIMALS];
    Arrays.fill(earliest, Long.MAX_VALUE);
    Arrays.fill(latest, Long.MIN_VALUE);
    // At most a row for every number of decimals.
    for (Row row : parsed.groupBy("decimals").agg(min("time"), max("time")).collectAsList()) {
      earliest[row.getInt(0)] = row.getLong(1);
      latest[row.getInt(0)] = row.getLong(2);
    }
    return TimeScale.of(graph.reading().timeDecimals(), earliest, latest);
  }

  /** A time in the unit of the graph. */
  private record Scaled(TimeScale scale) implements UDF2<Long, Integer, Long> {
    @Override
    public Long call(Long time, Integer decimals) {
      return scale.apply(time, decimals);
    }
  }

  static DataRefusedException noEdge(GraphConfig graph) {
    return new DataRefusedException(String.join(", ", graph.path())
        + ": no edge in the input (empty lines, headers, and lines that begin with # or % are none)");
  }
}
