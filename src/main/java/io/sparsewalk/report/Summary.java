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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * The {@code summary} view: the trials of each cell of a sweep, over their seeds.
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
  static final List<String> MEANS = List.of("embedding_density", "achieved_sparsity", "flops_paper", "flops_counted");

  private Summary() {}

  /** The summary of a {@code trials} table. */
  public static Dataset<Row> of(Dataset<Row> trials) {
    UserDefinedFunction halfWidth = udf(new TInterval(), DataTypes.DoubleType);
    List<Column> columns = new ArrayList<>();
    MEASURES.forEach((name, expression) -> {
      Column measure = expr(expression);
      Column half = halfWidth.apply(count(measure), stddev_samp(measure));
      columns.add(avg(measure).as(name + "_mean"));
      columns.add(avg(measure).minus(half).as(name + "_low"));
      columns.add(avg(measure).plus(half).as(name + "_high"));
    });
    MEANS.forEach(name -> columns.add(avg(name).as(name)));
    return trials.groupBy(KEYS.stream().map(key -> col(key)).toArray(Column[]::new))
        .agg(count(lit(1)).as("n"), columns.toArray(Column[]::new));
  }

  private static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    for (String column : List.of("accuracy", "auc", "average_precision", "auc_all", "average_precision_all")) {
      measures.put(column, column);
    }
    measures.put("flops_ratio", "flops_counted / flops_dense");
    measures.put("train_seconds", "train_seconds");
    return measures;
  }
}
