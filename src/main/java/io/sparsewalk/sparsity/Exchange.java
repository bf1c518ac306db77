package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One update of a mask: the least important weights go, then others come, layer by layer. */
final class Exchange {
  private final ExchangeRule.Moment moment;
  private final ParameterLayout layout;
  private final DropGrowConfig.Growth rules;
  private final Seeds seeds;
  private final boolean[] kept;

  /**
   * @param seeds draws the order of equal weights
   * @throws ArithmeticException if a weight or gradient is not finite, as no order means anything then
   */
  Exchange(ExchangeRule.Moment moment, DropGrowConfig.Growth rules, Seeds seeds) {
    this.moment = moment;
    this.rules = rules;
    this.seeds = seeds;
    layout = moment.layout();
    kept = moment.mask().toArray();
    checkFinite("weight", moment.weights());
    checkFinite("gradient", moment.gradient());
  }

  private void checkFinite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ArithmeticException("the " + what + " of parameter " + i + " is " + values[i]
            + ", so no weights can be dropped or grown by it; the learning rate may be too high");
      }
    }
  }

  /** Drops the weights of each layer that are kept with the smallest importance, as many as have a successor or are above the aim. */
  void drop(int[] drop, int[] aim, float[] importance) {
    for (int l = 0; l < drop.length; l++) {
      int[] active = weights(l, i -> kept[i], "drop");
      int outside = layout.weights(l) - active.length;
      boolean mayReturn = rules.candidates() == DropGrowConfig.Candidates.ALL;
      int gone = mayReturn ? drop[l] : Math.min(drop[l], outside + active.length - Math.min(active.length, aim[l]));
      int[] ranked = Ranking.largestFirst(importance, active, active.length);
      for (int k = active.length - gone; k < active.length; k++) {
        kept[ranked[k]] = false;
      }
    }
  }

  /** Grows the weights of each layer with the largest growth, up to so many weights of the layer, where there is room. */
  void grow(int[] aim, float[] growth) {
    for (int l = 0; l < aim.length; l++) {
      int[] candidates = weights(l, this::mayCome, "grow");
      int more = Math.max(0, Math.min(candidates.length, aim[l] - weightsThat(l, i -> kept[i])));
      for (int grown : Ranking.largestFirst(growth, candidates, more)) {
        kept[grown] = true;
      }
    }
  }

  /** Gives new weights their values. */
  void start(float[] fresh) {
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        moment.weights()[i] = kept[i] && !moment.mask().keeps(i) ? fresh[i] : moment.weights()[i];
      }
    }
  }

  /** The mask as it is now. */
  Mask mask() {
    return Mask.of(layout, kept);
  }

  /**
   * Weights of each layer if all that was dropped goes to the layers in proportion to the mean growth of the weights that were
   * active, rounded up where it is little (the divisor method of Adams), at least the floor of {@link Allocation} and at most
   * what there is room for. Each layer gets back its own if that growth is 0 everywhere.
   */
  int[] redistributed(float[] growth) {
    int layers = layout.layers();
    int[] aim = new int[layers];
    int[] least = new int[layers];
    int[] room = new int[layers];
    double[] wanted = new double[layers];
    int left = 0;
    for (int l = 0; l < layers; l++) {
      int before = moment.mask().count(l);
      wanted[l] = meanActive(l, growth);
      least[l] = weightsThat(l, i -> kept[i]);
      room[l] = weightsThat(l, this::mayCome);
      aim[l] = Math.max(least[l], Math.min(before, Allocation.floor(layout, l)));
      left += before - aim[l];
    }
    if (IntStream.range(0, layers).allMatch(l -> wanted[l] == 0)) {
      return IntStream.range(0, layers).map(moment.mask()::count).toArray();
    }
    for (; left > 0; left--) {
      int next = -1;
      double most = -1;
      for (int l = 0; l < layers; l++) {
        // A layer that has got nothing yet comes first.
        double claim = wanted[l] / (aim[l] - least[l] + 1e-9);
        if (aim[l] - least[l] < room[l] && claim > most) {
          next = l;
          most = claim;
        }
      }
      aim[next]++;
    }
    return aim;
  }

  private double meanActive(int layer, float[] growth) {
    double sum = 0;
    for (int i = layout.firstWeight(layer); i < layout.firstBias(layer); i++) {
      sum += moment.mask().keeps(i) ? Math.abs(growth[i]) : 0;
    }
    return sum / Math.max(1, moment.mask().count(layer));
  }

  private boolean mayCome(int weight) {
    return !kept[weight] && (rules.candidates() == DropGrowConfig.Candidates.ALL || !moment.mask().keeps(weight));
  }

  private int weightsThat(int layer, IntPredicate holds) {
    return (int) IntStream.range(layout.firstWeight(layer), layout.firstBias(layer)).filter(holds).count();
  }

  /** The weights of a layer for which something holds, in the order in which equal ones go or come. */
  private int[] weights(int layer, IntPredicate holds, String purpose) {
    int[] indices = IntStream.range(layout.firstWeight(layer), layout.firstBias(layer)).filter(holds).toArray();
    if (rules.ties() == DropGrowConfig.Ties.RANDOM) {
      SplittableRandom random = seeds.child(purpose).child(layer).generator();
      for (int k = indices.length - 1; k > 0; k--) {
        int other = random.nextInt(k + 1);
        int index = indices[k];
        indices[k] = indices[other];
        indices[other] = index;
      }
    }
    return indices;
  }
}
