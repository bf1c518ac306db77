package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Recommended;
import io.sparsewalk.report.ReportData.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What networks answer to the test examples: of each setting those of dense training and of the recommended cell. Binned where the rows are, so
 * that a report stays small.
 *
 * @param scores of pairs, from the table {@code predictions}; empty unless the job saves them
 * @param calls of vertices, from the table {@code confusions}
 */
public record Answers(List<Score> scores, List<Call> calls) {
  /** Bins of the probability. */
  static final int BINS = 20;
  /** Classes that a picture has room for. */
  static final int MOST_CLASSES = 40;
  /** The bin of a logit, in SQL that is also under the pictures. */
  static final String BIN = "least(" + (BINS - 1) + ", CAST(floor(" + BINS + " / (1 + exp(-score))) AS INT))";
  static final String PROBABILITY = "1 / (1 + exp(-score))";

  public Answers {
    scores = List.copyOf(scores);
    calls = List.copyOf(calls);
  }

  /**
   * Scored test examples of a cell in a bin of the probability, over all its seeds.
   *
   * @param isEdge whether they are edges or negatives
   * @param probability the mean
   */
  public record Score(Cell cell, boolean isEdge, int bin, long examples, double probability) {}

  /** Test vertices of a class that are called a class, over the seeds of a cell. */
  public record Call(Cell cell, int actual, int predicted, long count) {}

  /** Reads them of the views of a sweep. */
  static Answers read(SparkSession spark, String sweepId, List<Level> levels, List<Recommended> recommended) {
    List<Score> scores = new ArrayList<>();
    List<Call> calls = new ArrayList<>();
    for (Setting setting : levels.stream().map(level -> level.cell().setting()).distinct().toList()) {
      for (Cell cell : shown(setting, levels, recommended)) {
        List<String> trials = spark.table("trial_ratios")
            .where(col("sweep_id").equalTo(sweepId)
                .and(col("dataset").equalTo(setting.dataset()))
                .and(col("protocol").equalTo(setting.protocol()))
                .and(col("task").equalTo(setting.task()))
                .and(col("model").equalTo(setting.model()))
                .and(col("embedding").equalTo(cell.embedding()))
                .and(col("method").equalTo(cell.method()))
                .and(col("sparsity_requested").equalTo(cell.level())))
            .select("trial_id")
            .as(Encoders.STRING())
            .collectAsList();
        // By the identities, so that the files of no other trial are opened.
        Function<String, Dataset<Row>> table = name -> spark.table(name)
            .where(col("sweep_id").equalTo(sweepId).and(col("trial_id").isInCollection(trials)));
        scores.addAll(scores(cell, table.apply("predictions")));
        calls.addAll(calls(cell, table.apply("confusions")));
      }
    }
    return new Answers(scores, calls);
  }

  /** Dense training, on the dense embedding if there is one, and the cell that the headline is about. */
  static List<Cell> shown(Setting setting, List<Level> levels, List<Recommended> recommended) {
    List<Cell> cells = levels.stream().map(Level::cell).filter(cell -> cell.setting().equals(setting)).toList();
    List<Cell> shown = new ArrayList<>();
    // The first in the order of reading, which is the one on the dense embedding, as a rule.
    cells.stream()
        .filter(Cell::isDense)
        .min(Comparator.comparing(cell -> !cell.embedding().equals(Cell.DENSE)))
        .ifPresent(shown::add);
    Optional<Recommended> farthest =
        Findings.farthest(recommended.stream().filter(row -> row.setting().equals(setting)).toList());
    farthest.ifPresent(best -> {
      double sparsity = best.safe().orElse(0) > 0 ? best.safe().getAsDouble() : best.byMean().orElse(0);
      cells.stream()
          .filter(
              cell -> sparsity > 0 && cell.method().equals(best.method()) && cell.embedding().equals(best.embedding()))
          .min(Comparator.comparingDouble(cell -> Math.abs(cell.sparsity() - sparsity)))
          .ifPresent(shown::add);
    });
    return shown;
  }

  private static List<Score> scores(Cell cell, Dataset<Row> predictions) {
    Column bin = expr(BIN);
    return predictions.where(col("both_seen").equalTo(1))
        .groupBy(col("label"), bin.as("bin"))
        .agg(count(lit(1)).as("examples"), avg(expr(PROBABILITY)).as("probability"))
        .orderBy("label", "bin")
        .collectAsList()
        .stream()
        .map(row -> new Score(cell, row.<Integer>getAs("label") == 1, row.<Integer>getAs("bin"),
            row.<Long>getAs("examples"), row.<Double>getAs("probability")))
        .toList();
  }

  private static List<Call> calls(Cell cell, Dataset<Row> confusions) {
    return confusions.where(col("actual").lt(MOST_CLASSES).and(col("predicted").lt(MOST_CLASSES)))
        .groupBy("actual", "predicted")
        .agg(sum("count").as("count"))
        .orderBy("actual", "predicted")
        .collectAsList()
        .stream()
        .map(row -> new Call(cell, row.<Integer>getAs("actual"), row.<Integer>getAs("predicted"),
            row.<Long>getAs("count")))
        .toList();
  }
}
