package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * When and how much sparse training drops and grows.
 *
 * @param interval steps between mask updates; not read if there is a number of updates
 * @param updates of the mask in a training, evenly spread over its steps up to {@code stop}, at least so many if there are steps
 *     enough; 0 = one every interval
 * @param dropFraction of the active weights at the start
 * @param finalDropFraction at the end; not read if the fraction is constant
 * @param dropDecay how it gets there
 * @param stop share of the steps after which masks stay
 * @param growBatches steps before an update over which the dense gradient is averaged, at most all since the update before
 * @param growth what may come, and how
 */
public record DropGrowConfig(int epochs, int interval, int updates, double dropFraction, double finalDropFraction,
    Decay dropDecay, double stop, int growBatches, Growth growth, OptimizerConfig optimizer) implements Serializable {

  /** Ways from the first drop fraction to the last. */
  public enum Decay { COSINE, LINEAR, CONSTANT }

  /** Weights that an update may grow. */
  public enum Candidates {
    /** All that are outside the network once the update has dropped its weights; one that comes back at once keeps its value. */
    ALL,
    /** Those that were outside before. */
    INACTIVE
  }

  /** Which of equal weights goes or comes first. */
  public enum Ties {
    /** By the seed. */
    RANDOM,
    /** The weight with the lower index stays or comes. */
    LOWEST_INDEX
  }

  /** Values of weights that are new in the network. */
  public enum Start {
    ZERO,
    /** Drawn as the first weights of the network were. */
    RANDOM
  }

  /** What may come, and how. */
  public record Growth(Candidates candidates, Ties ties, Start start) implements Serializable {}

  public DropGrowConfig {
    checkPositive("epochs", epochs);
    checkPositive("interval", interval);
    checkNotNegative("updates", updates);
    checkRange("drop-fraction", dropFraction, 0, 1);
    checkRange("final-drop-fraction", finalDropFraction, 0, dropFraction);
    checkRange("stop", stop, 0, 1);
    checkPositive("grow-batches", growBatches);
  }

  /** The same with the interval that makes its number of updates. */
  public DropGrowConfig spread(int stepsPerEpoch) {
    if (updates == 0) {
      return this;
    }
    int apart = (int) Math.max(1, (long) (stop * epochs * stepsPerEpoch) / (updates + 1));
    return new DropGrowConfig(epochs, apart, 0, dropFraction, finalDropFraction, dropDecay, stop, growBatches, growth,
        optimizer);
  }

  /** Share of the active weights that an update drops, at a share of all steps. */
  double fraction(double progress) {
    double left = switch (dropDecay) {
      case COSINE -> (1 + Math.cos(Math.PI * progress / stop)) / 2;
      case LINEAR -> 1 - progress / stop;
      case CONSTANT -> 1;
    };
    return finalDropFraction + (dropFraction - finalDropFraction) * left;
  }
}
