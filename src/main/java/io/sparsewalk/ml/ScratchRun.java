package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * The tables of one call of a stage.
 *
 * @param spark in which stages run
 * @param given whose DataFrames came in, and come out
 */
record ScratchRun(SparkSession spark, SparkSession given, Warehouse warehouse) {

  static ScratchRun begin(Dataset<?> input, JobParams params) {
    SparkSession spark = SparkSessions.beside(input.sparkSession());
    return new ScratchRun(spark, input.sparkSession(), Scratch.warehouse(spark, params.text(JobParams.SCRATCH)));
  }

  /** Reads a DataFrame of edges as a job reads a table. */
  Manifest edges(Dataset<?> edges, JobParams params) {
    EdgeColumns columns = EdgeColumns.of(params);
    String view = "sparsewalk_" + UUID.randomUUID().toString().replace("-", "");
    columns.select(edges).createOrReplaceGlobalTempView(view);
    try {
      JobConfig job = params.job(columns.settings("global_temp." + view));
      return new IngestStage(spark, warehouse).run(job.graph());
    } finally {
      spark.catalog().dropGlobalTempView(view);
    }
  }

  Manifest make(StageOutput output) {
    return output.run(spark);
  }

  Dataset<Row> read(Manifest table) {
    return StageFiles.read(given, warehouse, table.stage(), table.fingerprint());
  }

  /**
   * Vertices as rows (id, raw).
   *
   * @param type of the ids of whoever gave the edges
   */
  Dataset<Row> vertices(Manifest edges, DataType type) {
    return StageFiles.read(given, warehouse, "vertices", edges.fingerprint())
        .select(col("id"), col("raw").cast(type).as("raw"));
  }

  /** Walks of raw ids: rows (walk, and the list of vertices under a name). */
  static Dataset<Row> named(Dataset<Row> walks, Dataset<Row> vertices, String name) {
    Dataset<Row> steps =
        walks.select(col("walk"), col("start"), posexplode(col("vertices")).as(new String[] {"step", "vertex"}));
    return steps.join(vertices, steps.col("vertex").equalTo(vertices.col("id")))
        .groupBy("walk", "start")
        .agg(array_sort(collect_list(struct("step", "raw"))).as("steps"))
        .select(col("walk"), col("steps.raw").as(name));
  }

  /** A directory for a copy. */
  Path copy() {
    return warehouse.newAttempt();
  }

  /** Deletes tables that nothing will read any more. */
  void drop(String... tables) {
    for (String table : tables) {
      warehouse.discard(warehouse.table(table));
    }
  }
}
