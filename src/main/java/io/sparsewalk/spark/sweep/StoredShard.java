package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.TrialData;

/** A worker's part of published examples. */
record StoredShard(Warehouse warehouse, TrainingInputs.Embedded inputs, Seeds seeds, int worker, int workers)
    implements Shard {

  @Override
  public TrialData data() {
    return new ExampleReader(warehouse, inputs).shard(worker, workers).data();
  }
}
