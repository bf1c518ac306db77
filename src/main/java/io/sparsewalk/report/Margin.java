package io.sparsewalk.report;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * How much a sparse network may lose against dense training and still keep quality.
 *
 * @param accuracy of the test accuracy
 * @param auc of the test AUC, where there is one
 */
public record Margin(double accuracy, double auc) implements Serializable {
  public Margin {
    check(accuracy > 0 && accuracy < 1, "the margin of accuracy must be above 0 and below 1, was %s", accuracy);
    check(auc > 0 && auc < 1, "the margin of AUC must be above 0 and below 1, was %s", auc);
  }

  /** For example "0.01 of accuracy or AUC". */
  String words(boolean withAuc) {
    String ofAccuracy = Numbers.shortNumber(accuracy);
    String ofAuc = Numbers.shortNumber(auc);
    return !withAuc ? ofAccuracy + " of accuracy" : ofAccuracy.equals(ofAuc) ? ofAccuracy + " of accuracy and of AUC"
        : ofAccuracy + " of accuracy and " + ofAuc + " of AUC";
  }
}
