package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparsewalk.common.DataRefusedException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** What is in an ingested graph. */
final class EdgeStats {
  private EdgeStats() {}

  static Map<String, Object> of(Dataset<Row> edges, Dataset<Row> vertices, boolean integerIds) {
    Row counts = edges.agg(count(lit(1)), sum(when(col("src").equalTo(col("dst")), 1L).otherwise(0L)), min("time"),
        max("time")).head();
    if (counts.getLong(0) == 0) {
      throw new DataRefusedException("no edge is left: all are self-loops, which graph.self-loops drops");
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("edges", counts.getLong(0));
    facts.put("self_loops", counts.getLong(1));
    facts.put("min_time", counts.getLong(2));
    facts.put("max_time", counts.getLong(3));
    facts.put("vertices", vertices.count());
    facts.put("duplicate_edges", counts.getLong(0) - edges.distinct().count());
    facts.put("max_raw_integer_id",
        integerIds ? vertices.agg(max(col("raw").cast(DataTypes.LongType))).head().getLong(0) : -1L);
    facts.put("data_fingerprint", fingerprint(edges, vertices));
    return facts;
  }

  /** Hash of the graph whatever the order of its lines: sums of hashes of edges and of numbered raw ids, modulo 2^64. */
  private static String fingerprint(Dataset<Row> edges, Dataset<Row> vertices) {
    long edgeSum = sumOfHashes(edges, "src", "dst", "time");
    long vertexSum = sumOfHashes(vertices, "id", "raw");
    return String.format("%016x", edgeSum * 31 + vertexSum);
  }

  private static long sumOfHashes(Dataset<Row> rows, String first, String... more) {
    Column[] columns = new Column[more.length + 1];
    columns[0] = col(first);
    for (int i = 0; i < more.length; i++) {
      columns[i + 1] = col(more[i]);
    }
    // Decimal sums do not overflow; the remainder makes them a 64-bit hash again.
    return rows.select(xxhash64(columns).cast("decimal(38,0)").as("hash")).agg(sum("hash")).select(
        expr("cast(`sum(hash)` % 9223372036854775807 as bigint)")).head().getLong(0);
  }
}
