package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Pruning little by little (Zhu and Gupta 2017), then masked retraining, under one run of the optimizer and its schedule.
 *
 * @param epochs of both phases together
 * @param pruneShare of the epochs; retraining has the rest
 * @param interval steps between prunings
 */
public record GradualConfig(int epochs, double pruneShare, int interval, OptimizerConfig optimizer)
    implements Serializable {
  /** The fewest epochs: one a phase. */
  public static final int LEAST_EPOCHS = 2;

  public GradualConfig {
    checkPositive("epochs", epochs);
    PhaseEpochs.checkShare("prune-share", pruneShare);
    checkPositive("interval", interval);
  }

  int pruneEpochs() {
    return PhaseEpochs.divide(epochs, pruneShare)[0];
  }

  int retrainEpochs() {
    return epochs - pruneEpochs();
  }
}
