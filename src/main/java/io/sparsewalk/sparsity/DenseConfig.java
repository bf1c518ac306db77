package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/** Plain dense training, the baseline. */
public record DenseConfig(int epochs, OptimizerConfig optimizer) implements Serializable {
  public DenseConfig {
    checkPositive("epochs", epochs);
  }
}
