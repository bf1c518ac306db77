package io.sparsewalk.trainer;

import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import java.util.Optional;

/**
 * What an executor is to do with one network until the next moment at which anything global may change.
 *
 * @param state where to begin; a local executor advances it in place
 * @param rate learning rate of all steps of the round
 * @param anchor proximal term, if any
 * @param scoreSteps last steps of the round over which the gradient of all weights, masked or not, is averaged; 0 = not wanted
 */
public record RoundOrders(TrainingState state, Mask mask, OptimizerConfig optimizer, double rate,
    Optional<Anchor> anchor, int scoreSteps) {

  /**
   * Which steps of the training: the batches are the same for all networks.
   *
   * @param epoch from 0; fixes the order of the examples
   * @param first step of the epoch, from 0
   */
  public record Span(int epoch, int first, int steps) {}
}
