package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Iterative magnitude pruning with rewinding (Frankle and Carbin, ICLR 2019).
 *
 * @param epochs of every round or of all together, as the budget says
 * @param rounds at most one an epoch: trainings from the initial weights; the network is pruned between two of them
 */
public record LotteryConfig(int epochs, Budget budget, int rounds, OptimizerConfig optimizer) implements Serializable {
  public LotteryConfig {
    checkPositive("epochs", epochs);
    check(rounds >= 2, "rounds must be 2 or more, was %s", rounds);
  }

  /** Epochs of all rounds together. */
  public int totalEpochs() {
    return budget == Budget.FULL ? epochs * rounds : epochs;
  }
}
