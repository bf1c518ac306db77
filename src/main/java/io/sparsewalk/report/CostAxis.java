package io.sparsewalk.report;

import java.util.OptionalDouble;
import java.util.function.Function;

/** What quality is set against, over the cost of the dense run. */
enum CostAxis {
  FLOPS("training FLOPs", "flops_ratio_mean", level -> level.cost().flopsRatio().mean()),
  SECONDS("training seconds", "seconds_ratio", level -> level.cost().secondsRatio()),
  BYTES("bytes of the model", "model_bytes_ratio", level -> level.cost().bytes().modelRatio());

  private final String words;
  private final String column;
  private final Function<ReportData.Level, OptionalDouble> ratio;

  CostAxis(String words, String column, Function<ReportData.Level, OptionalDouble> ratio) {
    this.words = words;
    this.column = column;
    this.ratio = ratio;
  }

  String words() {
    return words;
  }

  /** Of the view {@code summary}. */
  String column() {
    return column;
  }

  OptionalDouble of(ReportData.Level level) {
    return ratio.apply(level);
  }
}
