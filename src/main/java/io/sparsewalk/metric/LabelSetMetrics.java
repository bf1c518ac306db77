package io.sparsewalk.metric;

/**
 * Quality of logits of classes that an example may have several of, by the usual protocol (Perozzi et al., KDD 2014): an example of k
 * classes is called the k of the largest logits, the lower class of equals. NaN without examples.
 *
 * @param f1Micro share of the classes of all examples that are called; as many are called as there are, so it is precision, recall and F1
 *     in one, and the accuracy if every example has one class
 * @param f1Macro mean F1 of the classes that occur or are called, 0 for one that is never called rightly
 * @param logLoss mean negative log-likelihood of an example, its classes independent of each other, in nats
 * @param calibrationError of the probability of every class of every example, see {@link ProbabilityMetrics}
 */
public record LabelSetMetrics(double f1Micro, double f1Macro, double logLoss, double calibrationError) {

  /**
   * Judges examples of any number of classes each.
   *
   * @param logits example by example
   * @param offsets the classes of example i are {@code classes[offsets[i]]} to {@code classes[offsets[i + 1] - 1]}
   * @param outputs number of classes
   */
  public static LabelSetMetrics of(float[] logits, int[] offsets, int[] classes, int outputs) {
    boolean[] has = new boolean[logits.length];
    boolean[] called = called(logits, offsets, outputs);
    for (int i = 0; i < offsets.length - 1; i++) {
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        has[i * outputs + classes[k]] = true;
      }
    }
    ProbabilityMetrics each = ProbabilityMetrics.of(logits, has);
    long right = 0;
    double f1 = 0;
    int occurring = 0;
    for (int c = 0; c < outputs; c++) {
      long both = 0;
      long either = 0;
      for (int at = c; at < has.length; at += outputs) {
        both += has[at] && called[at] ? 1 : 0;
        either += (has[at] ? 1 : 0) + (called[at] ? 1 : 0);
      }
      right += both;
      occurring += either > 0 ? 1 : 0;
      f1 += either > 0 ? 2.0 * both / either : 0;
    }
    double n = classes.length == 0 ? Double.NaN : classes.length;
    return new LabelSetMetrics(right / n, f1 / occurring, each.logLoss() * outputs, each.calibrationError());
  }

  /** Of every example as many classes as it has. */
  static boolean[] called(float[] logits, int[] offsets, int outputs) {
    boolean[] called = new boolean[logits.length];
    for (int i = 0; i < offsets.length - 1; i++) {
      for (int k = offsets[i]; k < offsets[i + 1]; k++) {
        called[largest(logits, called, i * outputs, (i + 1) * outputs)] = true;
      }
    }
    return called;
  }

  /** Place of the largest logit that is not called yet. */
  private static int largest(float[] logits, boolean[] called, int begin, int end) {
    int largest = -1;
    for (int at = begin; at < end; at++) {
      if (!called[at] && (largest < 0 || logits[at] > logits[largest])) {
        largest = at;
      }
    }
    return largest;
  }
}
