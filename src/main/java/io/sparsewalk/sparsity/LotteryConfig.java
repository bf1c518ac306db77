package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Iterative magnitude pruning with rewinding (Frankle and Carbin, ICLR 2019).
 *
 * @param epochs of all rounds together
 * @param rounds at most one an epoch: trainings from the initial weights; the network is pruned between two of them
 */
public record LotteryConfig(int epochs, int rounds, OptimizerConfig optimizer) implements Serializable {
  public LotteryConfig {
    checkPositive("epochs", epochs);
    check(rounds >= 2, "rounds must be 2 or more, was %s", rounds);
  }
}
