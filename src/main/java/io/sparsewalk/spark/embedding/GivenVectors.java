package io.sparsewalk.spark.embedding;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Vectors that somebody else has made, as the table {@code embeddings}. */
public final class GivenVectors {
  private GivenVectors() {}

  /**
   * The table of them.
   *
   * @param rows (vertex, trained, vector), vertices from 0 without a gap and in this order; a vector that is none is of zeros
   * @param source tells these vectors from others in the warehouse
   */
  public static StageOutput output(Warehouse warehouse, Dataset<Row> rows, String source) {
    Manifest identity = Manifest.of(EmbedStage.NAME, GivenVectors.class, Map.of("given", source));
    return StageOutput.of(warehouse, identity, (spark, attempt) -> write(rows, attempt));
  }

  private static Map<String, ?> write(Dataset<Row> rows, Path attempt) {
    rows.select("vertex", "trained", "vector").write().parquet(attempt.toString());
    Row found = rows.sparkSession()
        .read()
        .parquet(attempt.toString())
        .agg(count(lit(1)), sum(col("trained").cast("long")), min(size(col("vector"))), max(size(col("vector"))))
        .head();
    if (found.getLong(0) == 0 || found.getInt(2) != found.getInt(3)) {
      throw new DataRefusedException(found.getLong(0) == 0 ? "there is no vector in what was given"
          : "vectors have from " + found.getInt(2) + " to " + found.getInt(3) + " values: all must have as many");
    }
    return Map.of("vertices", found.getLong(0), "trained", found.getLong(1), "untrained",
        found.getLong(0) - found.getLong(1), "dimension", found.getInt(2), "pairs", 0L, "mode", "given");
  }
}
