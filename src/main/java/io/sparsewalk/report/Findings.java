package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The levels of one setting in sentences, computed from the figures and honest when nothing was kept. */
final class Findings {
  private final List<Level> levels;
  private final List<Verdict> verdicts;

  Findings(List<Level> levels) {
    this.levels = levels;
    this.verdicts = Verdict.of(levels);
  }

  /** The answer in one sentence. */
  String headline() {
    if (verdicts.isEmpty()) {
      return "Nothing can be compared: there is no finished dense baseline, or nothing but it.";
    }
    return verdicts.stream().filter(verdict -> verdict.best().isPresent())
        .max(Comparator.comparingDouble(verdict -> verdict.best().get().cell().sparsity()))
        .map(verdict -> String.format("Up to %s of the model's weights can go: %s.",
            Numbers.percent(verdict.best().get().cell().sparsity()), result(verdict, verdict.best().get())))
        .orElseGet(this::nothingKept);
  }

  /** One sentence for every method on every embedding, then one for every sparsified embedding. */
  List<String> details() {
    List<String> sentences = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      String where = methodName(verdict.tested().get(0).cell().method()) + " on the "
          + verdict.dense().cell().embedding() + " embedding: ";
      sentences.add(where + verdict.best()
          .map(best -> "quality kept up to " + Numbers.percent(best.cell().sparsity()) + outOf(verdict, best))
          .orElse("no tested sparsity keeps quality (lowest tested: "
              + Numbers.percent(verdict.tested().get(0).cell().sparsity()) + ")") + ".");
    }
    Optional<Level> reference = dense().filter(level -> level.cell().embedding().equals(Cell.DENSE)).findFirst();
    reference.ifPresent(full -> dense().filter(level -> level != full)
        .forEach(level -> sentences.add(embeddingSentence(level, full))));
    return sentences;
  }

  private Stream<Level> dense() {
    return levels.stream().filter(level -> level.cell().isDense());
  }

  private static String outOf(Verdict verdict, Level best) {
    double sparsest = verdict.tested().get(verdict.tested().size() - 1).cell().sparsity();
    boolean all = best.cell().sparsity() == sparsest;
    return (all ? ", the sparsest tested" : " of " + Numbers.percent(sparsest) + " tested")
        + " (" + Numbers.factor(best.cost().flopsRatio().mean()) + " the counted FLOPs)";
  }

  private static String embeddingSentence(Level level, Level full) {
    String kept = level.cost().embeddingDensity().isPresent()
        ? " (" + Numbers.percent(level.cost().embeddingDensity().getAsDouble()) + " of its values kept)" : "";
    return String.format("The %s embedding itself%s %s quality: dense training reaches %s.", level.cell().embedding(), kept,
        Verdict.keepsQuality(level, full) ? "keeps" : "loses", quality(level, full, "instead of %s"));
  }

  private String nothingKept() {
    Verdict closest = null;
    Level least = null;
    for (Verdict verdict : verdicts) {
      for (Level level : verdict.tested()) {
        if (least == null || verdict.loss(level) < closest.loss(least)) {
          closest = verdict;
          least = level;
        }
      }
    }
    return String.format("None of the tested sparsities keeps the quality of the dense model; closest is %s: %s.",
        Numbers.percent(least.cell().sparsity()), result(closest, least));
  }

  private static String result(Verdict verdict, Level level) {
    return String.format("%s on the %s embedding reaches %s at %s the counted FLOPs of dense training",
        methodName(level.cell().method()), level.cell().embedding(), quality(level, verdict.dense(), "(dense %s)"),
        Numbers.factor(level.cost().flopsRatio().mean()));
  }

  /** Accuracy and, where there is one, AUC of a level beside those of another. */
  private static String quality(Level level, Level other, String beside) {
    String accuracy = "accuracy " + beside(level.quality().accuracy(), other.quality().accuracy(), beside);
    return level.quality().auc().mean().isEmpty() ? accuracy
        : accuracy + " and AUC " + beside(level.quality().auc(), other.quality().auc(), beside);
  }

  private static String beside(Estimate own, Estimate other, String words) {
    return Numbers.fixed(own.mean(), 3) + " " + String.format(words, Numbers.fixed(other.mean(), 3));
  }

  /** Methods by the names that their papers gave them. */
  static String methodName(String method) {
    return switch (method) {
      case "slr" -> "SLR";
      case "rigl" -> "RigL";
      case "admm", "set", "snfs", "snip", "mest", "dst-ee", "ugs" -> method.toUpperCase(Locale.ROOT);
      default -> method;
    };
  }
}
