package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Train and prune by the alternating direction method of multipliers (Zhang et al., ECCV 2018), under one run of the optimizer.
 *
 * @param epochs of all phases together
 * @param denseShare of the epochs
 * @param reweightShare of the epochs; retraining has the rest
 * @param rho penalty weight
 */
public record AdmmConfig(int epochs, double denseShare, double reweightShare, double rho, OptimizerConfig optimizer)
    implements Serializable {
  /** The fewest epochs: one a phase. */
  public static final int LEAST_EPOCHS = 3;

  public AdmmConfig {
    checkPositive("epochs", epochs);
    PhaseEpochs.checkShares(denseShare, reweightShare);
    checkPositive("rho", rho);
  }

  /** Epochs of dense training, re-weighting and retraining. */
  int[] phases() {
    return PhaseEpochs.divide(epochs, denseShare, reweightShare);
  }
}
