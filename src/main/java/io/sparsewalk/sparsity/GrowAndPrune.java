package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Scheduled grow-and-prune (Ma et al., ICLR 2022): the layers in turn are grown to dense, trained, and pruned back by
 * magnitude while the next one grows; several times round, then all are pruned and trained on.
 */
public final class GrowAndPrune extends TrainAndPrune {
  private final GrowAndPruneConfig config;
  private int next;

  /**
   * @param selection what stays of a layer that is not grown
   */
  public GrowAndPrune(GrowAndPruneConfig config, Selection selection) {
    super(selection);
    this.config = config;
  }

  @Override
  public List<Phase> phases() {
    int growing = config.growEpochs();
    int all = growing + config.retrainEpochs();
    int steps = Math.min(config.rounds() * layout.layers(), growing);
    List<Phase> phases = new ArrayList<>();
    for (int s = 0; s < steps; s++) {
      int from = growing * s / steps;
      phases.add(new Phase("grow " + (s % layout.layers() + 1), growing * (s + 1) / steps - from,
          new Phase.Schedule(config.optimizer(), from, all), s == 0 ? Phase.Start.NEW_OPTIMIZER : Phase.Start.CONTINUE,
          false));
    }
    phases.add(new Phase(RETRAIN, config.retrainEpochs(), new Phase.Schedule(config.optimizer(), growing, all),
        Phase.Start.CONTINUE, true));
    return phases;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    int[] kept = selection.counts().clone();
    if (!phase.name().equals(RETRAIN)) {
      int grown = next++ % layout.layers();
      kept[grown] = layout.weights(grown);
    }
    prune(state, selection.of(state.parameters(), kept));
  }

  @Override
  public void carry(StateStream stream) {
    super.carry(stream);
    next = stream.number(next);
  }
}
