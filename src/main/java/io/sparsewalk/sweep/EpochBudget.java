package io.sparsewalk.sweep;

import io.sparsewalk.common.Checks;

import io.sparsewalk.sparsity.AdmmConfig;
import io.sparsewalk.sparsity.GradualConfig;
import io.sparsewalk.sparsity.GrowAndPruneConfig;
import io.sparsewalk.sparsity.PruneConfig;
import io.sparsewalk.sparsity.SlrConfig;

/**
 * The epochs of a method.
 *
 * @param key where a job file says so
 * @param epochs of all phases together
 * @param least epochs that it needs: one for every phase
 * @param own true: its rounds are trainings of their own, and it may have more epochs than the other methods
 */
public record EpochBudget(String key, int epochs, int least, boolean own) {

  /** That of a method. */
  public static EpochBudget of(MethodsConfig m, Method method) {
    return switch (method) {
      case DENSE -> one("dense", m.dense().epochs());
      case MAGNITUDE -> phases("magnitude", m.magnitude().epochs(), PruneConfig.LEAST_EPOCHS);
      case GRADUAL_MAGNITUDE -> phases("gradual-magnitude", m.gradualMagnitude().epochs(), GradualConfig.LEAST_EPOCHS);
      case LOTTERY_TICKET -> rounds("lottery-ticket", m.lotteryTicket().totalEpochs());
      case ADMM -> phases("admm", m.admm().epochs(), AdmmConfig.LEAST_EPOCHS);
      case SLR -> phases("slr", m.slr().epochs(), SlrConfig.LEAST_EPOCHS);
      case RANDOM, SNIP, GRASP, SYNFLOW, SALIENCY, BUTTERFLY -> one("fixed", m.fixed().epochs());
      case SET -> one("set", m.set().epochs());
      case SNFS -> one("snfs", m.snfs().epochs());
      case RIGL -> one("rigl", m.rigl().epochs());
      case DST_EE -> one("dst-ee.schedule", m.dstEe().schedule().epochs());
      case MEST -> one("mest.schedule", m.mest().schedule().epochs());
      case TOP_KAST -> one("top-kast", m.topKast().epochs());
      case GROW_AND_PRUNE -> phases("grow-and-prune", m.growAndPrune().epochs(), GrowAndPruneConfig.LEAST_EPOCHS);
      case UGS -> rounds("ugs", m.ugs().totalEpochs());
    };
  }

  private static EpochBudget one(String block, int epochs) {
    return phases(block, epochs, 1);
  }

  private static EpochBudget phases(String block, int epochs, int least) {
    return new EpochBudget("methods." + block + ".epochs", epochs, least, false);
  }

  private static EpochBudget rounds(String block, int epochs) {
    return new EpochBudget("methods." + block + ".epochs", epochs, 2, true);
  }

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
