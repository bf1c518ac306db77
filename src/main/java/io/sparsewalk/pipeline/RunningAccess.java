package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.spark.ingest.InputPaths;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Makes what is missing. */
record RunningAccess(Supplier<SparkSession> session, Warehouse warehouse) implements StageAccess {
  @Override
  public Manifest take(Step step, StageOutput output) {
    return described(step, spark -> output.run(spark));
  }

  @Override
  public Manifest edges(GraphConfig graph) {
    Manifest edges = described(new Step("ingest", graph.dataset()), spark -> new IngestStage(spark, warehouse).run(graph));
    IngestSummary.compare(edges, graph.source().expect());
    return edges;
  }

  /** Names the jobs of a step in Spark's pages, so that they can be told apart and stopped together. */
  private Manifest described(Step step, Function<SparkSession, Manifest> work) {
    SparkSession spark = session.get();
    spark.sparkContext().setJobGroup(step.toString(), step.toString(), false);
    try {
      return work.apply(spark);
    } finally {
      spark.sparkContext().clearJobGroup();
    }
  }

  @Override
  public InputFile file(String path) {
    return InputPaths.file(path, warehouse);
  }
}
