package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;

/** What the methods that train a dense network and prune it have in common: a mask that is dense until weights are selected. */
abstract class TrainAndPrune implements Sparsifier {
  static final String REWEIGHT = "reweight";
  static final String RETRAIN = "retrain";

  final ParameterLayout layout;
  final Selection selection;
  private Mask mask;

  /**
   * @param selection what stays in the end
   */
  TrainAndPrune(Selection selection) {
    this.selection = selection;
    layout = selection.layout();
    mask = Mask.dense(layout);
  }

  @Override
  public final Mask mask() {
    return mask;
  }

  @Override
  public void carry(StateStream stream) {
    mask = Mask.carried(stream, layout, mask);
  }

  /** Leaves what is selected; weights and optimizer state of the rest become 0. */
  final void prune(TrainingState state, Mask selected) {
    mask = selected;
    state.maskInPlace(mask);
  }
}
