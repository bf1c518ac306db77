package io.sparsewalk.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Recommended;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The cell of a sweep that its headline is about: the method and embedding that can remove most weights, at that sparsity. Where none can
 * remove anything, or nothing can be said, it is dense training on the dense embedding.
 *
 * <p>A row of the view {@code summary}; its means also by the names of their measures ({@code auc_all} for {@code auc_all_mean}); {@code
 * evidence}, which is safe, by mean or none; and {@code sparsity_safe}, {@code sparsity_by_mean}, {@code accuracy_loss}, {@code
 * auc_loss} and their bounds of the view {@code recommendation}.
 */
public final class BestCell {
  private static final Map<String, Function<Recommended, OptionalDouble>> FIGURES =
      Map.of("sparsity_safe", Recommended::safe, "sparsity_by_mean", Recommended::byMean, "accuracy_loss",
          Recommended::accuracyLoss, "auc_loss", Recommended::aucLoss, "accuracy_loss_bound",
          Recommended::accuracyBound, "auc_loss_bound", Recommended::aucBound);

  private BestCell() {}

  /** One row, or none if neither dense training nor anything else has finished. From the views of {@link Views#register}. */
  public static Dataset<Row> of(SparkSession spark, String sweepId) {
    Optional<Recommended> best = Findings.farthest(new ReportReader(spark, sweepId).recommendations());
    boolean isSafe = best.isPresent() && isSome(best.get().safe());
    boolean isByMean = best.isPresent() && isSome(best.get().byMean());
    Dataset<Row> cells = spark.table("summary").where(col("sweep_id").equalTo(sweepId));
    Dataset<Row> cell = isSafe || isByMean
        ? recommended(cells, best.get(), (isSafe ? best.get().safe() : best.get().byMean()).getAsDouble())
        : cells.where(col("method").equalTo(Cell.DENSE))
            .orderBy(col("embedding").notEqual(Cell.DENSE), col("embedding"));
    Map<String, Column> more = new LinkedHashMap<>();
    more.put("evidence", lit(isSafe ? "safe" : isByMean ? "by mean" : "none"));
    Summary.MEASURES.keySet().forEach(measure -> more.put(measure, col(measure + "_mean")));
    FIGURES.forEach((name, figure) -> more.put(name, number(best.map(figure).orElse(OptionalDouble.empty()))));
    return cell.limit(1).withColumns(more);
  }

  private static Dataset<Row> recommended(Dataset<Row> cells, Recommended best, double sparsity) {
    return cells.where(col("method").equalTo(best.method()).and(col("embedding").equalTo(best.embedding())))
        .orderBy(abs(col("sparsity").minus(sparsity)), col("sparsity"));
  }

  private static boolean isSome(OptionalDouble sparsity) {
    return sparsity.orElse(0) > 0;
  }

  private static Column number(OptionalDouble figure) {
    return lit(figure.isPresent() ? figure.getAsDouble() : null).cast(DataTypes.DoubleType);
  }
}
