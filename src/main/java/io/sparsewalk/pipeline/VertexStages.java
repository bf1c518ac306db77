package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.examples.NodeSplitStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Classes of vertices by their rows of an embedding.
 *
 * @param several true: a vertex may have several
 */
record VertexStages(JobConfig job, Warehouse warehouse, JobStages stages, boolean several) implements TaskStages {

  @Override
  public StageOutput division(long seed) {
    NodeSplitStage split = new NodeSplitStage(warehouse);
    Manifest labels = stages.labels(several);
    return several ? split.outputOfSeveral(labels, job.split(), seed)
        : split.output(labels, job.protocol(), job.split(), seed);
  }

  /** Labels are no edges: nothing of them is in a walk. */
  @Override
  public WalkStage.Input walkable(long seed) {
    return SplitStage.everything(stages.edges(), job.protocol());
  }

  @Override
  public Map<String, TrainingInputs> inputs(long seed) {
    Manifest examples = stages.examples(seed);
    int classes = (int) examples.count("classes");
    Labels.Classes labels = several ? new Labels.AnyOf(classes) : new Labels.OneOf(classes);
    stages.checkLevels(job.embedding().dimension(), classes);
    Map<String, TrainingInputs> inputs = new LinkedHashMap<>();
    stages.vectors(seed)
        .forEach(
            (key, vectors) -> inputs.put(key, new TrainingInputs.Vertices(examples.fingerprint(), vectors, labels)));
    return inputs;
  }
}
