package io.sparsewalk.metric;

/**
 * Standard errors of figures over test examples that are taken as a sample: how much a figure would move if as many other examples
 * had been drawn. NaN where there is none.
 */
public final class SamplingError {
  private SamplingError() {}

  /** Of a share of n examples, by the binomial law: {@code sqrt(p (1 - p) / n)}. */
  public static double ofShare(double share, long n) {
    return n == 0 ? Double.NaN : Math.sqrt(share * (1 - share) / n);
  }

  /**
   * Of the area under the ROC curve (DeLong, DeLong and Clarke-Pearson, Biometrics 1988): {@code sqrt(S10 / m + S01 / n)} for m
   * positives and n negatives, S10 the sample variance over positives of the share of negatives below, S01 that over negatives of the
   * share of positives above; ties count half. In O(n log n): all examples of a tie have the same share (Sun and Xu, IEEE Signal
   * Processing Letters 2014). NaN with fewer than two examples of a class.
   */
  public static double ofArea(float[] logits, boolean[] positive) {
    long[] ranked = BinaryMetrics.ranked(logits, positive);
    long positives = BinaryMetrics.positives(ranked, 0, ranked.length);
    long negatives = ranked.length - positives;
    if (positives < 2 || negatives < 2) {
      return Double.NaN;
    }
    double auc = BinaryMetrics.auc(ranked);
    double ofPositives = 0;
    double ofNegatives = 0;
    long above = 0;
    for (int i = 0; i < ranked.length;) {
      int tied = BinaryMetrics.endOfTie(ranked, i);
      long here = BinaryMetrics.positives(ranked, i, tied);
      long others = tied - i - here;
      long below = negatives - (i - above) - others;
      double won = (below + others / 2.0) / negatives - auc;
      double lost = (above + here / 2.0) / positives - auc;
      ofPositives += here * won * won;
      ofNegatives += others * lost * lost;
      above += here;
      i = tied;
    }
    return Math.sqrt(ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives);
  }

  /**
   * Of {@link LabelSetMetrics#f1Micro}, a ratio of two sums over examples, by the linearised ratio (Cochran, Sampling Techniques,
   * 1977, section 6.4). NaN with fewer than two examples.
   */
  public static double ofLabelSets(float[] logits, int[] offsets, int[] classes, int outputs) {
    int n = offsets.length - 1;
    if (n < 2 || classes.length == 0) {
      return Double.NaN;
    }
    boolean[] called = LabelSetMetrics.called(logits, offsets, outputs);
    int[] right = new int[n];
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        right[i] += called[i * outputs + classes[k]] ? 1 : 0;
      }
      all += right[i];
    }
    double share = all / classes.length;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = right[i] - share * (offsets[i + 1] - offsets[i]);
      squares += residual * residual;
    }
    return Math.sqrt(n / (n - 1.0) * squares) / classes.length;
  }
}
