package io.sparsewalk.metric;

import java.util.Arrays;

/**
 * How high positives stand among negatives of their own. A rank is 1 + the negatives that score higher + half of those that
 * score the same (the mean over ties). NaN without positives.
 *
 * @param meanReciprocalRank mean of 1 / rank
 * @param hits1 share of ranks of at most 1
 * @param hits3 of at most 3
 * @param hits10 of at most 10
 * @param hits50 of at most 50
 * @param auc of all positives against all negatives
 */
public record RankingMetrics(double meanReciprocalRank, double hits1, double hits3, double hits10, double hits50,
    double auc) {

  /**
   * Ranks each positive among its own negatives.
   *
   * @param positives scores
   * @param negatives scores, as many for each positive, in the order of the positives
   */
  public static RankingMetrics of(float[] positives, float[] negatives) {
    int n = positives.length;
    int each = n == 0 ? 0 : negatives.length / n;
    double reciprocal = 0;
    int[] hits = new int[4];
    int[] depths = {1, 3, 10, 50};
    for (int p = 0; p < n; p++) {
      double rank = 1;
      for (int k = p * each; k < (p + 1) * each; k++) {
        rank += negatives[k] > positives[p] ? 1 : negatives[k] == positives[p] ? 0.5 : 0;
      }
      reciprocal += 1 / rank;
      for (int d = 0; d < depths.length; d++) {
        hits[d] += rank <= depths[d] ? 1 : 0;
      }
    }
    float[] all = Arrays.copyOf(positives, n + negatives.length);
    System.arraycopy(negatives, 0, all, n, negatives.length);
    boolean[] positive = new boolean[all.length];
    Arrays.fill(positive, 0, n, true);
    double size = n == 0 ? Double.NaN : n;
    return new RankingMetrics(reciprocal / size, hits[0] / size, hits[1] / size, hits[2] / size, hits[3] / size,
        BinaryMetrics.of(all, positive).auc());
  }
}
