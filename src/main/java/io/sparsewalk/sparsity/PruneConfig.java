package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/** Dense training, pruning at once, masked retraining, under one run of the optimizer and its schedule. */
public record PruneConfig(int denseEpochs, int retrainEpochs, OptimizerConfig optimizer) implements Serializable {
  public PruneConfig {
    checkPositive("dense-epochs", denseEpochs);
    checkPositive("retrain-epochs", retrainEpochs);
  }
}
