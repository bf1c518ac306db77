package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Train and prune by the alternating direction method of multipliers (Zhang et al., ECCV 2018), under one run of the optimizer.
 *
 * @param rho penalty weight
 */
public record AdmmConfig(int denseEpochs, int reweightEpochs, int retrainEpochs, double rho, OptimizerConfig optimizer)
    implements Serializable {
  public AdmmConfig {
    checkPositive("dense-epochs", denseEpochs);
    checkPositive("reweight-epochs", reweightEpochs);
    checkPositive("retrain-epochs", retrainEpochs);
    checkPositive("rho", rho);
  }
}
