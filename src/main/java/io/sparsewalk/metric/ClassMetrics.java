package io.sparsewalk.metric;

/**
 * Quality of logits of several exclusive classes under a softmax. NaN without examples.
 *
 * @param accuracy share of examples whose largest logit, the lower class of equals, is that of their class; also the micro F1
 * @param f1Macro mean F1 of the classes that occur, 0 for one that is never called rightly
 * @param logLoss mean negative log-likelihood, in nats
 * @param calibrationError expected calibration error of the largest probability, over {@value #BINS} bins (Guo et al., ICML
 *     2017)
 * @param confusion examples by their class and the one they are called
 */
public record ClassMetrics(double accuracy, double f1Macro, double logLoss, double calibrationError,
    long[][] confusion) {
  private static final int BINS = 15;

  /**
   * Judges examples of one class each.
   *
   * @param logits example by example
   * @param labels class of each example, from 0
   */
  public static ClassMetrics of(float[] logits, int[] labels, int classes) {
    long[][] confusion = new long[classes][classes];
    double loss = 0;
    double[] gap = new double[BINS];
    for (int i = 0; i < labels.length; i++) {
      int called = 0;
      for (int c = 1; c < classes; c++) {
        called = logits[i * classes + c] > logits[i * classes + called] ? c : called;
      }
      double largest = logits[i * classes + called];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += StrictMath.exp(logits[i * classes + c] - largest);
      }
      loss += StrictMath.log(sum) + largest - logits[i * classes + labels[i]];
      gap[Math.min(BINS - 1, (int) (BINS / sum))] += 1 / sum - (called == labels[i] ? 1 : 0);
      confusion[labels[i]][called]++;
    }
    double error = 0;
    for (double each : gap) {
      error += Math.abs(each);
    }
    double n = labels.length == 0 ? Double.NaN : labels.length;
    long right = 0;
    for (int c = 0; c < classes; c++) {
      right += confusion[c][c];
    }
    return new ClassMetrics(right / n, labels.length == 0 ? Double.NaN : f1(confusion), loss / n, error / n, confusion);
  }

  private static double f1(long[][] confusion) {
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < confusion.length; c++) {
      long is = 0;
      long called = 0;
      for (int other = 0; other < confusion.length; other++) {
        is += confusion[c][other];
        called += confusion[other][c];
      }
      if (is + called > 0) {
        occurring++;
        sum += 2.0 * confusion[c][c] / (is + called);
      }
    }
    return sum / occurring;
  }
}
