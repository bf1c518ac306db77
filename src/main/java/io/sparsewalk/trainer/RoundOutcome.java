package io.sparsewalk.trainer;

import io.sparsewalk.sparsity.TrainingState;
import java.io.Serializable;

/**
 * What came of a round.
 *
 * @param lossSum sum over all examples, without penalty
 * @param scores mean gradient by parameter; empty if not wanted
 */
public record RoundOutcome(TrainingState state, double lossSum, long examples, float[] scores, Spent spent)
    implements Serializable {

  /**
   * What a round cost.
   *
   * @param multiplyAdds executed
   * @param seconds of this network's arithmetic, with its share of gathering, waiting and averaging
   * @param bytesMoved parameters, optimizer state and scores between driver and workers
   */
  public record Spent(long multiplyAdds, double seconds, long bytesMoved) implements Serializable {
    public static final Spent NOTHING = new Spent(0, 0, 0);

    public Spent plus(Spent other) {
      return new Spent(multiplyAdds + other.multiplyAdds, seconds + other.seconds, bytesMoved + other.bytesMoved);
    }
  }

  RoundOutcome withState(TrainingState other) {
    return new RoundOutcome(other, lossSum, examples, scores, spent);
  }
}
