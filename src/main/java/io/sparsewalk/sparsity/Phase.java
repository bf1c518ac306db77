package io.sparsewalk.sparsity;

/**
 * A stretch of training under one recipe.
 *
 * @param epochs its length
 * @param schedule of its rates
 * @param start from which parameters and optimizer state
 * @param candidate true if its epochs may be the one that is tested
 */
public record Phase(String name, int epochs, Schedule schedule, Start start, boolean candidate) {

  /**
   * A stretch of an optimizer's schedule.
   *
   * @param optimizer settings, with the schedule's first rate
   * @param first epoch of the schedule at which the stretch begins
   * @param length epochs of the whole schedule
   */
  public record Schedule(OptimizerConfig optimizer, int first, int length) {}

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
    return new Phase(name, epochs, new Schedule(optimizer, 0, epochs), Start.NEW_OPTIMIZER, true);
  }

  /** Learning rate of an epoch of the phase, from 0. */
  public double rate(int epoch) {
    return schedule.optimizer.rate(schedule.first + epoch, schedule.length);
  }

  /** Settings of its optimizer. */
  public OptimizerConfig optimizer() {
    return schedule.optimizer;
  }
}
