package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;

/**
 * RigL (Evci et al., "Rigging the lottery", ICML 2020): a random sparse network whose smallest weights give way to those with the
 * largest gradient, at constant count in every layer. A weight dropped in an update cannot be grown in the same; new weights
 * start at 0 with cleared moments.
 */
public final class Rigl implements Sparsifier {
  private static final String PHASE = "sparse";

  private final RiglConfig config;
  private final ParameterLayout layout;
  private Mask mask;

  /**
   * @param counts weights kept in each layer
   * @param seeds draws the first mask
   */
  public Rigl(RiglConfig config, ParameterLayout layout, int[] counts, Seeds seeds) {
    this.config = config;
    this.layout = layout;
    mask = Mask.random(layout, counts, seeds);
  }

  @Override
  public List<Phase> phases() {
    return List.of(new Phase(PHASE, config.epochs(), config.optimizer(), 0, config.epochs(),
        Phase.Start.NEW_OPTIMIZER, true));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state) {
    state.maskInPlace(mask);
  }

  @Override
  public int interval() {
    return config.interval();
  }

  @Override
  public int scoreSteps() {
    return config.growBatches();
  }

  @Override
  public boolean update(double progress, TrainingState state, float[] scores) {
    if (progress >= config.stop()) {
      return false;
    }
    double fraction = config.finalDropFraction()
        + (config.dropFraction() - config.finalDropFraction()) * (1 + Math.cos(Math.PI * progress / config.stop())) / 2;
    boolean[] kept = mask.toArray();
    for (int l = 0; l < layout.layers(); l++) {
      exchange(l, fraction, state.parameters(), scores, kept);
    }
    mask = new Mask(layout, kept);
    state.maskInPlace(mask);
    return true;
  }

  /** Drops and grows the same number of weights of a layer: as many as the fraction asks for and there are candidates. */
  private void exchange(int layer, double fraction, float[] weights, float[] scores, boolean[] kept) {
    int first = layout.firstWeight(layer);
    int end = layout.firstBias(layer);
    int active = mask.count(layer);
    int moved = Math.min((int) Math.ceil(fraction * active), end - first - active);
    float[] magnitude = new float[weights.length];
    float[] growth = new float[weights.length];
    for (int i = first; i < end; i++) {
      magnitude[i] = kept[i] ? weights[i] : Ranking.ABSENT;
      growth[i] = kept[i] ? Ranking.ABSENT : scores[i];
    }
    for (int grown : Ranking.largestFirst(growth, first, end, moved)) {
      kept[grown] = true;
    }
    int[] survivors = Ranking.largestFirst(magnitude, first, end, active);
    for (int s = active - moved; s < active; s++) {
      kept[survivors[s]] = false;
    }
  }
}
