package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.InputFile;
import io.sparsewalk.table.Manifest;

/** How the outputs of stages are had: made where they are missing, or only looked up. */
interface StageAccess {

  /**
   * An output of a stage.
   *
   * @param step what makes it, for the progress of Spark and for messages
   */
  Manifest take(Step step, StageOutput output);

  /** The edges of a graph. */
  Manifest edges(GraphConfig graph);

  /** A file that a stage reads. */
  InputFile file(String path);

  /**
   * A part of a job.
   *
   * @param command that makes it
   * @param place the graph, and the seed if it has one
   */
  record Step(String command, String place) {
    @Override
    public String toString() {
      return command + " " + place;
    }
  }
}
