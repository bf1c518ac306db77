package io.sparsewalk.trainer;

import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Exploration;
import io.sparsewalk.sparsity.GraphTicket;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import java.io.Serializable;

/**
 * What an executor is to do with one network until the next moment at which anything global may change.
 *
 * @param state where to begin; a local executor advances it in place
 * @param rate learning rate of all steps of the round
 * @param anchor proximal term, or null
 * @param exploration weights that are trained though masked, or null
 * @param ticket graph of this network alone, or null; a local executor advances its soft masks in place
 * @param scoreSteps last steps of the round over which the gradient of all weights, masked or not, is averaged; 0 = not wanted
 */
public record RoundOrders(TrainingState state, Mask mask, OptimizerConfig optimizer, double rate, Anchor anchor,
    Exploration exploration, GraphTicket ticket, int scoreSteps) implements Serializable {

  /** Orders for a network without a graph of its own. */
  public RoundOrders(TrainingState state, Mask mask, OptimizerConfig optimizer, double rate, Anchor anchor,
      Exploration exploration, int scoreSteps) {
    this(state, mask, optimizer, rate, anchor, exploration, null, scoreSteps);
  }

  /**
   * Which steps of the training: the batches are the same for all networks.
   *
   * @param epoch from 0; fixes the order of the examples
   * @param first step of the epoch, from 0
   */
  public record Span(int epoch, int first, int steps) implements Serializable {}

  /** The same orders for a part of the round, from another state. */
  public RoundOrders of(TrainingState other, int otherScoreSteps) {
    return new RoundOrders(other, mask, optimizer, rate, anchor, exploration, ticket, otherScoreSteps);
  }
}
