package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;
import java.util.Optional;

/**
 * Top-KAST (Jayakumar et al., NeurIPS 2020): the network is computed with the largest weights of every layer, gradients go to
 * a larger set of the next largest too; all values are kept, and both sets are chosen anew every interval. The exploration
 * loss is the weight decay, on the weights outside the network divided by the density.
 */
public final class TopKast implements Sparsifier {
  private final TopKastConfig config;
  private final Selection forward;
  private final int[] backward;
  private final double density;
  private Mask mask;
  private Mask trained;

  /**
   * @param forward what the network is computed with
   */
  public TopKast(TopKastConfig config, Selection forward) {
    this.config = config;
    this.forward = forward;
    ParameterLayout layout = forward.layout();
    backward = new int[layout.layers()];
    int kept = 0;
    for (int l = 0; l < backward.length; l++) {
      backward[l] = (int) Math.min(layout.weights(l), Math.round((1 + config.explored()) * forward.counts()[l]));
      kept += forward.counts()[l];
    }
    density = (double) kept / layout.weights();
    mask = Mask.dense(layout);
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
  public Optional<Exploration> exploration() {
    return Optional.of(new Exploration(trained, 1 / density));
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    choose(state);
  }

  @Override
  public int interval() {
    return config.interval();
  }

  @Override
  public boolean update(double progress, TrainingState state, float[] scores) {
    choose(state);
    return true;
  }

  @Override
  public void carry(StateStream stream) {
    mask = Mask.carried(stream, forward.layout(), mask);
    trained = Mask.carried(stream, forward.layout(), trained);
  }

  private void choose(TrainingState state) {
    mask = forward.of(state.parameters());
    trained = forward.of(state.parameters(), backward);
    // A weight that is not trained has no momentum when it comes back.
    trained.applyInPlace(state.momentum());
    trained.applyInPlace(state.second());
  }
}
