package io.sparsewalk.sweep;

import io.sparsewalk.common.Checks;

/**
 * The epochs of a method.
 *
 * @param key where a job file says so
 * @param epochs of all phases together
 * @param least epochs that it needs: one for every phase
 * @param own true: its rounds are trainings of their own, and it may have more epochs than the other methods
 */
public record EpochBudget(String key, int epochs, int least, boolean own) {

  /**
   * Refuses a budget that is too small.
   *
   * @param matched the epochs that all methods must have; 0 = each has its own
   */
  public void check(int matched) {
    Checks.check(epochs >= least,
        "%s must be %s or more, was %s: every phase needs one; it is training.epochs, if the job says nothing else",
        key, least, epochs);
    Checks.check(matched == 0 || own || epochs == matched,
        "%s must be training.epochs = %s as for all methods, was %s: fairness = published"
            + " lets methods have epochs of their own",
        key, matched, epochs);
  }
}
