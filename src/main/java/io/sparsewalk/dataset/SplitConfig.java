package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * How edges become examples. The paper's protocol reads only {@code leaks} and {@code ranking}.
 *
 * @param by what divides the edges into blocks
 * @param train share of the edges in the first block of time
 * @param valid share in the second; the rest is test
 * @param history share of the edges, the earliest, that the walks see and that are no examples; 0 = the walks see the whole
 *     first block, examples and all
 * @param negatives what an edge that did not come looks like
 * @param leaks of the paper's protocol
 */
public record SplitConfig(By by, double train, double valid, double history, Negatives negatives, LeaksConfig leaks,
    RankingConfig ranking) implements Serializable {

  /** What divides the edges into blocks. */
  public enum By {
    /** TIME on a graph with times, else RANDOM. */
    AUTO,
    /** Earlier edges are for training, later ones for validation and test. */
    TIME,
    /** Chance: all edges of an unordered pair of vertices fall to the same block; shares are those of the pairs, expected. */
    RANDOM
  }

  /** From which vertices negatives are drawn. */
  public enum Negatives {
    /** Any vertex seen in training. */
    UNIFORM,
    /** The ends of the positives of the same block: degrees tell nothing. */
    DEGREE
  }

  public SplitConfig {
    check(train > 0 && valid > 0 && train + valid < 1,
        "train and valid must be positive and sum to less than 1, were %s and %s", train, valid);
    check(history >= 0 && history < train, "history must be at least 0 and less than train (%s), was %s", train,
        history);
  }

  /**
   * The same with the division that a graph asks for, if these settings leave it open.
   *
   * @param times true if its edges have different times
   */
  public SplitConfig on(boolean times) {
    return by != By.AUTO ? this
        : new SplitConfig(times ? By.TIME : By.RANDOM, train, valid, history, negatives, leaks, ranking);
  }

  /** Share of the edges that the walks see. */
  public double walked() {
    return history == 0 ? train : history;
  }
}
