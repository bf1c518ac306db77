package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.DenseRun;
import io.sparsewalk.report.ReportData.Evidence;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Recommended;
import io.sparsewalk.report.ReportData.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The answer for one setting in sentences, those of the view {@code recommendation} and what puts them in their place. */
final class Findings {
  private static final Comparator<Recommended> FARTHEST =
      Comparator.comparingDouble((Recommended row) -> row.safe().orElse(-1))
          .thenComparingDouble(row -> row.byMean().orElse(-1))
          .thenComparingDouble(row -> -row.flops().orElse(Double.MAX_VALUE));

  private final Setting setting;
  private final Evidence evidence;
  private final List<Recommended> rows;
  private final List<Baseline> baselines;

  Findings(Setting setting, Evidence evidence) {
    this.setting = setting;
    this.evidence = evidence;
    rows = evidence.recommendations().stream().filter(row -> row.setting().equals(setting)).toList();
    baselines = Baseline.of(setting, evidence.baselines());
  }

  /** The best first. */
  List<Baseline> baselines() {
    return baselines;
  }

  /** The answer: first that the network is no better than no network, if so; then how far the method goes that goes the farthest. */
  List<String> headline() {
    Optional<BaselineContest> contest = BaselineContest.of(baselines, network(), setting.protocol().equals("paper"));
    List<String> sentences = new ArrayList<>();
    contest.filter(BaselineContest::isNetworkBehind).map(BaselineContest::sentence).ifPresent(sentences::add);
    sentences.add(farthest().map(Recommended::verdict)
        .orElse("Nothing can be compared: there is no finished dense baseline, or nothing but it."));
    contest.filter(known -> !known.isNetworkBehind()).map(BaselineContest::sentence).ifPresent(sentences::add);
    Optional.ofNullable(evidence.recipes().get(setting)).ifPresent(sentences::add);
    return sentences;
  }

  /** A sentence for every other method and embedding, then one for every sparsified embedding. */
  List<String> details(List<Level> levels) {
    Recommended farthest = farthest().orElse(null);
    List<String> sentences =
        new ArrayList<>(rows.stream().filter(row -> !row.equals(farthest)).map(Recommended::verdict).toList());
    Optional<Level> full = dense(levels).filter(level -> level.cell().embedding().equals(Cell.DENSE)).findFirst();
    full.ifPresent(reference -> dense(levels).filter(level -> !level.equals(reference))
        .forEach(level -> sentences.add(embedding(level, reference))));
    return sentences;
  }

  private Optional<Recommended> farthest() {
    return farthest(rows);
  }

  /** The row of the method and embedding that can remove most. */
  static Optional<Recommended> farthest(List<Recommended> rows) {
    return rows.stream().max(FARTHEST);
  }

  /** Dense training on the dense embedding, or on the first if there is no dense one. */
  private List<TestedTrial> network() {
    List<DenseRun> runs = evidence.dense().stream().filter(run -> run.setting().equals(setting)).toList();
    Optional<String> embedding = runs.stream()
        .map(DenseRun::embedding)
        .min(Comparator.comparing((String name) -> !name.equals(Cell.DENSE)).thenComparing(Comparator.naturalOrder()));
    return runs.stream().filter(run -> run.embedding().equals(embedding.orElseThrow())).map(DenseRun::trial).toList();
  }

  private static Stream<Level> dense(List<Level> levels) {
    return levels.stream().filter(level -> level.cell().isDense());
  }

  /** Figures only: whether an embedding keeps quality is no question of the sparsity of weights. */
  private static String embedding(Level level, Level full) {
    String kept = level.cost().embeddingDensity().isPresent()
        ? ", with " + Numbers.percent(level.cost().embeddingDensity().getAsDouble()) + " of its values," : "";
    String auc =
        level.quality().auc().mean().isEmpty() ? "" : " and AUC " + beside(level.quality().auc(), full.quality().auc());
    return String.format("On the %s embedding%s dense training reaches accuracy %s%s.", level.cell().embedding(), kept,
        beside(level.quality().accuracy(), full.quality().accuracy()), auc);
  }

  private static String beside(Estimate own, Estimate other) {
    return Numbers.fixed(own.mean(), 3) + " (dense embedding " + Numbers.fixed(other.mean(), 3) + ")";
  }
}
