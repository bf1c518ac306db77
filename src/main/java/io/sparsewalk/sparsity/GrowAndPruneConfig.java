package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Growing the layers in turn, then masked retraining, under one run of the optimizer and its schedule.
 *
 * @param epochs of all rounds and of retraining together
 * @param growShare of the epochs, for all rounds; retraining has the rest
 * @param rounds how often every layer is grown, if there are epochs enough
 */
public record GrowAndPruneConfig(int epochs, double growShare, int rounds, OptimizerConfig optimizer)
    implements Serializable {
  /** The fewest epochs: one a phase. */
  public static final int LEAST_EPOCHS = 2;

  public GrowAndPruneConfig {
    checkPositive("epochs", epochs);
    PhaseEpochs.checkShare("grow-share", growShare);
    checkPositive("rounds", rounds);
  }

  int growEpochs() {
    return PhaseEpochs.divide(epochs, growShare)[0];
  }

  int retrainEpochs() {
    return epochs - growEpochs();
  }
}
