package io.sparsewalk.spark.sweep;

import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.sweep.BatchSize;
import io.sparsewalk.sweep.Batches;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Execution;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Warehouse;
import java.util.List;

/** Which trials of a sweep are trained in one task. Reads manifests, and needs no session. */
public final class BatchPlan {
  private final Warehouse warehouse;
  private final Sweep sweep;

  public BatchPlan(Warehouse warehouse, Sweep sweep) {
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /**
   * The batches that trials are trained in, a Spark task each, in the order in which they start; with engines that average the groups.
   *
   * @param slots tasks that can run at a time
   */
  public List<List<Trial>> of(List<Trial> trials, long slots) {
    return trials.isEmpty() ? List.of()
        : new Batches(sweep.recipe(), sweep.inputs(trials.get(0)).source(warehouse).layout(sweep.recipe().model()))
            .of(trials, size(trials.size(), slots));
  }

  private BatchSize size(int trials, long slots) {
    Execution execution = sweep.execution();
    if (execution.engine().averages() || execution.halving().keep() < 1) {
      return BatchSize.WHOLE;
    }
    if (execution.trialsPerTask() > 0) {
      return BatchSize.atMost(execution.trialsPerTask());
    }
    return BatchSize.filling(trials, slots, execution.engine() == Engine.CUDA ? CudaRounds.FILLING : 1);
  }
}
