package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.List;
import java.util.Optional;

/**
 * A method that makes a network sparse. The controller of a trial calls it at fixed moments; only then may it change the mask,
 * the parameters or the anchor.
 */
public interface Sparsifier {

  /** The phases of a training, in order. */
  List<Phase> phases();

  /** The mask that holds now. */
  Mask mask();

  /** The proximal term that holds now. */
  default Optional<Anchor> anchor() {
    return Optional.empty();
  }

  /** What is trained besides the weights of the mask now. */
  default Optional<Exploration> exploration() {
    return Optional.empty();
  }

  /** The graph of this network alone, if the method prunes the graph too. */
  default Optional<GraphTicket> ticket() {
    return Optional.empty();
  }

  /** Before the first step of a phase; may choose the mask, and mask the state. */
  default void beginPhase(Phase phase, TrainingState state, Probe probe) {}

  /**
   * Before every epoch of a phase.
   *
   * @param epoch of the phase, from 0
   */
  default void beginEpoch(Phase phase, int epoch, TrainingState state, Probe probe) {}

  /**
   * After every epoch of a phase.
   *
   * @param meanLoss mean batch loss of the epoch, without penalty
   */
  default void endEpoch(Phase phase, double meanLoss) {}

  /** After an epoch that is by validation the best of its phase so far. */
  default void bestEpoch() {}

  /**
   * Takes down, or gives back, all that has changed since it was made, at the end of an epoch: what is made anew and given it back goes on as
   * this one does.
   */
  void carry(StateStream stream);

  /** Steps between updates of the mask; 0 if it has none. */
  default int interval() {
    return 0;
  }

  /**
   * Steps before an update over which the gradient of all weights, masked or not, is averaged.
   *
   * @param progress share of all steps done when the update comes
   */
  default int scoreSteps(double progress) {
    return 0;
  }

  /**
   * After every {@link #interval} steps.
   *
   * @param progress share of all steps done, in (0, 1]
   * @param scores mean gradient of every parameter over as many steps as {@link #scoreSteps} says
   * @return true if the mask changed
   */
  default boolean update(double progress, TrainingState state, float[] scores) {
    return false;
  }
}
