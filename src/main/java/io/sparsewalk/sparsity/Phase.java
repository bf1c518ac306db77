package io.sparsewalk.sparsity;

/**
 * A stretch of training under one recipe.
 *
 * @param epochs its length
 * @param optimizer settings, with the schedule's first rate
 * @param scheduleStart epoch of the schedule at which the phase begins
 * @param scheduleLength epochs of the whole schedule
 * @param start from which parameters and optimizer state
 * @param candidate true if its epochs may be the one that is tested
 */
public record Phase(String name, int epochs, OptimizerConfig optimizer, int scheduleStart, int scheduleLength,
    Start start, boolean candidate) {

  /** From which parameters and optimizer state a phase begins. */
  public enum Start {
    /** Both go on. */
    CONTINUE,
    /** Parameters go on, the optimizer is new. */
    NEW_OPTIMIZER,
    /** The parameters of the best epoch of the phase before, a new optimizer. */
    BEST_EPOCH
  }

  /** A training of one phase. */
  static Phase only(String name, int epochs, OptimizerConfig optimizer) {
    return new Phase(name, epochs, optimizer, 0, epochs, Start.NEW_OPTIMIZER, true);
  }

  /** Learning rate of an epoch of the phase, from 0. */
  public double rate(int epoch) {
    return optimizer.rate(scheduleStart + epoch, scheduleLength);
  }
}
