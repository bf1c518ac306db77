package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Counts the parsed lines, refuses what is too bad, and brings all times to one unit. */
final class EdgeCensus {
  private static final int SHOWN = 3;
  private static final String CANONICAL_INTEGER = "^(0|-?[1-9][0-9]{0,18})$";

  private final Map<String, Object> facts = new HashMap<>();
  private final List<Row> bad = new ArrayList<>();
  private Dataset<Row> edges;
  private boolean integerIds;

  private EdgeCensus() {}

  static EdgeCensus of(Dataset<Row> lines, List<EdgeLines.Range> ranges, GraphConfig graph) {
    EdgeCensus census = new EdgeCensus();
    census.countLines(lines, ranges, graph);
    census.readEdges(lines.where(col("kind").equalTo(EdgeLines.EDGE)), graph);
    return census;
  }

  /** Rows (source, target, time) with times in one unit. */
  Dataset<Row> edges() {
    return edges;
  }

  /** Digits after the point of the unit. */
  int decimals() {
    return (int) facts.get("time_decimals");
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
    Map<Integer, Row> counts = lines.where(col("kind").equalTo(EdgeLines.COUNTS)).collectAsList().stream()
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
    facts.putAll(Map.of("lines", read + parquetRows, "comments", comments, "quarantined", badLines));
    Dataset<Row> inOrder = quarantined.orderBy("range", "line");
    boolean refused = badLines > graph.maxBadLines() * dataLines;
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
    if (badLines > graph.maxBadLines() * dataLines) {
      throw new DataRefusedException(badLines + " of " + dataLines + " lines are bad, more than graph.max-bad-lines = "
          + graph.maxBadLines() + ": " + bad.stream().limit(SHOWN).map(row -> row.getString(0) + ":" + row.getLong(1) + ": "
          + row.getString(3)).collect(Collectors.joining("; ")));
    }
  }

  private static Row located(Row row, List<EdgeLines.Range> ranges, long[] firstLine) {
    int range = row.getInt(5);
    return RowFactory.create(range < 0 ? "parquet" : ranges.get(range).input().path(),
        range < 0 ? 0L : firstLine[range] + row.getLong(6), row.getString(7), row.getString(8));
  }

  private void readEdges(Dataset<Row> parsed, GraphConfig graph) {
    Row summary = parsed.agg(max("decimals"), min("time"), max("time"), min(isInteger("source").and(isInteger("target"))))
        .head();
    if (summary.isNullAt(0)) {
      throw noEdge(graph);
    }
    int decimals = summary.getInt(0);
    checkFits(parsed, decimals);
    integerIds = summary.getBoolean(3);
    Column power = lit(1L);
    for (int d = 0; d < decimals; d++) {
      power = when(col("decimals").gt(d), power).otherwise(power.multiply(10L));
    }
    edges = parsed.select(col("source"), col("target"), col("time").multiply(power).as("time"));
    long loops = 0;
    if (graph.selfLoops() == GraphConfig.SelfLoops.DROP) {
      loops = edges.where(col("source").equalTo(col("target"))).count();
      edges = edges.where(col("source").notEqual(col("target")));
    }
    facts.put("dropped_self_loops", loops);
    facts.put("time_decimals", decimals);
  }

  static DataRefusedException noEdge(GraphConfig graph) {
    return new DataRefusedException(String.join(", ", graph.path()) + ": no edge in the input");
  }

  private static void checkFits(Dataset<Row> parsed, int decimals) {
    for (Row row : parsed.groupBy("decimals").agg(min("time"), max("time")).collectAsList()) {
      checkFits(row.getLong(1), row.getInt(0), decimals);
      checkFits(row.getLong(2), row.getInt(0), decimals);
    }
  }

  /** Refuses a time that does not fit 64 bits in the finest unit. */
  static void checkFits(long time, int decimals, int finest) {
    try {
      EdgeLineParser.rescale(time, decimals, finest);
    } catch (ArithmeticException e) {
      throw new DataRefusedException("time " + time + " * 10^-" + decimals
          + " does not fit 64 bits in units of 10^-" + finest + ", the finest in the input", e);
    }
  }

  /** Such text is the only spelling of its number; 19 digits beyond 64 bits make the cast null. */
  private static Column isInteger(String column) {
    return col(column).rlike(CANONICAL_INTEGER).and(col(column).cast(DataTypes.LongType).isNotNull());
  }
}
