package io.sparsewalk.pipeline;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Warehouse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Link prediction. */
record PairStages(JobConfig job, Warehouse warehouse, JobStages stages) implements TaskStages {

  @Override
  public StageOutput division(long seed) {
    return SplitStage.output(warehouse, stages.edges(),
        new SplitStage.Division(job.protocol(), job.split(), job.features().pair()), seed);
  }

  @Override
  public WalkStage.Input walkable(long seed) {
    return SplitStage.walkable(warehouse, stages.edges(), job.protocol(), job.split(), seed);
  }

  @Override
  public Map<String, TrainingInputs> inputs(long seed) {
    String examples = stages.examples(seed).fingerprint();
    int features = job.features().pair() ? PairFeatures.WIDTH : 0;
    Map<String, TrainingInputs> inputs = new LinkedHashMap<>();
    stages.vectors(seed)
        .forEach((key, vectors) -> inputs.put(key,
            new TrainingInputs.Pairs(examples, vectors, job.features().edge(), features)));
    return inputs;
  }
}
