package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Dense training, pruning at once, masked retraining, under one run of the optimizer and its schedule.
 *
 * @param epochs of both phases together
 * @param denseShare of the epochs; retraining has the rest
 */
public record PruneConfig(int epochs, double denseShare, OptimizerConfig optimizer) implements Serializable {
  /** The fewest epochs: one a phase. */
  public static final int LEAST_EPOCHS = 2;

  public PruneConfig {
    checkPositive("epochs", epochs);
    PhaseEpochs.checkShare("dense-share", denseShare);
  }

  int denseEpochs() {
    return PhaseEpochs.divide(epochs, denseShare)[0];
  }

  int retrainEpochs() {
    return epochs - denseEpochs();
  }
}
