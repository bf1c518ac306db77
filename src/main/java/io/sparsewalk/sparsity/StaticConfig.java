package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * Sparse training under a mask that is chosen once.
 *
 * @param scoreBatches mini-batches over which the scores of the initial weights are averaged
 * @param butterflyBlock side of a block of the butterfly pattern
 * @param lowRankShare of the butterfly's weights, in its low-rank term
 */
public record StaticConfig(int epochs, int scoreBatches, int butterflyBlock, double lowRankShare,
    OptimizerConfig optimizer) implements Serializable {
  public StaticConfig {
    checkPositive("epochs", epochs);
    checkPositive("score-batches", scoreBatches);
    checkPositive("butterfly-block", butterflyBlock);
    checkRange("low-rank-share", lowRankShare, 0, 1);
  }
}
