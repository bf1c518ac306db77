package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import java.util.SplittableRandom;

/**
 * Which weights an update of sparse training drops and which it grows. One instance a training; asked once an update, in the order
 * of the updates.
 */
public abstract sealed class ExchangeRule {

  /** The active weights with the smallest of these go. */
  float[] keep(float[] weights, float[] gradient) {
    return weights;
  }

  /** The inactive weights with the largest magnitude of these come. */
  abstract float[] growth(Mask mask, float[] gradient, double steps);

  /** True if the update needs the gradient of inactive weights. */
  boolean wantsGradient() {
    return true;
  }

  /** True if what was dropped is given to the layers anew. */
  boolean redistributes() {
    return false;
  }

  /** RigL (Evci et al., ICML 2020): drop by magnitude, grow by gradient. */
  public static final class Rigl extends ExchangeRule {
    @Override
    float[] growth(Mask mask, float[] gradient, double steps) {
      return gradient;
    }
  }

  /** SET (Mocanu et al., Nature Communications 2018): drop by magnitude, grow at random. */
  public static final class Set extends ExchangeRule {
    private final Chance chance;

    public Set(Seeds seeds) {
      chance = new Chance(seeds);
    }

    @Override
    float[] growth(Mask mask, float[] gradient, double steps) {
      return chance.next(gradient.length);
    }

    @Override
    boolean wantsGradient() {
      return false;
    }
  }

  /** MEST (Yuan et al., NeurIPS 2021): drop by |w| + lambda |g|, grow at random. */
  public static final class Mest extends ExchangeRule {
    private final double lambda;
    private final Chance chance;

    public Mest(double lambda, Seeds seeds) {
      this.lambda = lambda;
      chance = new Chance(seeds);
    }

    @Override
    float[] keep(float[] weights, float[] gradient) {
      float[] importance = new float[weights.length];
      for (int i = 0; i < importance.length; i++) {
        importance[i] = (float) (Math.abs(weights[i]) + lambda * Math.abs(gradient[i]));
      }
      return importance;
    }

    @Override
    float[] growth(Mask mask, float[] gradient, double steps) {
      return chance.next(gradient.length);
    }
  }

  /**
   * DST-EE (Huang et al., DAC 2023): grow by |g| + theta ln(t) / (n + epsilon), t the steps so far, n the updates after which the
   * weight was active.
   */
  public static final class Exploring extends ExchangeRule {
    private final double theta;
    private final double epsilon;
    private int[] active;

    public Exploring(double theta, double epsilon) {
      this.theta = theta;
      this.epsilon = epsilon;
    }

    @Override
    float[] growth(Mask mask, float[] gradient, double steps) {
      active = active == null ? new int[gradient.length] : active;
      float[] growth = new float[gradient.length];
      for (int i = 0; i < growth.length; i++) {
        active[i] += mask.keeps(i) ? 1 : 0;
        growth[i] = (float) (Math.abs(gradient[i]) + theta * Math.log(Math.max(1, steps)) / (active[i] + epsilon));
      }
      return growth;
    }
  }

  /**
   * SNFS (Dettmers and Zettlemoyer 2019): grow by the momentum of the dense gradient, here over the batches before the updates;
   * layers get back of all that was dropped in proportion to the mean momentum of their active weights.
   */
  public static final class Momentum extends ExchangeRule {
    private static final float DECAY = 0.9f;
    private float[] momentum;

    @Override
    float[] growth(Mask mask, float[] gradient, double steps) {
      momentum = momentum == null ? new float[gradient.length] : momentum;
      for (int i = 0; i < gradient.length; i++) {
        momentum[i] = DECAY * momentum[i] + (1 - DECAY) * gradient[i];
      }
      return momentum;
    }

    @Override
    boolean redistributes() {
      return true;
    }
  }

  /** Numbers that differ from update to update. */
  private static final class Chance {
    private final Seeds seeds;
    private long update;

    Chance(Seeds seeds) {
      this.seeds = seeds;
    }

    float[] next(int size) {
      SplittableRandom random = seeds.child(update++).generator();
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextDouble();
      }
      return values;
    }
  }
}
