package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edges in a table, a view or the rows of a query. They are copied first, so that one version of them is read; the hash of that
 * copy says whether they are what was read before.
 */
final class SessionTable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final GraphConfig graph;

  SessionTable(SparkSession spark, Warehouse warehouse, GraphConfig graph) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.graph = graph;
  }

  /**
   * Copies the rows for as long as they are read.
   *
   * @param ingest reads a graph of files, with what tells the table and its content
   */
  Manifest read(BiFunction<GraphConfig, List<Object>, Manifest> ingest) {
    Path copy = warehouse.newAttempt();
    try {
      LOG.info("{}: is read whole, to see whether it is as before", name());
      rows().write().parquet(copy.toString());
      return ingest.apply(copiedTo(copy), identity(spark.read().parquet(copy.toString())));
    } catch (DataRefusedException e) {
      throw new DataRefusedException(
          e.getMessage().replaceAll("(file:)?/*\\Q" + copy.toUri().getPath() + "\\E(/[^ :,]*)?", name()), e);
    } finally {
      warehouse.discard(copy);
    }
  }

  /** The graph as one of files. */
  GraphConfig copiedTo(Path copy) {
    GraphConfig.Source source = graph.source();
    return graph
        .withSource(new GraphConfig.Source("", "", List.of(), source.maxDownloadGib(), source.expect(), source.ids()))
        .withPath(copy.toString());
  }

  /** What tells the table and its content of today, without a copy. */
  List<Object> identity() {
    return identity(rows());
  }

  /** For people. */
  private String name() {
    return graph.source().table().isBlank() ? "graph.query" : "graph.table " + graph.source().table();
  }

  /** What may change nothing: in brackets SQL is a query and no command. */
  private Dataset<Row> rows() {
    GraphConfig.Source source = graph.source();
    return source.table().isBlank() ? spark.sql("SELECT * FROM (\n" + source.query() + "\n)")
        : spark.table(source.table());
  }

  /** The number of rows and a sum of their hashes, which no order changes. */
  private List<Object> identity(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.columns()).map(name -> rows.col("`" + name.replace("`", "``") + "`")).toArray(Column[]::new);
    Row sums = rows.select(xxhash64(columns).cast("decimal(38,0)").as("hash"))
        .agg(count(lit(1)), expr("cast(coalesce(sum(hash), 0) as string)"))
        .head();
    return List.of(name(), graph.source().query(), rows.schema().simpleString(), sums.getLong(0),
        "xxhash64:" + sums.getString(1));
  }
}
