package io.sparsewalk.metric;

/**
 * Quality of logits read as probabilities 1 / (1 + exp(-logit)), and F1 of the classes they call. NaN without examples.
 *
 * @param f1Macro mean of the F1 of both classes, 0 for a class that neither is nor is called; the micro average of two
 *     exclusive classes is the accuracy
 * @param logLoss mean negative log-likelihood, in nats
 * @param calibrationError expected calibration error over {@value #BINS} bins of equal width: mean distance between the share
 *     of positives and the mean probability in a bin (Naeini et al., AAAI 2015)
 */
public record ProbabilityMetrics(double f1Macro, double logLoss, double calibrationError) {
  private static final int BINS = 15;

  /** Of all examples. */
  public static ProbabilityMetrics of(float[] logits, boolean[] positive) {
    int n = logits.length;
    if (n == 0) {
      return new ProbabilityMetrics(Double.NaN, Double.NaN, Double.NaN);
    }
    long[][] called = new long[2][2];
    double loss = 0;
    double[] gap = new double[BINS];
    for (int i = 0; i < n; i++) {
      double z = logits[i];
      double small = StrictMath.exp(-Math.abs(z));
      loss += Math.max(z, 0) + StrictMath.log1p(small) - (positive[i] ? z : 0);
      double probability = z >= 0 ? 1 / (1 + small) : small / (1 + small);
      gap[Math.min(BINS - 1, (int) (probability * BINS))] += probability - (positive[i] ? 1 : 0);
      called[positive[i] ? 1 : 0][z > 0 ? 1 : 0]++;
    }
    double error = 0;
    for (double each : gap) {
      error += Math.abs(each) / n;
    }
    long wrong = called[0][1] + called[1][0];
    return new ProbabilityMetrics((f1(called[1][1], wrong) + f1(called[0][0], wrong)) / 2, loss / n, error);
  }

  /** Every wrong call is one false positive or one false negative of a class. */
  private static double f1(long right, long wrong) {
    return right + wrong == 0 ? 0 : 2.0 * right / (2 * right + wrong);
  }
}
