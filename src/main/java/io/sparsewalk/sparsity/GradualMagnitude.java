package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.List;

/**
 * Gradual magnitude pruning (Zhu and Gupta 2017): the sparsity of every layer rises as p (1 - (1 - t)^3), t going from 0 to 1 over the
 * pruning epochs; a pruned weight does not return.
 */
public final class GradualMagnitude implements Sparsifier {
  private static final String PRUNE = "prune";
  private static final String RETRAIN = "retrain";

  private final GradualConfig config;
  private final ParameterLayout layout;
  private final Selection selection;
  private final double pruningShare;
  private Mask mask;

  /**
   * @param selection what stays in the end
   */
  public GradualMagnitude(GradualConfig config, ParameterLayout layout, Selection selection) {
    this.config = config;
    this.layout = layout;
    this.selection = selection;
    pruningShare = (double) config.pruneEpochs() / (config.pruneEpochs() + config.retrainEpochs());
    mask = Mask.dense(layout);
  }

  @Override
  public List<Phase> phases() {
    int prune = config.pruneEpochs();
    int all = prune + config.retrainEpochs();
    return List.of(new Phase(PRUNE, prune, config.optimizer(), 0, all, Phase.Start.NEW_OPTIMIZER, false),
        new Phase(RETRAIN, config.retrainEpochs(), config.optimizer(), prune, all, Phase.Start.CONTINUE, true));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public int interval() {
    return config.interval();
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (phase.name().equals(RETRAIN)) {
      prune(1, state);
    }
  }

  @Override
  public boolean update(double progress, TrainingState state, float[] scores) {
    if (progress >= pruningShare) {
      return false;
    }
    prune(progress / pruningShare, state);
    return true;
  }

  private void prune(double t, TrainingState state) {
    int[] kept = new int[layout.layers()];
    for (int l = 0; l < kept.length; l++) {
      int weights = layout.weights(l);
      kept[l] = weights - (int) Math.round((weights - selection.counts()[l]) * (1 - Math.pow(1 - t, 3)));
    }
    // Masked weights are 0: the largest are among those still there.
    Mask before = mask;
    float[] magnitude = state.parameters().clone();
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = before.keeps(i) ? magnitude[i] : Ranking.ABSENT;
    }
    mask = selection.of(magnitude, kept);
    state.maskInPlace(mask);
  }
}
