package io.sparsewalk.trainer;

import io.sparsewalk.sparsity.TrainingState;

/**
 * What came of a round.
 *
 * @param lossSum sum over all examples, without penalty
 * @param scores mean gradient by parameter; empty if not wanted
 * @param multiplyAdds executed
 * @param seconds of this network's arithmetic, with its share of the gathering
 */
public record RoundOutcome(TrainingState state, double lossSum, long examples, float[] scores, long multiplyAdds,
    double seconds) {

  RoundOutcome withState(TrainingState other) {
    return new RoundOutcome(other, lossSum, examples, scores, multiplyAdds, seconds);
  }
}
