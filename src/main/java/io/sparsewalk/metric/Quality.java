package io.sparsewalk.metric;

/** Quality of a set of examples. NaN where a figure has no meaning. */
public record Quality(double accuracy, double auc, double averagePrecision) {

  /** Where neither an area nor a precision has a meaning. */
  public static Quality ofAccuracy(double accuracy) {
    return new Quality(accuracy, Double.NaN, Double.NaN);
  }
}
