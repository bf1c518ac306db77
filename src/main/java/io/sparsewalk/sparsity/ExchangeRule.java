package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which weights an update of sparse training drops and which it grows. One instance a training; asked once an update, in the order
 * of the updates.
 */
public abstract sealed class ExchangeRule {

  /**
   * When an update is made.
   *
   * @param mask before it
   * @param gradient of every parameter, masked or not; 0 if the rule does not want it
   * @param steps of the training so far
   */
  record Moment(ParameterLayout layout, Mask mask, float[] weights, float[] gradient, double steps) {

    /** The weights of a layer that the mask keeps. */
    IntStream active(int layer) {
      return IntStream.range(layout.firstWeight(layer), layout.firstBias(layer)).filter(mask::keeps);
    }

    /** Mean magnitude of what is active in a layer. */
    double mean(int layer, float[] values) {
      return active(layer).mapToDouble(i -> Math.abs(values[i])).average().orElse(0);
    }
  }

  /** The active weights of a layer with the smallest magnitude of these go. */
  float[] keep(Moment moment) {
    return moment.weights();
  }

  /** The weights outside with the largest magnitude of these come. */
  abstract float[] growth(Moment moment);

  /** Takes down, or gives back, what it remembers of earlier updates. */
  void carry(StateStream stream) {}

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
    float[] growth(Moment moment) {
      return moment.gradient();
    }
  }

  /**
   * SET (Mocanu et al., Nature Communications 2018): drop the same share of the smallest positive and of the largest negative
   * weights, grow at random.
   */
  public static final class Set extends ExchangeRule {
    private final Chance chance;

    public Set(Seeds seeds) {
      chance = new Chance(seeds);
    }

    /** The place of each weight among those of its layer and sign, from 0 for weights of 0 to 1 for the largest. */
    @Override
    float[] keep(Moment moment) {
      float[] places = new float[moment.layout().size()];
      for (int l = 0; l < moment.layout().layers(); l++) {
        place(moment, l, i -> moment.weights()[i] > 0, places);
        place(moment, l, i -> moment.weights()[i] < 0, places);
      }
      return places;
    }

    private static void place(Moment moment, int layer, IntPredicate sign, float[] places) {
      int[] ones = moment.active(layer).filter(sign).toArray();
      int[] largestFirst = Ranking.largestFirst(moment.weights(), ones, ones.length);
      for (int k = 0; k < ones.length; k++) {
        places[largestFirst[k]] = (float) (ones.length - k) / ones.length;
      }
    }

    @Override
    float[] growth(Moment moment) {
      return chance.next(moment.layout().size());
    }

    @Override
    void carry(StateStream stream) {
      chance.carry(stream);
    }

    @Override
    boolean wantsGradient() {
      return false;
    }
  }

  /**
   * MEST (Yuan et al., NeurIPS 2021): drop by |w| + lambda |g|, grow at random. Lambda is in units of mean |w| / mean |g| over the
   * active weights of the layer, so that both count whatever the scale of the loss.
   */
  public static final class Mest extends ExchangeRule {
    private final double lambda;
    private final Chance chance;

    public Mest(double lambda, Seeds seeds) {
      this.lambda = lambda;
      chance = new Chance(seeds);
    }

    @Override
    void carry(StateStream stream) {
      chance.carry(stream);
    }

    @Override
    float[] keep(Moment moment) {
      float[] importance = new float[moment.layout().size()];
      for (int l = 0; l < moment.layout().layers(); l++) {
        double weight = moment.mean(l, moment.weights());
        double gradient = moment.mean(l, moment.gradient());
        double unit = gradient > 0 ? lambda * (weight > 0 ? weight : 1) / gradient : 0;
        moment.active(l)
            .forEach(
                i -> importance[i] = (float) (Math.abs(moment.weights()[i]) + unit * Math.abs(moment.gradient()[i])));
      }
      return importance;
    }

    @Override
    float[] growth(Moment moment) {
      return chance.next(moment.layout().size());
    }
  }

  /**
   * DST-EE (Huang et al., DAC 2023): grow by |g| + theta ln(t) / (n + epsilon), t the steps so far, n the updates before which the
   * weight was active. Theta falls as the training goes on.
   */
  public static final class Exploring extends ExchangeRule {
    private final Bonus bonus;
    private int[] active;

    /**
     * What rarely active weights have ahead.
     *
     * @param theta its weight at first
     * @param decay factor on theta after every {@code decaySteps} steps
     * @param epsilon keeps it finite
     */
    public record Bonus(double theta, double decay, int decaySteps, double epsilon) {}

    public Exploring(Bonus bonus) {
      this.bonus = bonus;
    }

    @Override
    void carry(StateStream stream) {
      active = stream.ints(active);
    }

    @Override
    float[] growth(Moment moment) {
      active = active == null ? new int[moment.layout().size()] : active;
      double theta = bonus.theta() * Math.pow(bonus.decay(), Math.floor(moment.steps() / bonus.decaySteps()));
      double most = theta * Math.log(Math.max(1, moment.steps()));
      float[] growth = new float[active.length];
      for (int i = 0; i < growth.length; i++) {
        active[i] += moment.mask().keeps(i) ? 1 : 0;
        growth[i] = (float) (Math.abs(moment.gradient()[i]) + most / (active[i] + bonus.epsilon()));
      }
      return growth;
    }
  }

  /**
   * SNFS (Dettmers and Zettlemoyer 2019): grow by the momentum of the dense gradient; layers get back of all that was dropped in
   * proportion to the mean momentum of their active weights. The momentum is the mean over the steps before the update: ten of
   * them carry as much as a momentum of 0.9 does.
   */
  public static final class Momentum extends ExchangeRule {
    @Override
    float[] growth(Moment moment) {
      return moment.gradient();
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

    void carry(StateStream stream) {
      update = stream.number(update);
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
