package io.sparsewalk.sweep;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

/**
 * How many trials of a group a batch has.
 *
 * @param least of every batch, unless its whole group has fewer
 * @param most of every batch
 */
public record BatchSize(int least, int most) {
  /** A group is one batch. */
  public static final BatchSize WHOLE = new BatchSize(Integer.MAX_VALUE, Integer.MAX_VALUE);
  /** Networks that a task has at least if nobody says otherwise: fewer would gather every mini-batch almost for themselves. */
  private static final int LEAST = 4;
  /** Tasks for each slot, so that slots with short tasks take over from slots with long ones. */
  private static final int TASKS_PER_SLOT = 2;

  public BatchSize {
    checkPositive("least", least);
    check(least <= most, "least must be at most %s, was %s", most, least);
  }

  /** Batches of at most so many trials. */
  public static BatchSize atMost(int trials) {
    return new BatchSize(1, trials);
  }

  /**
   * Enough batches to keep all slots busy, each large enough that its trials still share their mini-batches and dense phases.
   *
   * @param trials of all groups
   * @param slots tasks that can run at a time; with one there is nothing to be gained by cutting
   * @param filling networks that train in the time of one: 1 on a core, more on a GPU
   */
  public static BatchSize filling(int trials, long slots, int filling) {
    long even = trials / (TASKS_PER_SLOT * slots);
    return slots == 1 ? WHOLE : new BatchSize((int) Math.max(even, Math.max(LEAST, filling)), Integer.MAX_VALUE);
  }

  /** Into how many batches a group of so many trials is cut. */
  int batches(int trials) {
    return most == Integer.MAX_VALUE ? Math.max(1, trials / least) : (trials + most - 1) / most;
  }
}
