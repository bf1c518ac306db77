package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;

/**
 * The stored negatives that test edges are ranked against.
 *
 * @param positives test edges that are ranked at most; 0 = no ranking
 * @param negatives of every kind for each of them
 */
public record RankingConfig(int positives, int negatives) implements Serializable {
  public RankingConfig {
    check(positives >= 0, "positives must be 0 (no ranking) or more, was %s", positives);
    checkPositive("negatives", negatives);
  }
}
