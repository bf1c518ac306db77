package io.sparsewalk.embedding;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;
import static io.sparsewalk.common.Checks.checkPositive;
import static io.sparsewalk.common.Checks.checkRange;

import java.io.Serializable;

/**
 * Constants of skip-gram training.
 *
 * @param dimension floats a vertex
 * @param window largest distance of a context; the effective one is uniform on 1..window
 * @param negatives noise vertices per pair
 * @param epochs passes over the corpus
 * @param learningRate falls linearly to 1e-4 of itself
 * @param subsample frequency above which vertices are thinned; 0 = off
 * @param noisePower exponent of the unigram noise distribution
 * @param blocks of the vertices, a power of 2; 0 = so that a block fits a cache
 * @param untrained the vector of a vertex that was never in a pair
 */
public record EmbeddingConfig(int dimension, int window, int negatives, int epochs, double learningRate,
    double subsample, double noisePower, Untrained untrained, int blocks, SharedNegatives sharedNegatives, Mode mode)
    implements Serializable {

  /** Where the tables are while they are trained. */
  public enum Mode {
    /** Whole if they fit an executor. */
    AUTO,
    /** In one executor. */
    WHOLE,
    /** In blocks on all executors. */
    SPREAD
  }

  /** Which pairs share their noise vertices. */
  public enum SharedNegatives {
    /** Every pair has its own. */
    NONE,
    /** Neighbouring pairs of one centre share theirs: faster, another estimator. */
    CENTRE
  }

  /** The vector of a vertex that no pair ever trained. */
  public enum Untrained {
    ZERO,
    /** Its random initial vector, as the published code leaves it. */
    NOISE
  }

  public EmbeddingConfig {
    checkPositive("dimension", dimension);
    checkPositive("window", window);
    checkNotNegative("negatives", negatives);
    checkPositive("epochs", epochs);
    checkPositive("learning-rate", learningRate);
    checkRange("subsample", subsample, 0, 1);
    checkRange("noise-power", noisePower, 0, 10);
    check(blocks == 0 || Integer.bitCount(blocks) == 1 && blocks > 0 && blocks <= 1024,
        "blocks must be 0 or a power of 2 up to 1024, was %s", blocks);
  }

  /** What these are the constants of. */
  public EmbeddingAlgorithm algorithm() {
    return new SkipGramAlgorithm(this);
  }
}
