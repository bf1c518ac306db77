package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.udf;

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
 * <p>Columns: {@link #KEYS}; {@code n}, the number of trials; for every measure m of {@link #MEASURES} {@code m_mean}
 * and the ends {@code m_low} and {@code m_high} of its 95 % t-interval (null for a single trial; a trial without the
 * measure does not count for it); plain means of {@link #MEANS}.
 */
public final class Summary {
  /** What makes a cell. */
  static final List<String> KEYS =
      List.of("sweep_id", "dataset", "protocol", "task", "model", "embedding", "method", "sparsity");

  /** What has an interval: name and its expression over a trial. */
  static final Map<String, String> MEASURES = measures();

  /** What has only a mean. */
  static final List<String> MEANS = List.of("embedding_density", "achieved_sparsity", "flops_paper", "flops_counted",
      "flops_inference", "flops_inference_dense", "flops_printed", "flops_corrected", "nonzeros", "graph_sparsity",
      "inference_seconds");

  private static final List<String> RANKS = List.of("mrr", "hits_1", "hits_3", "hits_10", "hits_50", "auc");

  private Summary() {}

  /** The summary of a {@code trials} table. */
  static Dataset<Row> of(Dataset<Row> trials) {
    List<Column> columns = new ArrayList<>();
    MEASURES.forEach((name, expression) -> columns.addAll(interval(name, expr(expression))));
    MEANS.forEach(name -> columns.add(avg(name).as(name)));
    return counted(trials.where("stop_reason <> 'halved'").groupBy(keys().toArray(Column[]::new)), columns);
  }

  /** The summary of the ranks of trials. */
  static Dataset<Row> ofRankings(Dataset<Row> trials, Dataset<Row> rankings) {
    List<Column> keys = keys();
    keys.add(col("negatives"));
    List<Column> columns = new ArrayList<>();
    RANKS.forEach(name -> columns.addAll(interval(name, col(name))));
    return counted(rankings.join(trials.drop("auc", "sweep_id"), "trial_id").groupBy(keys.toArray(Column[]::new)), columns);
  }

  private static List<Column> keys() {
    return new ArrayList<>(KEYS.stream().map(key -> col(key)).toList());
  }

  private static Dataset<Row> counted(RelationalGroupedDataset cells, List<Column> columns) {
    return cells.agg(count(lit(1)).as("n"), columns.toArray(Column[]::new));
  }

  /** Mean and ends of the interval of a measure. */
  private static List<Column> interval(String name, Column measure) {
    Column half = udf(new TInterval(), DataTypes.DoubleType).apply(count(measure), stddev_samp(measure));
    return List.of(avg(measure).as(name + "_mean"), avg(measure).minus(half).as(name + "_low"),
        avg(measure).plus(half).as(name + "_high"));
  }

  private static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    for (String column : List.of("accuracy", "auc", "average_precision", "auc_all", "average_precision_all", "f1_macro",
        "log_loss", "calibration_error")) {
      measures.put(column, column);
    }
    measures.put("flops_ratio", "flops_counted / flops_dense");
    measures.put("train_seconds", "train_seconds");
    return measures;
  }
}
