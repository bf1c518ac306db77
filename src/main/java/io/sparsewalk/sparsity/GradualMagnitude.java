package io.sparsewalk.sparsity;

import java.util.List;

/**
 * Gradual magnitude pruning (Zhu and Gupta 2017): the sparsity of every layer rises as p (1 - (1 - t)^3), t going from 0 to 1 over the
 * pruning epochs; a pruned weight does not return.
 */
public final class GradualMagnitude extends TrainAndPrune {
  private static final String PRUNE = "prune";

  private final GradualConfig config;
  private final double pruningShare;

  /**
   * @param selection what stays in the end
   */
  public GradualMagnitude(GradualConfig config, Selection selection) {
    super(selection);
    this.config = config;
    pruningShare = (double) config.pruneEpochs() / (config.pruneEpochs() + config.retrainEpochs());
  }

  @Override
  public List<Phase> phases() {
    int prune = config.pruneEpochs();
    int all = prune + config.retrainEpochs();
    return List.of(
        new Phase(PRUNE, prune, new Phase.Schedule(config.optimizer(), 0, all), Phase.Start.NEW_OPTIMIZER, false),
        new Phase(RETRAIN, config.retrainEpochs(), new Phase.Schedule(config.optimizer(), prune, all),
            Phase.Start.CONTINUE, true));
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
    float[] magnitude = state.parameters().clone();
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = mask().keeps(i) ? magnitude[i] : Ranking.ABSENT;
    }
    prune(state, selection.of(magnitude, kept));
  }
}
