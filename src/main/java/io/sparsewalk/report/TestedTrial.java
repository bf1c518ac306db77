package io.sparsewalk.report;

import java.util.Comparator;
import org.apache.spark.sql.Row;

/**
 * What a finished trial says, one of a setting and embedding. NaN stands for what is not known or has no meaning.
 *
 * @param level of the grid, the sparsity that was asked for; 0 for dense training
 * @param sparsity that was reached
 */
record TestedTrial(String method, double level, double sparsity, long seed, Figures figures, Ratios ratios) {
  static final String DENSE = "dense";
  /** The columns of the view {@code trial_ratios} that a trial is read from. */
  static final String[] COLUMNS = {"method", "sparsity_requested", "sparsity", "seed", "accuracy", "auc", "accuracy_se",
      "auc_se", "test_examples", "test_share", "test_majority", "flops_ratio", "seconds_ratio", "flops_inference_ratio",
      "nonzeros_ratio", "model_bytes_ratio"};
  static final Comparator<TestedTrial> ORDER = Comparator.comparing(TestedTrial::method)
      .thenComparingDouble(TestedTrial::level)
      .thenComparingLong(TestedTrial::seed);

  /**
   * Of the test.
   *
   * @param accuracyError standard error over test examples
   * @param aucError standard error over test examples
   * @param examples that accuracy and AUC are over
   * @param share of the test edges or vertices that they speak for
   * @param majority accuracy of the best constant answer
   */
  record Figures(double accuracy, double auc, double accuracyError, double aucError, double examples, double share,
      double majority) {
    /** Of something that is no network, on the same examples. */
    static Figures of(double accuracy, double auc) {
      return new Figures(accuracy, auc, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  /** Cost over that of the dense trial of the same seed and embedding; bytes of the model over those of its dense form. */
  record Ratios(double flops, double seconds, double inference, double nonzeros, double modelBytes) {}

  static TestedTrial of(Row row) {
    Figures figures = new Figures(number(row, "accuracy"), number(row, "auc"), number(row, "accuracy_se"),
        number(row, "auc_se"), number(row, "test_examples"), number(row, "test_share"), number(row, "test_majority"));
    Ratios ratios = new Ratios(number(row, "flops_ratio"), number(row, "seconds_ratio"),
        number(row, "flops_inference_ratio"), number(row, "nonzeros_ratio"), number(row, "model_bytes_ratio"));
    return new TestedTrial(row.getAs("method"), number(row, "sparsity_requested"), number(row, "sparsity"),
        (long) number(row, "seed"), figures, ratios);
  }

  boolean isDense() {
    return method.equals(DENSE);
  }

  private static double number(Row row, String column) {
    Object value = row.getAs(column);
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }
}
