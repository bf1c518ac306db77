package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Train and prune by surrogate Lagrangian relaxation (Gurevin et al. 2021; Bragin et al. 2015).
 *
 * @param form the method, or what the published code makes of it
 * @param deviations which of the published code's deviations the published form has
 * @param epochs of all phases together
 * @param denseShare of the epochs
 * @param reweightShare of the epochs; retraining has the rest
 * @param rho penalty weight
 * @param step initial step size s of the multipliers
 * @param m alpha_k = 1 - 1/(m k^(1 - 1/k^r))
 * @param r see m
 * @param oneSchedule true: the three phases are one run of the optimizer and its schedule; false: each begins anew,
 *     re-weighting from the best dense epoch and at {@code reweightRate}
 * @param reweightRate constant rate of re-weighting and retraining, if not one schedule
 */
public record SlrConfig(Form form, Deviations deviations, int epochs, double denseShare, double reweightShare,
    double rho, double step, double m, double r, boolean oneSchedule, double reweightRate, OptimizerConfig optimizer)
    implements Serializable {

  /** The fewest epochs: one a phase. */
  public static final int LEAST_EPOCHS = 3;

  /** Which multipliers. */
  public enum Form {
    /**
     * As the method is meant: copies, Z starts at the projection, multipliers are constants in the gradient; both steps by the
     * rule of Bragin et al.
     */
    CORRECTED,
    /** So too, with the second step as Gurevin et al. print it. */
    PRINTED,
    /** As the published code computes it, with its {@link Deviations}. */
    PUBLISHED
  }

  /**
   * What the published code does otherwise than the paper says, each by itself.
   *
   * @param aliasedWeights the weights of before are those of now, after the first iteration
   * @param zeroStart the first iteration measures from weights and Z of 0
   * @param tapedMultipliers multipliers stay on the gradient tape, which multiplies the penalty's gradient
   */
  public record Deviations(boolean aliasedWeights, boolean zeroStart, boolean tapedMultipliers)
      implements Serializable {
    public static final Deviations ALL = new Deviations(true, true, true);
  }

  public SlrConfig {
    checkPositive("epochs", epochs);
    PhaseEpochs.checkShares(denseShare, reweightShare);
    checkPositive("rho", rho);
    checkPositive("step", step);
    check(m > 1, "m must be above 1, was %s", m);
    check(r > 0 && r < 1, "r must be in (0, 1), was %s", r);
    checkPositive("reweight-rate", reweightRate);
  }

  /** Epochs of dense training, re-weighting and retraining. */
  int[] phases() {
    return PhaseEpochs.divide(epochs, denseShare, reweightShare);
  }
}
