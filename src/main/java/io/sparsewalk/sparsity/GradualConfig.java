package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Pruning little by little (Zhu and Gupta 2017), then masked retraining, under one run of the optimizer and its schedule.
 *
 * @param interval steps between prunings
 */
public record GradualConfig(int pruneEpochs, int retrainEpochs, int interval, OptimizerConfig optimizer)
    implements Serializable {
  public GradualConfig {
    checkPositive("prune-epochs", pruneEpochs);
    checkPositive("retrain-epochs", retrainEpochs);
    checkPositive("interval", interval);
  }
}
