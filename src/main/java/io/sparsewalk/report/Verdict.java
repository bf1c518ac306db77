package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer to "how sparse can I go?" for one method on one embedding: the largest tested sparsity that keeps the
 * quality of the dense model on the same embedding.
 *
 * <p>A level keeps quality if neither its mean test accuracy nor, where there is one, its mean test AUC is below the dense
 * mean by more than the tolerance of that measure: {@value #TOLERANCE}, or the half-width of the dense mean's 95 % interval
 * where that is larger.
 *
 * @param dense the baseline
 * @param tested the method's levels by sparsity
 * @param best the sparsest that keeps quality; empty if none does
 */
record Verdict(Level dense, List<Level> tested, Optional<Level> best) {
  static final double TOLERANCE = 0.01;

  /** The verdicts on the levels of one setting, for every embedding that has a dense baseline. */
  static List<Verdict> of(List<Level> levels) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Level dense : levels.stream().filter(level -> level.cell().isDense()).toList()) {
      List<Level> others = levels.stream()
          .filter(level -> !level.cell().isDense())
          .filter(level -> level.cell().embedding().equals(dense.cell().embedding())).toList();
      for (String method : others.stream().map(level -> level.cell().method()).distinct().toList()) {
        verdicts.add(of(dense, others.stream().filter(level -> level.cell().method().equals(method)).toList()));
      }
    }
    return verdicts;
  }

  private static Verdict of(Level dense, List<Level> tested) {
    Optional<Level> best = tested.stream().filter(level -> keepsQuality(level, dense))
        .max(Comparator.comparingDouble(level -> level.cell().sparsity()));
    return new Verdict(dense, tested, best);
  }

  static boolean keepsQuality(Level level, Level dense) {
    return keeps(level.quality().accuracy(), dense.quality().accuracy())
        && (dense.quality().auc().mean().isEmpty() || keeps(level.quality().auc(), dense.quality().auc()));
  }

  private static boolean keeps(Estimate tested, Estimate dense) {
    return tested.mean().isPresent() && dense.mean().isPresent()
        && tested.mean().getAsDouble() >= dense.mean().getAsDouble() - tolerance(dense);
  }

  private static double tolerance(Estimate dense) {
    return Math.max(TOLERANCE, dense.halfWidth().orElse(0));
  }

  /** How much accuracy a level loses against the baseline. */
  double loss(Level level) {
    return dense.quality().accuracy().mean().orElse(0) - level.quality().accuracy().mean().orElse(0);
  }
}
