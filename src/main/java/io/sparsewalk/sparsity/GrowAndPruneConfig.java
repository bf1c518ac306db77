package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Growing the layers in turn, then masked retraining, under one run of the optimizer and its schedule.
 *
 * @param growEpochs of all rounds together
 * @param rounds how often every layer is grown, if there are epochs enough
 */
public record GrowAndPruneConfig(int growEpochs, int rounds, int retrainEpochs, OptimizerConfig optimizer)
    implements Serializable {
  public GrowAndPruneConfig {
    checkPositive("grow-epochs", growEpochs);
    checkPositive("rounds", rounds);
    checkPositive("retrain-epochs", retrainEpochs);
  }
}
