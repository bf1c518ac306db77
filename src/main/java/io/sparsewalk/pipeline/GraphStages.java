package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.examples.NodeSplitStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.Map;

/** Classes of vertices by networks over the whole graph. */
record GraphStages(JobConfig job, Warehouse warehouse, JobStages stages) implements TaskStages {

  @Override
  public StageOutput division(long seed) {
    boolean given = !job.graph().split().isEmpty();
    return new NodeSplitStage(warehouse).outputOfGraph(stages.nodes(), job.split(), given, seed);
  }

  /** Labels are no edges: nothing of them is in a walk. */
  @Override
  public WalkStage.Input walkable(long seed) {
    return SplitStage.everything(stages.edges(), job.protocol());
  }

  @Override
  public Map<String, TrainingInputs> inputs(long seed) {
    Manifest nodes = stages.nodes();
    int classes = (int) nodes.count("classes");
    stages.checkLevels((int) nodes.count("inputs"), classes);
    return Map.of(EmbeddingKind.DENSE.key(), new TrainingInputs.WholeGraph(stages.examples(seed).fingerprint(),
        nodes.fingerprint(), stages.edges().fingerprint(), new Labels.OneOf(classes)));
  }
}
