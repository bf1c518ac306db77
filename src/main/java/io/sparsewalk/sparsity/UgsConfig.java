package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * Joint tickets of graph and weights (Chen et al., ICML 2021).
 *
 * @param epochs of every round or of all together, as the budget says
 * @param rounds at most one an epoch: trainings from the initial weights, the last one under binary masks; graph and weights
 *     are pruned between two of them
 * @param graphSparsity share of the edges that are gone in the last round
 * @param lambdaGraph l1 penalty of the soft masks of edges
 * @param lambdaWeights l1 penalty of the soft masks of weights
 * @param maskDecay weight decay of the soft masks
 */
public record UgsConfig(int epochs, Budget budget, int rounds, double graphSparsity, double lambdaGraph,
    double lambdaWeights, double maskDecay, OptimizerConfig optimizer) implements Serializable {
  public UgsConfig {
    checkPositive("epochs", epochs);
    check(rounds >= 2, "rounds must be 2 or more, was %s", rounds);
    check(graphSparsity >= 0 && graphSparsity < 1, "graph-sparsity must be at least 0 and less than 1, was %s",
        graphSparsity);
    check(lambdaGraph >= 0, "lambda-graph must not be negative, was %s", lambdaGraph);
    check(lambdaWeights >= 0, "lambda-weights must not be negative, was %s", lambdaWeights);
    check(maskDecay >= 0, "mask-decay must not be negative, was %s", maskDecay);
  }

  /** Epochs of all rounds together. */
  public int totalEpochs() {
    return budget == Budget.FULL ? epochs * rounds : epochs;
  }
}
