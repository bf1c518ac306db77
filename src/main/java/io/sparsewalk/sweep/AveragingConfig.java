package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * How several workers train one network: each on its own examples, averaging every so often.
 *
 * @param workers parts of the training examples; part of the result
 * @param steps of every worker between two averagings; 0 = an epoch
 * @param optimizer what becomes of momentum and moments
 */
public record AveragingConfig(int workers, int steps, OptimizerState optimizer) implements Serializable {

  /** What becomes of momentum and moments when parameters are averaged. */
  public enum OptimizerState {
    /** They are averaged too. */
    AVERAGE,
    /** They begin anew. */
    CLEAR
  }

  public AveragingConfig {
    checkPositive("workers", workers);
    check(steps >= 0, "steps must be 0 (an epoch) or more, was %s", steps);
  }
}
