package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.AuditFigure;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Setting;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trivial baseline in the audits of a setting, whose figures are named {@code baseline NAME: FIGURE}.
 *
 * @param figures means over seeds by their names
 */
record Baseline(String name, Map<String, Double> figures) {
  private static final String AUC = "AUC";
  private static final String ACCURACY = "accuracy";
  private static final String PREFIX = "baseline ";

  /** True if a figure of the audit is one of a baseline. */
  static boolean isOne(AuditFigure figure) {
    return figure.name().startsWith(PREFIX);
  }

  /** The baselines of a setting, the best first. */
  static List<Baseline> of(Setting setting, List<AuditFigure> audits) {
    Map<String, Map<String, Double>> byName = new LinkedHashMap<>();
    for (AuditFigure figure : audits) {
      if (isOne(figure) && figure.dataset().equals(setting.dataset()) && figure.protocol().equals(setting.protocol())) {
        String[] parts = figure.name().substring(PREFIX.length()).split(": ", 2);
        byName.computeIfAbsent(parts[0], name -> new LinkedHashMap<>()).put(parts[1], figure.spread().mean());
      }
    }
    return byName.entrySet().stream().map(entry -> new Baseline(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble((Baseline baseline) -> -baseline.figure())).toList();
  }

  /** What baselines are compared by: AUC, or accuracy for a task without. */
  double figure() {
    return figures.getOrDefault(AUC, figures.getOrDefault(ACCURACY, Double.NaN));
  }

  /** {@link #figure} as it is called. */
  String measure() {
    return figures.containsKey(AUC) ? AUC : ACCURACY;
  }

  OptionalDouble figure(String name) {
    return figures.containsKey(name) ? OptionalDouble.of(figures.get(name)) : OptionalDouble.empty();
  }

  /** Whether the best of the levels beats the best baseline, in a sentence; empty without baselines. */
  static Optional<String> verdict(List<Baseline> baselines, List<Level> levels) {
    boolean byAuc = !baselines.isEmpty() && baselines.get(0).measure().equals(AUC);
    OptionalDouble model = levels.stream().map(level -> byAuc ? level.quality().auc().mean() : level.quality().accuracy().mean())
        .filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).max();
    if (baselines.isEmpty() || model.isEmpty()) {
      return Optional.empty();
    }
    Baseline best = baselines.get(0);
    return Optional.of(String.format("%s: %s %s without an embedding or a network (%s), %s at best with them.",
        model.getAsDouble() > best.figure() ? "The model beats every trivial baseline"
            : "The model does not beat the trivial baselines",
        best.measure(), Numbers.fixed(OptionalDouble.of(best.figure()), 3), best.name(), Numbers.fixed(model, 3)));
  }
}
