package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.PastRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Two runs of a job side by side, a row for every method on an embedding at a level that either has.
 *
 * <p>Columns: {@code embedding}, {@code method}, {@code sparsity_requested}; {@code n} seeds that both have; for accuracy, auc and auc_all
 * the means {@code m_before} and {@code m_after} and, paired by seed, the mean {@code m_difference} of after - before with the ends {@code
 * m_low} and {@code m_high} of its 95 % t-interval (null for fewer than three seeds); {@code flops_before}, {@code flops_after} and {@code
 * flops_ratio} of counted FLOPs of training, the same of {@code seconds} of training; {@code safe_before}, {@code safe_after} and {@code
 * safe_difference} of the method's {@code sparsity_safe} in {@code recommendation}; {@code run_before}, {@code run_after}; {@code
 * same_data} and {@code same_code}. Trials that halving ended do not count.
 */
public final class RunComparison {
  /** What fits on a terminal. */
  private static final List<String> SHOWN = List.of("embedding", "method", "sparsity_requested", "n", "accuracy_after",
      "accuracy_difference", "auc_after", "auc_difference", "auc_all_after", "auc_all_difference", "flops_ratio",
      "seconds_ratio", "safe_before", "safe_after");
  private static final List<String> CELL = List.of("embedding", "method", "sparsity_requested");
  private static final List<String> QUALITY = List.of("accuracy", "auc", "auc_all");

  private final PastRun before;
  private final PastRun after;

  /** Both have a sweep. */
  public RunComparison(PastRun before, PastRun after) {
    this.before = before;
    this.after = after;
  }

  /** What differs but the figures, a sentence each. */
  public List<String> heading() {
    List<String> lines = new ArrayList<>(List.of("before: " + told(before), "after:  " + told(after)));
    if (before.sweepId().equals(after.sweepId())) {
      lines.add("Both are of one sweep: nothing was trained in between.");
      return lines;
    }
    lines.add(same("data_fingerprint") ? "The data are the same."
        : "The data differ: " + before.cells().get("edges") + " edges of " + before.cells().get("vertices")
            + " vertices before, " + after.cells().get("edges") + " of " + after.cells().get("vertices") + " after.");
    lines.add(same("code_version") ? "The code is the same." : "The code differs: " + before.cells().get("code_version")
        + " before, " + after.cells().get("code_version") + " after.");
    if (same("data_fingerprint") && same("code_version")) {
      lines.add("So the settings of the job differ.");
    }
    return lines;
  }

  private static String told(PastRun run) {
    return run.id() + ", " + run.status().word() + " at " + run.endedAt() + ", sweep " + run.sweepId().orElseThrow();
  }

  private boolean same(String column) {
    return Objects.equals(before.cells().get(column), after.cells().get(column));
  }

  /** The columns that fit on a terminal. */
  public static Dataset<Row> shown(Dataset<Row> cells) {
    return cells.select(SHOWN.stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /**
   * The rows, from the views of {@link Views#register}.
   *
   * @throws DataRefusedException if the warehouse no longer has the trials of a run
   */
  public Dataset<Row> cells(SparkSession spark) {
    String[] trial = Stream.concat(CELL.stream(), Stream.of("seed")).toArray(String[]::new);
    Dataset<Row> both = trials(spark, before, "before").join(trials(spark, after, "after"), trial, "full_outer");
    List<Column> figures = new ArrayList<>();
    QUALITY.forEach(name -> figures.addAll(quality(name)));
    for (String cost : List.of("flops", "seconds")) {
      Column first = avg(cost + "_before");
      Column second = avg(cost + "_after");
      figures.addAll(
          List.of(first.as(cost + "_before"), second.as(cost + "_after"), second.divide(first).as(cost + "_ratio")));
    }
    String[] method = {"embedding", "method"};
    return both.groupBy(CELL.stream().map(name -> col(name)).toArray(Column[]::new))
        .agg(count(col("is_before").and(col("is_after"))).as("n"), figures.toArray(Column[]::new))
        .join(safe(spark, before, "safe_before"), method, "left")
        .join(safe(spark, after, "safe_after"), method, "left")
        .withColumn("safe_difference", col("safe_after").minus(col("safe_before")))
        .withColumn("run_before", lit(before.id()))
        .withColumn("run_after", lit(after.id()))
        .withColumn("same_data", lit(same("data_fingerprint")))
        .withColumn("same_code", lit(same("code_version")))
        .orderBy("embedding", "method", "sparsity_requested");
  }

  private static Dataset<Row> trials(SparkSession spark, PastRun run, String side) {
    Dataset<Row> trials = spark.table("trial_ratios")
        .where(col("sweep_id").equalTo(run.sweepId().orElseThrow()).and(col("stop_reason").notEqual("halved")));
    if (trials.isEmpty()) {
      throw new DataRefusedException(
          "the warehouse has no trial of run " + run.id() + " any more: its sweep was " + run.sweepId().orElseThrow());
    }
    List<Column> columns =
        new ArrayList<>(Stream.concat(CELL.stream(), Stream.of("seed")).map(name -> col(name)).toList());
    QUALITY.forEach(name -> columns.add(col(name).as(name + "_" + side)));
    columns.add(col("flops_counted").as("flops_" + side));
    columns.add(col("train_seconds").as("seconds_" + side));
    columns.add(lit(true).as("is_" + side));
    return trials.select(columns.toArray(Column[]::new));
  }

  private static List<Column> quality(String name) {
    Column difference = col(name + "_after").minus(col(name + "_before"));
    Column half = udf(new TInterval(), DataTypes.DoubleType).apply(count(difference), stddev_samp(difference));
    return List.of(avg(name + "_before").as(name + "_before"), avg(name + "_after").as(name + "_after"),
        avg(difference).as(name + "_difference"), avg(difference).minus(half).as(name + "_low"),
        avg(difference).plus(half).as(name + "_high"));
  }

  private static Dataset<Row> safe(SparkSession spark, PastRun run, String name) {
    return spark.table("recommendation")
        .where(col("sweep_id").equalTo(run.sweepId().orElseThrow()))
        .select(col("embedding"), col("method"), col("sparsity_safe").as(name));
  }
}
