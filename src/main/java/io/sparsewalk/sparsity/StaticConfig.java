package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Sparse training under a mask that is chosen once.
 *
 * @param scoreBatches mini-batches over which the scores of the initial weights are averaged
 */
public record StaticConfig(int epochs, int scoreBatches, OptimizerConfig optimizer) implements Serializable {
  public StaticConfig {
    checkPositive("epochs", epochs);
    checkPositive("score-batches", scoreBatches);
  }
}
