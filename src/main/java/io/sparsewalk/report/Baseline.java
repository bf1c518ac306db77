package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.BaselineFigure;
import io.sparsewalk.report.ReportData.Setting;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A trivial baseline of a setting: what the same test examples give without an embedding or a network.
 *
 * @param figures by their names and seeds
 */
record Baseline(String name, Map<String, Map<Long, Double>> figures) {

  /** The baselines of a setting, the best first. */
  static List<Baseline> of(Setting setting, List<BaselineFigure> figures) {
    Map<String, Map<String, Map<Long, Double>>> byName = new LinkedHashMap<>();
    for (BaselineFigure figure : figures) {
      if (figure.dataset().equals(setting.dataset()) && figure.protocol().equals(setting.protocol())) {
        byName.computeIfAbsent(figure.baseline(), name -> new LinkedHashMap<>())
            .computeIfAbsent(figure.figure(), name -> new TreeMap<>())
            .put(figure.seed(), figure.value());
      }
    }
    return byName.entrySet()
        .stream()
        .map(entry -> new Baseline(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingDouble((Baseline baseline) -> -baseline.mean(baseline.measure().words()).orElse(-1)))
        .toList();
  }

  /** What baselines are compared by: AUC, or accuracy for a task without. */
  HeadlineMeasure measure() {
    return figures.containsKey(HeadlineMeasure.AUC.words()) ? HeadlineMeasure.AUC : HeadlineMeasure.ACCURACY;
  }

  /** The mean over seeds of a figure. */
  OptionalDouble mean(String figure) {
    return figures.getOrDefault(figure, Map.of()).values().stream().mapToDouble(Double::doubleValue).average();
  }

  /** What a network is above this, in the seeds of both. */
  PairedDifference below(List<TestedTrial> network) {
    Map<Long, Double> own = figures.getOrDefault(measure().words(), Map.of());
    List<TestedTrial> paired =
        network.stream().filter(trial -> measure().has(trial) && own.containsKey(trial.seed())).toList();
    return PairedDifference.of(
        paired.stream().mapToDouble(trial -> measure().of(trial) - own.get(trial.seed())).toArray(),
        paired.stream()
            .mapToDouble(trial -> measure().resolution(trial.figures(),
                TestedTrial.Figures.of(own.get(trial.seed()), own.get(trial.seed()))))
            .toArray());
  }
}
