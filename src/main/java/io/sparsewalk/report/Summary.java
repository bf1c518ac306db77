package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The {@code summary} view: the trials of each cell of a sweep, over their seeds. Trials that were ended by halving do not
 * count. The view {@code ranking_summary} is the same for ranks, a row a kind of negatives.
 *
 * <p>Columns: {@link #KEYS}; {@code sparsity} that was reached; {@code n}, the number of trials; for every measure m of {@link #MEASURES}
 * {@code m_mean} and the ends {@code m_low} and {@code m_high} of its 95 % t-interval, cut off where the measure ends (null for fewer than
 * three trials and where all are the same; a trial without the measure does not count for it); plain means of {@link #MEANS}. Ratios are
 * those of {@link TrialRatios}. An interval is over what a seed draws; all seeds share one block of test edges, and what that would
 * change is told by {@code accuracy_se} and {@code auc_se}, standard errors of a single trial over its test examples.
 */
public final class Summary {
  /** What makes a cell. */
  static final List<String> KEYS =
      List.of("sweep_id", "dataset", "protocol", "task", "model", "embedding", "method", "sparsity_requested");

  /** What has an interval, and the largest value that it can have. */
  static final Map<String, Double> MEASURES = measures();

  /** What has only a mean. */
  static final List<String> MEANS = List.of("embedding_density", "achieved_sparsity", "flops_paper", "flops_counted",
      "flops_inference", "flops_inference_dense", "flops_printed", "flops_corrected", "nonzeros", "graph_sparsity",
      "inference_seconds", "seconds_ratio", "flops_inference_ratio", "nonzeros_ratio", "model_bytes_dense",
      "model_bytes_sparse", "model_bytes_ratio", "embedding_bytes_dense", "embedding_bytes_sparse",
      "embedding_bytes_ratio", "accuracy_se", "auc_se", "test_examples", "test_share");

  static final List<String> RANKS = List.of("mrr", "hits_1", "hits_3", "hits_10", "hits_50", "auc");

  private Summary() {}

  /** The summary of {@link TrialRatios}. */
  static Dataset<Row> of(Dataset<Row> trials) {
    List<Column> columns = new ArrayList<>();
    MEASURES.forEach((name, most) -> columns.addAll(interval(name, most)));
    MEANS.forEach(name -> columns.add(avg(name).as(name)));
    return counted(trials.where("stop_reason <> 'halved'").groupBy(keys().toArray(Column[]::new)), columns);
  }

  /** The summary of the ranks of trials. */
  static Dataset<Row> ofRankings(Dataset<Row> trials, Dataset<Row> rankings) {
    List<Column> keys = keys();
    keys.add(col("negatives"));
    List<Column> columns = new ArrayList<>();
    RANKS.forEach(name -> columns.addAll(interval(name, 1.0)));
    return counted(rankings.join(trials.drop("auc", "sweep_id"), "trial_id").groupBy(keys.toArray(Column[]::new)),
        columns);
  }

  private static List<Column> keys() {
    return new ArrayList<>(KEYS.stream().map(key -> col(key)).toList());
  }

  private static Dataset<Row> counted(RelationalGroupedDataset cells, List<Column> columns) {
    // A mean of equal numbers may be off in the last digit.
    columns.add(0, expr("if(min(sparsity) = max(sparsity), min(sparsity), avg(sparsity)) as sparsity"));
    return cells.agg(count(lit(1)).as("n"), columns.toArray(Column[]::new));
  }

  /** Mean and ends of the interval of a measure, none of which is below 0. */
  private static List<Column> interval(String name, double most) {
    Column half = udf(new TInterval(), DataTypes.DoubleType).apply(count(name), stddev_samp(name));
    Column low = avg(name).minus(half);
    Column high = avg(name).plus(half);
    return List.of(avg(name).as(name + "_mean"), when(low.isNotNull(), greatest(low, lit(0.0))).as(name + "_low"),
        when(high.isNotNull(), least(high, lit(most))).as(name + "_high"));
  }

  private static Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    for (String column : List.of("accuracy", "auc", "average_precision", "auc_all", "average_precision_all", "f1_macro",
        "calibration_error")) {
      measures.put(column, 1.0);
    }
    for (String column : List.of("log_loss", "flops_ratio", "train_seconds")) {
      measures.put(column, Double.POSITIVE_INFINITY);
    }
    return measures;
  }
}
