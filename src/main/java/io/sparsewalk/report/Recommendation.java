package io.sparsewalk.report;

import io.sparsewalk.report.QualityRule.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The {@code recommendation} view: for every method on every embedding how many of the weights can be removed, by {@link QualityRule}.
 *
 * <p>Columns: {@link TrialRatios#KEYS}; {@code method}; {@code n} seeds that it shares with dense training; {@code margin_accuracy} and
 * {@code margin_auc}; {@code sparsity_safe}, the largest sparsity that keeps quality with 95 % confidence, 0 if none does, null if nothing
 * can be said (fewer than three seeds, or see {@code reason}); {@code sparsity_by_mean}, the largest that does so in the mean over seeds;
 * {@code sparsity}, the one that the rest of the row is of: the safe one, or the one by mean where no sparsity is safe, 0 if neither is;
 * {@code at_largest_tested}, true if no larger was tested, so that it is "at least"; {@code accuracy_loss} and {@code auc_loss} in the
 * mean, {@code accuracy_loss_bound} and {@code auc_loss_bound} that they are below with 95 % confidence; {@code flops_ratio}, {@code
 * seconds_ratio}, {@code flops_inference_ratio}, {@code parameters_share} and {@code model_bytes_ratio} of {@link TrialRatios}; {@code test_share} of the test edges
 * or vertices that the figures speak for; {@code verdict}, all of it in a sentence or two, and {@code reason}, why it is no larger.
 */
final class Recommendation {
  private static final StructType SCHEMA = StructType.fromDDL(TrialRatios.KEYS.stream()
      .map(key -> key + " string")
      .collect(Collectors.joining(", "))
      + ", method string, n bigint, margin_accuracy double, margin_auc double, sparsity_safe double, sparsity_by_mean double,"
      + " sparsity double, at_largest_tested boolean, accuracy_loss double, auc_loss double, accuracy_loss_bound double,"
      + " auc_loss_bound double, flops_ratio double, seconds_ratio double, flops_inference_ratio double, parameters_share double, model_bytes_ratio double,"
      + " test_share double, verdict string, reason string");

  private Recommendation() {}

  /** The recommendations of {@link TrialRatios#groups}. */
  static Dataset<Row> of(Dataset<Row> groups, Margin margin) {
    return groups.flatMap((FlatMapFunction<Row, Row>) group -> rows(group, margin).iterator(), Encoders.row(SCHEMA));
  }

  private static List<Row> rows(Row group, Margin margin) {
    List<TestedTrial> trials = TrialRatios.read(group);
    List<TestedTrial> dense = trials.stream().filter(TestedTrial::isDense).toList();
    VerdictText text = new VerdictText(group.getAs("task"), group.getAs("embedding"), margin, dense);
    List<Row> rows = new ArrayList<>();
    Map<String, List<TestedTrial>> methods = trials.stream()
        .filter(trial -> !trial.isDense())
        .collect(Collectors.groupingBy(TestedTrial::method, TreeMap::new, Collectors.toList()));
    methods.forEach((method, own) -> {
      Judgement judgement = new QualityRule(margin).judge(dense, own);
      List<Object> row = new ArrayList<>(TrialRatios.KEYS.stream().map(key -> group.<Object>getAs(key)).toList());
      row.addAll(List.of(method, (long) judgement.seeds(), margin.accuracy(), margin.auc()));
      row.add(sparsity(judgement, judgement.safe()));
      row.add(sparsity(judgement, judgement.byMean()));
      row.add(judgement.byMean() < 0 ? null : judgement.shown().map(TestedLevel::sparsity).orElse(0.0));
      row.add(judgement.byMean() < 0 ? null : (Boolean) judgement.isAtLargest());
      row.addAll(losses(judgement.shown()));
      row.add(number(judgement.shown(), trial -> trial.ratios().flops()));
      row.add(number(judgement.shown(), trial -> trial.ratios().seconds()));
      row.add(number(judgement.shown(), trial -> trial.ratios().inference()));
      row.add(number(judgement.shown(), trial -> trial.ratios().nonzeros()));
      row.add(number(judgement.shown(), trial -> trial.ratios().modelBytes()));
      row.add(share(dense));
      row.add(text.of(method, judgement));
      row.add(judgement.reason());
      rows.add(RowFactory.create(row.toArray()));
    });
    return rows;
  }

  private static Double sparsity(Judgement judgement, int levels) {
    return levels < 0 ? null : levels == 0 ? 0.0 : judgement.tested().get(levels - 1).sparsity();
  }

  /** Mean losses of accuracy and AUC, then their bounds. */
  private static List<Object> losses(Optional<TestedLevel> shown) {
    List<Object> losses = new ArrayList<>();
    for (HeadlineMeasure measure : HeadlineMeasure.values()) {
      PairedDifference difference = shown.map(level -> level.differences().get(measure)).orElse(null);
      losses.add(measure.ordinal(), difference == null ? null : Double.valueOf(0 - difference.mean()));
      losses.add(difference == null || difference.lowerBound().isEmpty() ? null
          : Double.valueOf(0 - difference.lowerBound().getAsDouble()));
    }
    return losses;
  }

  private static Double number(Optional<TestedLevel> shown, ToDoubleFunction<TestedTrial> figure) {
    double mean = shown.map(level -> level.mean(figure)).orElse(Double.NaN);
    return Double.isNaN(mean) ? null : mean;
  }

  private static Double share(List<TestedTrial> dense) {
    double share = VerdictText.share(dense);
    return Double.isNaN(share) ? null : share;
  }
}
