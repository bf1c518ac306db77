package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * The {@code comparisons} view: differences between two methods at equal sparsity, and between a method and dense training,
 * paired by seed.
 *
 * <p>Columns: {@link #KEYS}; {@code sparsity}; {@code measure} (accuracy or auc); {@code method} and {@code other}; {@code n}
 * seeds that both have; the mean of method - other with the ends of its 95 % t-interval; {@code p_value} of the paired t-test
 * and {@code p_holm}, corrected for the family of all pairs of methods (or of all methods against dense) at that sparsity by
 * Holm (Scandinavian Journal of Statistics 1979).
 */
final class Comparisons {
  static final List<String> KEYS = List.of("sweep_id", "dataset", "protocol", "task", "model", "embedding");

  private Comparisons() {}

  /** The comparisons of a {@code trials} table. */
  static Dataset<Row> of(Dataset<Row> trials) {
    List<Column> keys = columns(KEYS);
    Dataset<Row> measured = trials.select(with(keys, col("method"), col("sparsity"), col("seed"),
        expr("stack(2, 'accuracy', accuracy, 'auc', auc) as (measure, figure)"))).where("figure is not null");
    Dataset<Row> other = measured.select(with(keys, col("method").as("other"), col("sparsity").as("other_sparsity"),
        col("seed"), col("measure"), col("figure").as("other_figure")));
    Column half = udf(new TInterval(), DataTypes.DoubleType).apply(col("n"), col("deviation"));
    UserDefinedFunction paired = udf(new PairedTest(), DataTypes.DoubleType);
    Dataset<Row> pairs = measured.join(other, Stream.concat(KEYS.stream(), Stream.of("seed", "measure")).toArray(String[]::new))
        .where("method <> 'dense' and (other = 'dense' or other_sparsity = sparsity and method < other)")
        .groupBy(with(keys, col("sparsity"), col("measure"), col("method"), col("other")))
        .agg(count(lit(1)).as("n"), avg(expr("figure - other_figure")).as("difference"),
            stddev_samp(expr("figure - other_figure")).as("deviation"))
        .withColumn("difference_low", col("difference").minus(half))
        .withColumn("difference_high", col("difference").plus(half))
        .withColumn("p_value", paired.apply(col("n"), col("difference"), col("deviation")));
    return holm(pairs).drop("deviation");
  }

  /** The step-down correction: (m - i + 1) p of the i-th smallest of m, never less than that of a smaller one. */
  private static Dataset<Row> holm(Dataset<Row> pairs) {
    WindowSpec family = Window.partitionBy(with(columns(KEYS), col("sparsity"), col("measure"),
        col("other").equalTo("dense"), col("p_value").isNull()));
    WindowSpec ordered = family.orderBy("p_value", "method", "other");
    Column left = count(lit(1)).over(family).minus(row_number().over(ordered)).plus(1);
    return pairs.withColumn("step", least(lit(1.0), greatest(col("p_value"), left.multiply(col("p_value")))))
        .withColumn("p_holm", max("step").over(ordered.rowsBetween(Window.unboundedPreceding(), Window.currentRow())))
        .drop("step");
  }

  private static List<Column> columns(List<String> names) {
    return names.stream().map(name -> col(name)).toList();
  }

  private static Column[] with(List<Column> columns, Column... more) {
    List<Column> all = new ArrayList<>(columns);
    all.addAll(List.of(more));
    return all.toArray(Column[]::new);
  }
}
