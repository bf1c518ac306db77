package io.sparsewalk.report;

import io.sparsewalk.model.PublishedFlops;
import io.sparsewalk.report.ReportData.Bytes;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Contest;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Recommended;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.sweep.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The sections of a report that are a table: statistics, baselines, ranks, the published FLOPs. */
final class ReportTables {
  private final ReportData data;
  private final Html html;

  ReportTables(ReportData data, Html html) {
    this.data = data;
    this.html = html;
  }

  void recommendations(Setting setting) {
    List<List<String>> rows = data.evidence()
        .recommendations()
        .stream()
        .filter(row -> row.setting().equals(setting))
        .map(row -> List.of(row.embedding(), Method.title(row.method()), Long.toString(row.seeds()),
            sparsity(row, row.safe()), sparsity(row, row.byMean()), loss(row.accuracyLoss(), row.accuracyBound()),
            loss(row.aucLoss(), row.aucBound()), Numbers.ratio(row.flops()), Numbers.ratio(row.seconds()),
            Numbers.ratio(row.flopsInference()), Numbers.ratio(row.modelBytes()), row.reason()))
        .toList();
    if (!rows.isEmpty()) {
      html.heading("How far each method can go");
      html.note(
          "“95 % safe”: the largest tested sparsity where the loss of accuracy and of AUC is below the margin with 95 % confidence,"
              + " as it is at every smaller tested sparsity (one-sided, paired by seed; levels are tested from the least sparse up to the first"
              + " that fails). “By mean”: the largest with mean losses within the margin, as all smaller ones. 0 %: no tested sparsity is; ≥: none"
              + " larger was tested. Losses, in brackets what they are below with 95 % confidence, and costs over those of the dense run of the"
              + " same seed are those of the safe sparsity, or by mean where none is safe.");
      html.table(List.of("Embedding", "Method", "Seeds", "95 % safe", "By mean", "Accuracy lost", "AUC lost",
          "FLOPs ÷ dense", "Seconds ÷ dense", "Prediction ÷ dense", "Bytes ÷ dense", "Why no further"), 2, rows);
    }
  }

  private static String sparsity(Recommended row, OptionalDouble share) {
    boolean shown = share.isPresent() && share.getAsDouble() > 0
        && share.equals(row.safe().orElse(0) > 0 ? row.safe() : row.byMean());
    return (shown && row.atLargestTested() ? "≥ " : "") + Numbers.percent(share);
  }

  private static String loss(OptionalDouble mean, OptionalDouble bound) {
    return Numbers.fixed(mean, 4) + (bound.isPresent() ? " (" + Numbers.fixed(bound, 4) + ")" : "");
  }

  /** What networks and embeddings take, dense and sparse, whichever is the smaller. */
  void bytes(List<Level> levels) {
    List<List<String>> rows = levels.stream().filter(level -> level.cost().bytes().model().isPresent()).map(level -> {
      Bytes bytes = level.cost().bytes();
      return row(level.cell(), Numbers.magnitude(bytes.model()), Numbers.magnitude(bytes.sparseModel()),
          Numbers.ratio(bytes.modelRatio()), Numbers.magnitude(bytes.embedding()),
          Numbers.magnitude(bytes.sparseEmbedding()), Numbers.ratio(bytes.embeddingRatio()));
    }).toList();
    if (!rows.isEmpty()) {
      html.heading("Bytes of the model and of the embedding");
      html.note(
          "As dense 32-bit matrices, and in compressed sparse rows of what is kept (8 bytes per value, 4 per row). The sparse form is"
              + " the larger one where more than half of the values are kept. “÷ dense” is 1 for what is dense.");
      html.table(List.of("Embedding", "Method", "Sparsity", "Model, dense", "Model, sparse", "Model ÷ dense",
          "Embedding, dense", "Embedding, sparse", "Embedding ÷ dense"), 2, rows);
    }
  }

  void contests(Setting setting) {
    List<List<String>> rows = data.contests()
        .stream()
        .filter(contest -> contest.setting().equals(setting))
        .map(contest -> List.of(contest.embedding(), Numbers.percent(contest.level()), best(contest),
            contest.highest().stream().map(Method::title).collect(Collectors.joining(" = ")), names(contest.alike()),
            names(contest.worse())))
        .toList();
    if (!rows.isEmpty()) {
      html.heading("Which method at which sparsity");
      html.note(
          "By accuracy at equal sparsity asked for. The best is named only if a t-test of the differences within seeds tells it from"
              + " every other method, corrected for all pairs of methods at that sparsity (Holm), at 5 %; with fewer than 3 seeds nothing is"
              + " told. Methods with the same figures in every seed (=) are one method under two names here.");
      html.table(List.of("Embedding", "Sparsity", "Best", "Highest mean", "No significant difference from it",
          "Significantly worse"), 6, rows);
    }
  }

  private static String best(Contest contest) {
    return contest.worse().isEmpty() ? "no method is told from the best mean" : contest.alike().isEmpty()
        ? contest.highest().stream().map(Method::title).collect(Collectors.joining(" = ")) : "not told from all others";
  }

  private static String names(List<String> methods) {
    return methods.isEmpty() ? "–" : methods.stream().map(Method::title).collect(Collectors.joining(", "));
  }

  void baselines(List<Baseline> baselines) {
    if (baselines.isEmpty()) {
      return;
    }
    html.heading("Trivial baselines");
    html.note(
        "What the same test examples give without an embedding or a network; means over seeds. Ranking figures are against"
            + " the stored negatives of the section on ranks.");
    List<String> figures =
        baselines.stream().flatMap(baseline -> baseline.figures().keySet().stream()).distinct().toList();
    List<String> header = new ArrayList<>(List.of("Baseline"));
    header.addAll(figures);
    html.table(header, 1, baselines.stream().map(baseline -> {
      List<String> row = new ArrayList<>(List.of(baseline.name()));
      figures.forEach(figure -> row.add(Numbers.fixed(baseline.mean(figure), 4)));
      return row;
    }).toList());
  }

  void rankings(Setting setting) {
    List<List<String>> rows =
        data.rankings().stream().filter(ranked -> ranked.cell().setting().equals(setting)).map(ranked -> {
          List<String> row = row(ranked.cell(), ranked.meanReciprocalRank().text("±"), ranked.hits10().text("±"),
              ranked.auc().text("±"));
          row.add(3, ranked.negatives());
          return row;
        }).toList();
    if (!rows.isEmpty()) {
      html.heading("Ranks of test edges");
      html.note(
          "Each test edge of a sample against other targets of its source: uniform, drawn as often as they are targets in"
              + " training (degree), or past partners that do not return in the test period (historical).");
      html.element("details", () -> {
        html.element("summary", "Table: mean reciprocal rank, hits, AUC");
        html.table(List.of("Embedding", "Method", "Sparsity", "Negatives", "MRR", "Hits@10", "AUC"), 4, rows);
      });
    }
  }

  void publishedFlops() {
    html.heading("FLOPs as published");
    html.note(
        "Table II of Peng et al. (ICCD 2022) by its formula, from a sparsity of 90.625 %: all 16 entries to the printed digits.");
    html.element("details", () -> {
      html.element("summary", "Table");
      html.table(List.of("Data set", "Network", "Method", "Embedding kept", "FLOPs, relative to dense"), 3,
          PublishedFlops.tableTwo()
              .stream()
              .map(entry -> List.of(entry.dataset(), entry.network(), entry.method(),
                  Numbers.percent(entry.embeddingDensity()), Numbers.fixed(OptionalDouble.of(entry.relative()), 4)))
              .toList());
    });
  }

  static List<String> row(Cell cell, String... figures) {
    List<String> row = new ArrayList<>(
        List.of(cell.embedding(), Method.title(cell.method()), cell.isDense() ? "" : Numbers.percent(cell.sparsity())));
    row.addAll(List.of(figures));
    return row;
  }
}
