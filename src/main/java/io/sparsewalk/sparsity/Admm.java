package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.List;
import java.util.Optional;

/**
 * ADMM pruning (Zhang et al., ECCV 2018): after dense training, epochs against rho/2 ||W - Z + U||^2, Z the projection of W + U onto
 * sparse weights, U += W - Z; then pruning by magnitude and masked retraining.
 */
public final class Admm extends TrainAndPrune {
  private final AdmmConfig config;
  private float[] dual;
  private float[] projected;

  /**
   * @param selection what stays in the end
   */
  public Admm(AdmmConfig config, Selection selection) {
    super(selection);
    this.config = config;
  }

  @Override
  public List<Phase> phases() {
    int[] lengths = config.phases();
    int dense = lengths[0];
    int reweight = lengths[1];
    int all = config.epochs();
    OptimizerConfig optimizer = config.optimizer();
    return List.of(
        new Phase(Dense.PHASE, dense, new Phase.Schedule(optimizer, 0, all), Phase.Start.NEW_OPTIMIZER, false),
        new Phase(REWEIGHT, reweight, new Phase.Schedule(optimizer, dense, all), Phase.Start.CONTINUE, false),
        new Phase(RETRAIN, lengths[2], new Phase.Schedule(optimizer, dense + reweight, all), Phase.Start.CONTINUE,
            true));
  }

  @Override
  public Optional<Anchor> anchor() {
    if (projected == null) {
      return Optional.empty();
    }
    float[] target = new float[projected.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = projected[i] - dual[i];
    }
    return Optional.of(new Anchor(target, (float) config.rho()));
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    if (phase.name().equals(REWEIGHT)) {
      dual = new float[layout.size()];
      projected = project(state.parameters());
    } else if (phase.name().equals(RETRAIN)) {
      projected = null;
      prune(state, selection.of(state.parameters()));
    }
  }

  @Override
  public void beginEpoch(Phase phase, int epoch, TrainingState state, Probe probe) {
    if (projected != null && epoch > 0) {
      float[] weights = state.parameters();
      float[] shifted = new float[weights.length];
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] = weights[i] + dual[i];
      }
      projected = project(shifted);
      for (int i = 0; i < dual.length; i++) {
        dual[i] += weights[i] - projected[i];
      }
    }
  }

  @Override
  public void carry(StateStream stream) {
    super.carry(stream);
    dual = stream.floats(dual);
    projected = stream.floats(projected);
  }

  private float[] project(float[] weights) {
    float[] result = weights.clone();
    selection.of(weights).applyInPlace(result);
    return result;
  }
}
