package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.List;
import java.util.Optional;

/**
 * Train and prune by surrogate Lagrangian relaxation: dense training, re-weighting towards a sparse copy of the weights, hard
 * pruning by magnitude, masked retraining.
 */
public final class Slr extends TrainAndPrune {
  private final SlrConfig config;
  private Multipliers multipliers;

  /**
   * @param selection what stays in the end
   */
  public Slr(SlrConfig config, Selection selection) {
    super(selection);
    this.config = config;
  }

  @Override
  public List<Phase> phases() {
    OptimizerConfig optimizer = config.optimizer();
    int[] lengths = config.phases();
    int dense = lengths[0];
    int reweight = lengths[1];
    int retrain = lengths[2];
    if (config.oneSchedule()) {
      int all = config.epochs();
      return List.of(
          new Phase(Dense.PHASE, dense, new Phase.Schedule(optimizer, 0, all), Phase.Start.NEW_OPTIMIZER, false),
          new Phase(REWEIGHT, reweight, new Phase.Schedule(optimizer, dense, all), Phase.Start.CONTINUE, false),
          new Phase(RETRAIN, retrain, new Phase.Schedule(optimizer, dense + reweight, all), Phase.Start.CONTINUE,
              true));
    }
    OptimizerConfig constant = optimizer.constant(config.reweightRate());
    return List.of(
        new Phase(Dense.PHASE, dense, new Phase.Schedule(optimizer, 0, dense), Phase.Start.NEW_OPTIMIZER, false),
        new Phase(REWEIGHT, reweight, new Phase.Schedule(constant, 0, reweight), Phase.Start.BEST_EPOCH, false),
        new Phase(RETRAIN, retrain, new Phase.Schedule(constant, 0, retrain), Phase.Start.NEW_OPTIMIZER, true));
  }

  @Override
  public Optional<Anchor> anchor() {
    return Optional.ofNullable(multipliers).map(Multipliers::anchor);
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (phase.name().equals(REWEIGHT)) {
      multipliers = multipliers(state.parameters());
    } else if (phase.name().equals(RETRAIN)) {
      multipliers = null;
      prune(state, selection.of(state.parameters()));
    }
  }

  private Multipliers multipliers(float[] start) {
    return config.form() == SlrConfig.Form.PUBLISHED ? new PublishedMultipliers(config, selection, start)
        : new SurrogateMultipliers(config, selection, start);
  }

  @Override
  public void carry(StateStream stream) {
    super.carry(stream);
    boolean isThere = stream.flag(multipliers != null);
    if (stream.isGiving()) {
      multipliers = isThere ? multipliers(new float[layout.size()]) : null;
    }
    if (isThere) {
      multipliers.carry(stream);
    }
  }

  @Override
  public void beginEpoch(Phase phase, int epoch, TrainingState state, Probe probe) {
    if (multipliers != null && epoch > 0) {
      multipliers.update(state.parameters(), probe::loss);
    }
  }

  @Override
  public void endEpoch(Phase phase, double meanLoss) {
    if (multipliers != null) {
      multipliers.endEpoch(meanLoss);
    }
  }
}
