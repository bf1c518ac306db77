package io.sparsewalk.report;

import io.sparsewalk.report.QualityRule.Judgement;
import io.sparsewalk.sweep.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What {@link QualityRule} says, in plain sentences: the terminal, the report and the view {@code recommendation} all have these. */
final class VerdictText {
  private final String task;
  private final String embedding;
  private final Margin margin;
  private final List<TestedTrial> dense;

  VerdictText(String task, String embedding, Margin margin, List<TestedTrial> dense) {
    this.task = task;
    this.embedding = embedding;
    this.margin = margin;
    this.dense = dense;
  }

  String of(String method, Judgement judgement) {
    String who = Method.title(method) + " on the " + embedding + " embedding";
    if (judgement.byMean() < 0) {
      return who + ": nothing can be said about its sparsity: " + judgement.reason() + ".";
    }
    if (judgement.safe() < 0) {
      return who + ": " + judgement.reason() + ". " + byMean(judgement) + scored();
    }
    if (judgement.safe() == 0) {
      return String.format(
          "%s: no tested sparsity is sure to keep quality (%d seeds, 95 %% confidence, margin %s): %s. %s%s", who,
          judgement.seeds(), margin.words(withAuc()), judgement.reason(), byMean(judgement), scored());
    }
    TestedLevel level = judgement.tested().get(judgement.safe() - 1);
    return String.format(
        "%s%s of the weights can be removed with a loss of at most %s (%d seeds, 95 %% sure): %s reaches %s%s.%s%s",
        judgement.isAtLargest() ? "At least " : "", Numbers.shortPercent(level.sparsity()), margin.words(withAuc()),
        judgement.seeds(), who, quality(level), costs(level),
        judgement.byMean() > judgement.safe() ? " " + byMean(judgement) : "", scored());
  }

  private boolean withAuc() {
    return HeadlineMeasure.of(dense).contains(HeadlineMeasure.AUC);
  }

  private String byMean(Judgement judgement) {
    if (judgement.byMean() == 0) {
      return judgement.safe() < 0 ? "By mean alone no tested sparsity keeps quality."
          : "By mean alone none does either.";
    }
    TestedLevel level = judgement.tested().get(judgement.byMean() - 1);
    String largest = judgement.byMean() == judgement.tested().size() ? "at least " : "";
    return String.format("By mean alone %s%s can be removed%s.", largest, Numbers.shortPercent(level.sparsity()),
        judgement.safe() > 0 ? "" : ": it reaches " + quality(level) + costs(level));
  }

  /** For example "accuracy 0.846 (dense 0.849) and AUC 0.913 (dense 0.917)". */
  private String quality(TestedLevel level) {
    return HeadlineMeasure.of(dense)
        .stream()
        .map(measure -> String.format("%s %s (dense %s)", measure.words(), Numbers.decimals(level.mean(measure::of), 3),
            Numbers.decimals(level.mean(measure::of) - level.differences().get(measure).mean(), 3)))
        .collect(Collectors.joining(" and "));
  }

  /** Seconds and bytes stand beside FLOPs, also where they go the other way. */
  private static String costs(TestedLevel level) {
    List<String> costs = new ArrayList<>();
    cost(costs, level, trial -> trial.ratios().flops(), "training FLOPs");
    cost(costs, level, trial -> trial.ratios().seconds(), "training seconds");
    cost(costs, level, trial -> trial.ratios().modelBytes(), "bytes of the model");
    return costs.isEmpty() ? "" : "; against the dense run: " + String.join(", ", costs);
  }

  private static void cost(List<String> costs, TestedLevel level, ToDoubleFunction<TestedTrial> ratio, String what) {
    double mean = level.mean(ratio);
    if (!Double.isNaN(mean)) {
      costs.add(Numbers.times(mean) + " " + what);
    }
  }

  private String scored() {
    double share = share(dense);
    return Double.isNaN(share) ? "" : String.format(" Scored: %s of the test %s.", Numbers.shortPercent(share),
        task.equals("link-prediction") ? "edges" : "vertices");
  }

  /** Of the test edges or vertices that test figures speak for, in the mean over seeds; NaN if not known. */
  static double share(List<TestedTrial> dense) {
    return dense.stream()
        .mapToDouble(trial -> trial.figures().share())
        .filter(share -> !Double.isNaN(share))
        .average()
        .orElse(Double.NaN);
  }
}
