package io.sparsewalk.config;

import static io.sparsewalk.common.Checks.check;

/** What reports claim; no part of a trial's identity. */
public record ReportConfig(MarginConfig margin) {

  /**
   * What a sparse network may lose against dense training and still keep quality.
   *
   * @param accuracy of the test accuracy
   * @param auc of the test AUC
   */
  public record MarginConfig(double accuracy, double auc) {
    public MarginConfig {
      check(accuracy > 0 && accuracy < 1, "accuracy must be above 0 and below 1, was %s", accuracy);
      check(auc > 0 && auc < 1, "auc must be above 0 and below 1, was %s", auc);
    }
  }
}
