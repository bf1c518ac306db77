package io.sparsewalk.sparsity;

import java.util.List;

/** One-shot magnitude pruning: dense training, the smallest weights of every layer go, masked retraining. */
public final class Magnitude extends TrainAndPrune {
  private final PruneConfig config;

  /**
   * @param selection what stays in the end
   */
  public Magnitude(PruneConfig config, Selection selection) {
    super(selection);
    this.config = config;
  }

  @Override
  public List<Phase> phases() {
    int dense = config.denseEpochs();
    int all = dense + config.retrainEpochs();
    return List.of(
        new Phase(Dense.PHASE, dense, new Phase.Schedule(config.optimizer(), 0, all), Phase.Start.NEW_OPTIMIZER, false),
        new Phase(RETRAIN, config.retrainEpochs(), new Phase.Schedule(config.optimizer(), dense, all),
            Phase.Start.CONTINUE, true));
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (phase.name().equals(RETRAIN)) {
      prune(state, selection.of(state.parameters()));
    }
  }
}
