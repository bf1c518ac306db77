package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;

/** The epochs of a training, divided into its phases by shares. */
final class PhaseEpochs {
  private PhaseEpochs() {}

  /**
   * Epochs of every phase: their sum is that of the training, a border of two phases is at the epoch nearest to the sum of the
   * shares before it, and every phase has one epoch at least.
   *
   * @param shares of all phases but the last, which has the rest
   */
  static int[] divide(int epochs, double... shares) {
    int phases = shares.length + 1;
    check(epochs >= phases, "epochs must be %s or more, one for every phase, was %s", phases, epochs);
    int[] lengths = new int[phases];
    int done = 0;
    double share = 0;
    for (int p = 0; p < shares.length; p++) {
      share += shares[p];
      int end = (int) Math.round(share * epochs);
      lengths[p] = Math.max(1, Math.min(end, epochs - (phases - 1 - p)) - done);
      done += lengths[p];
    }
    lengths[phases - 1] = epochs - done;
    return lengths;
  }

  /** Refuses what is no share, or leaves nothing to the phases after it. */
  static void checkShare(String name, double share) {
    check(share > 0 && share < 1, "%s must be above 0 and below 1, was %s", name, share);
  }

  /** Refuses shares of the phases before the last that leave nothing to it. */
  static void checkShares(double denseShare, double reweightShare) {
    checkShare("dense-share", denseShare);
    checkShare("reweight-share", reweightShare);
    check(denseShare + reweightShare < 1, "reweight-share must be below 1 - dense-share = %s, was %s", 1 - denseShare,
        reweightShare);
  }
}
