package io.sparsewalk.spark.walk;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
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

/** Walks that somebody else has made, as the table {@code walks}: in the order of (walk, vertices), whatever order they come in. */
public final class GivenWalks {
  private GivenWalks() {}

  /**
   * The table of them.
   *
   * @param walks rows (walk, vertices) of dense ids
   * @param ids vertices, from 0
   * @param source tells these walks from others in the warehouse
   */
  public static StageOutput output(Warehouse warehouse, Dataset<Row> walks, int ids, String source) {
    Manifest identity = Manifest.of(WalkStage.NAME, GivenWalks.class, Map.of("given", source, "ids", ids));
    return StageOutput.of(warehouse, identity, (spark, attempt) -> write(walks, ids, attempt));
  }

  private static Map<String, ?> write(Dataset<Row> walks, int ids, Path attempt) {
    walks.select(col("walk").cast("int"), col("vertices").getItem(0).as("start"), col("vertices"))
        .orderBy("walk", "vertices")
        .write()
        .parquet(attempt.toString());
    Row counts = walks.sparkSession()
        .read()
        .parquet(attempt.toString())
        .agg(count(lit(1)), sum(size(col("vertices")).minus(1)))
        .head();
    if (counts.getLong(0) == 0) {
      throw new DataRefusedException("there is no walk in what was given");
    }
    return Map.of("walks", counts.getLong(0), "hops", counts.getLong(1), "ids", ids, "starts", ids, "mode", "given");
  }
}
