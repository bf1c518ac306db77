package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;

/** No sparsity. */
public final class Dense implements Sparsifier {
  static final String PHASE = "dense";

  private final DenseConfig config;
  private final Mask mask;

  public Dense(DenseConfig config, ParameterLayout layout) {
    this.config = config;
    mask = Mask.dense(layout);
  }

  @Override
  public List<Phase> phases() {
    return List.of(Phase.only(PHASE, config.epochs(), config.optimizer()));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void carry(StateStream stream) {
    // Nothing changes.
  }
}
