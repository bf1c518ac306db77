package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeProspect;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.spark.ingest.InputPaths;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;

/** Looks up what is published, as {@link AskingAccess} does, and keeps what the files say of a graph that was not read yet. */
final class PlanningAccess implements StageAccess {
  private final Warehouse warehouse;
  private EdgeProspect prospect;

  PlanningAccess(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** What was found of the edges; null if they are to be generated, too, or are on the web. */
  EdgeProspect prospect() {
    return prospect;
  }

  @Override
  public Manifest take(Step step, StageOutput output) {
    return output.published().orElseThrow(() -> new NotStartedException("no " + step));
  }

  @Override
  public Manifest edges(GraphConfig graph) {
    prospect = EdgeProspect.of(warehouse, graph);
    return prospect.edges().orElseThrow(() -> new NotStartedException("no edges"));
  }

  @Override
  public InputFile file(String path) {
    return InputPaths.held(path, warehouse);
  }
}
