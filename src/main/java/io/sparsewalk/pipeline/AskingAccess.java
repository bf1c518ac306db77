package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.spark.ingest.InputPaths;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Looks up what is published, and writes nothing. What is missing is told by a {@link NotStartedException}.
 *
 * @param session is asked only for a graph that is a table of the session
 */
record AskingAccess(Supplier<SparkSession> session, Warehouse warehouse) implements StageAccess {
  @Override
  public Manifest take(Step step, StageOutput output) {
    // A generated edge list is no table of its own to users.
    String table = output.table().startsWith("_") ? EdgeTable.NAME : output.table();
    return output.published().orElseThrow(() -> missing(table, step));
  }

  @Override
  public Manifest edges(GraphConfig graph) {
    return IngestStage.published(warehouse, graph, session)
        .orElseThrow(() -> missing(EdgeTable.NAME, new Step("ingest", graph.dataset())));
  }

  @Override
  public InputFile file(String path) {
    return InputPaths.held(path, warehouse);
  }

  private NotStartedException missing(String table, Step step) {
    return new NotStartedException("the warehouse " + warehouse.root() + " has no table " + table + " of "
        + step.place() + " with these settings; 'sparsewalk " + step.command()
        + " JOB.conf' makes it, 'sparsewalk sweep run JOB.conf' makes all");
  }
}
