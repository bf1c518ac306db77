package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sparse training of a random sparse network whose least important weights give way to others from time to time, as an
 * {@link ExchangeRule} says, at a constant number of weights. A weight dropped in an update cannot be grown in the same; new
 * weights start at 0 with cleared moments.
 */
public final class DropGrow implements Sparsifier {
  private final DropGrowConfig config;
  private final ParameterLayout layout;
  private final ExchangeRule rule;
  private Mask mask;
  private double updates;

  /**
   * @param counts weights kept in each layer at the start
   * @param seeds draws the first mask
   */
  public DropGrow(DropGrowConfig config, ExchangeRule rule, ParameterLayout layout, int[] counts, Seeds seeds) {
    this.config = config;
    this.layout = layout;
    this.rule = rule;
    mask = Mask.random(layout, counts, seeds);
  }

  @Override
  public List<Phase> phases() {
    return List.of(Phase.only(StaticMask.PHASE, config.epochs(), config.optimizer()));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    state.maskInPlace(mask);
  }

  @Override
  public int interval() {
    return config.interval();
  }

  @Override
  public int scoreSteps() {
    return rule.wantsGradient() ? config.growBatches() : 0;
  }

  @Override
  public boolean update(double progress, TrainingState state, float[] scores) {
    if (progress >= config.stop()) {
      return false;
    }
    float[] gradient = rule.wantsGradient() ? scores : new float[layout.size()];
    float[] keep = rule.keep(state.parameters(), gradient);
    float[] growth = rule.growth(mask, gradient, ++updates * config.interval());
    boolean[] kept = mask.toArray();
    int[] dropped = new int[layout.layers()];
    for (int l = 0; l < dropped.length; l++) {
      int active = mask.count(l);
      dropped[l] = Math.min((int) Math.ceil(config.fraction(progress) * active), layout.weights(l) - active);
    }
    int[] grown = rule.redistributes() ? shares(dropped, growth) : dropped;
    for (int l = 0; l < dropped.length; l++) {
      exchange(l, dropped[l], grown[l], new float[][] {keep, growth}, kept);
    }
    mask = new Mask(layout, kept);
    state.maskInPlace(mask);
    return true;
  }

  private void exchange(int layer, int drop, int grow, float[][] keepAndGrowth, boolean[] kept) {
    int first = layout.firstWeight(layer);
    int end = layout.firstBias(layer);
    int active = mask.count(layer);
    float[] importance = new float[layout.size()];
    float[] growth = new float[layout.size()];
    for (int i = first; i < end; i++) {
      importance[i] = kept[i] ? keepAndGrowth[0][i] : Ranking.ABSENT;
      growth[i] = kept[i] ? Ranking.ABSENT : keepAndGrowth[1][i];
    }
    for (int grown : Ranking.largestFirst(growth, first, end, grow)) {
      kept[grown] = true;
    }
    int[] survivors = Ranking.largestFirst(importance, first, end, active);
    for (int s = active - drop; s < active; s++) {
      kept[survivors[s]] = false;
    }
  }

  /** Gives what all layers dropped to the layers by the mean growth score of their active weights, where there is room. */
  private int[] shares(int[] dropped, float[] growth) {
    int layers = dropped.length;
    double[] wanted = new double[layers];
    double sum = 0;
    int left = 0;
    for (int l = 0; l < layers; l++) {
      double active = 0;
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        active += mask.keeps(i) ? Math.abs(growth[i]) : 0;
      }
      wanted[l] = active / mask.count(l);
      sum += wanted[l];
      left += dropped[l];
    }
    int[] shares = new int[layers];
    int all = left;
    for (int l = 0; l < layers; l++) {
      double share = sum > 0 ? wanted[l] / sum : (double) dropped[l] / all;
      shares[l] = Math.min(left, Math.min(room(l), (int) (share * all)));
    }
    left -= IntStream.of(shares).sum();
    // Rounding, and layers that are full.
    for (int l = 0; left > 0 && l < layers; l++) {
      int more = Math.min(left, room(l) - shares[l]);
      shares[l] += more;
      left -= more;
    }
    return shares;
  }

  /** Weights that were inactive before the update. */
  private int room(int layer) {
    return layout.weights(layer) - mask.count(layer);
  }
}
