package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Warehouse;
import java.util.Map;

/** What a task needs of the stages. */
interface TaskStages {

  /** Those of a job: the one place that asks which task it has. */
  static TaskStages of(JobConfig job, Warehouse warehouse, JobStages stages) {
    if (job.model().isGraph()) {
      return new GraphStages(job, warehouse, stages);
    }
    return switch (job.task()) {
      case LINK_PREDICTION -> new PairStages(job, warehouse, stages);
      case NODE_CLASSIFICATION -> new VertexStages(job, warehouse, stages, false);
      case MULTI_LABEL_CLASSIFICATION -> new VertexStages(job, warehouse, stages, true);
    };
  }

  /** The examples of a seed. */
  StageOutput division(long seed);

  /** What the walks of a seed may see. */
  WalkStage.Input walkable(long seed);

  /** What trials train on, by the keys of the embeddings. */
  Map<String, TrainingInputs> inputs(long seed);
}
