package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.spark.ingest.InputPaths;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Makes what is missing.
 *
 * @param beginning told of every step, before anything is done for it
 */
record RunningAccess(Supplier<SparkSession> session, Warehouse warehouse, Consumer<Step> beginning)
    implements StageAccess {
  @Override
  public Manifest take(Step step, StageOutput output) {
    beginning.accept(step);
    return described(session.get(), step.toString(), output::run);
  }

  @Override
  public Manifest edges(GraphConfig graph) {
    Step step = new Step("ingest", graph.dataset());
    beginning.accept(step);
    Manifest edges = described(session.get(), step.toString(), spark -> new IngestStage(spark, warehouse).run(graph));
    IngestSummary.compare(edges, graph.source().expect());
    return edges;
  }

  /** Names the jobs of some work in Spark's pages, so that they can be told apart and stopped together. */
  static <T> T described(SparkSession spark, String title, Function<SparkSession, T> work) {
    spark.sparkContext().setJobGroup(title, title, false);
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
