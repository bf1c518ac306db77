package io.sparsewalk.spark.sweep;

import io.sparsewalk.cuda.CudaRounds;
import io.sparsewalk.table.Warehouse;

/** How much memory the task of a batch of trials needs, from the sizes in the manifests. */
public final class MemoryEstimate {
  /** Value, two moments, gradient, scores, best, mask. */
  static final long PARAMETER_BYTES = 28;

  private final Warehouse warehouse;
  private final Sweep sweep;

  public MemoryEstimate(Warehouse warehouse, Sweep sweep) {
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /**
   * Memory that the task of a batch needs at most: its examples, the embedding, the networks. Tasks of a JVM share all but the networks.
   *
   * @param trials of the largest batch
   */
  public long taskBytes(int trials) {
    int workers = sweep.execution().workers();
    return sweep.anyEmbedding()
        .values()
        .stream()
        .mapToLong(inputs -> inputs.source(warehouse).taskBytes(sweep.recipe().model(), trials, workers))
        .max()
        .orElse(0);
  }

  /**
   * Memory of a GPU that the task of a batch needs with the engine cuda, about.
   *
   * @param trials of the largest batch
   */
  public long deviceBytes(int trials) {
    return sweep.anyEmbedding()
        .values()
        .stream()
        .mapToLong(inputs -> deviceBytes(inputs.embedded(), trials))
        .max()
        .orElse(0);
  }

  private long deviceBytes(TrainingInputs.Embedded inputs, int trials) {
    EmbeddedSource source = new EmbeddedSource(warehouse, inputs);
    CudaRounds.Load load = new CudaRounds.Load(source.examples(), source.values(), inputs.pairFeatures(), trials);
    return CudaRounds.bytes(load, source.layout(sweep.recipe().model()), sweep.recipe().training().batch(),
        inputs.labels().rows());
  }
}
