package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.List;

/** One-shot magnitude pruning: dense training, the smallest weights of every layer go, masked retraining. */
public final class Magnitude implements Sparsifier {
  private static final String RETRAIN = "retrain";

  private final PruneConfig config;
  private final ParameterLayout layout;
  private final Selection selection;
  private Mask mask;

  /**
   * @param selection what stays in the end
   */
  public Magnitude(PruneConfig config, ParameterLayout layout, Selection selection) {
    this.config = config;
    this.layout = layout;
    this.selection = selection;
    mask = Mask.dense(layout);
  }

  @Override
  public List<Phase> phases() {
    int dense = config.denseEpochs();
    int all = dense + config.retrainEpochs();
    return List.of(new Phase(Dense.PHASE, dense, config.optimizer(), 0, all, Phase.Start.NEW_OPTIMIZER, false),
        new Phase(RETRAIN, config.retrainEpochs(), config.optimizer(), dense, all, Phase.Start.CONTINUE, true));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (phase.name().equals(RETRAIN)) {
      mask = selection.of(state.parameters());
      state.maskInPlace(mask);
    }
  }
}
