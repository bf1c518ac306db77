package io.sparsewalk.report;

import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.sparsity.PublishedFlops;
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
    List<List<String>> rows = data.recommendations().stream().filter(row -> row.setting().equals(setting))
        .map(row -> List.of(row.embedding(), Findings.methodName(row.method()), Numbers.percent(row.sparsity()),
            Numbers.percent(row.sure()), row.bySeed().text("±"), Numbers.fixed(row.accuracyLoss(), 4),
            Numbers.fixed(row.aucLoss(), 4), Numbers.factor(row.flops()), Numbers.factor(row.flopsInference()))).toList();
    if (!rows.isEmpty()) {
      html.element("h2", "How far each method can go");
      html.note("The largest tested sparsity at which accuracy and AUC are on average within 0.01 of dense training (0: none is);"
          + " “sure”: at which the whole 95 % interval of both losses is; “by seed”: mean and interval of what single seeds"
          + " would say. Losses and costs are those at the first, costs relative to dense training.");
      html.table(List.of("Embedding", "Method", "Sparsity", "Sure", "By seed", "Accuracy lost", "AUC lost",
          "FLOPs of training", "FLOPs of a prediction"), 2, rows);
    }
  }

  void contests(Setting setting) {
    List<List<String>> rows = data.contests().stream().filter(contest -> contest.setting().equals(setting))
        .map(contest -> List.of(contest.embedding(), Numbers.percent(contest.sparsity()),
            Findings.methodName(contest.best()), names(contest.alike()), names(contest.worse()))).toList();
    if (!rows.isEmpty()) {
      html.element("h2", "Which method at which sparsity");
      html.note("The best mean accuracy; the others are told from it or not by a t-test of the differences within seeds,"
          + " corrected for all pairs of methods at that sparsity (Holm), at 5 %. With few seeds little can be told apart.");
      html.table(List.of("Embedding", "Sparsity", "Best", "Not told from it", "Worse"), 5, rows);
    }
  }

  private static String names(List<String> methods) {
    return methods.isEmpty() ? "–" : methods.stream().map(Findings::methodName).collect(Collectors.joining(", "));
  }

  void baselines(List<Baseline> baselines) {
    if (baselines.isEmpty()) {
      return;
    }
    html.element("h2", "Trivial baselines");
    html.note("What the same test examples give without an embedding or a network; means over seeds. Ranking figures are against"
        + " the stored negatives of the section on ranks.");
    List<String> figures = baselines.stream().flatMap(baseline -> baseline.figures().keySet().stream()).distinct().toList();
    List<String> header = new ArrayList<>(List.of("Baseline"));
    header.addAll(figures);
    html.table(header, 1, baselines.stream().map(baseline -> {
      List<String> row = new ArrayList<>(List.of(baseline.name()));
      figures.forEach(figure -> row.add(Numbers.fixed(baseline.figure(figure), 4)));
      return row;
    }).toList());
  }

  void rankings(Setting setting) {
    List<List<String>> rows = data.rankings().stream().filter(ranked -> ranked.cell().setting().equals(setting))
        .map(ranked -> {
          List<String> row = row(ranked.cell(), ranked.meanReciprocalRank().text("±"), ranked.hits10().text("±"),
              ranked.auc().text("±"));
          row.add(3, ranked.negatives());
          return row;
        }).toList();
    if (!rows.isEmpty()) {
      html.element("h2", "Ranks of test edges");
      html.note("Each test edge of a sample against other targets of its source: uniform, drawn as often as they are targets in"
          + " training (degree), or targets of before that are none in the test block (historical).");
      html.element("details", () -> {
        html.element("summary", "Table: mean reciprocal rank, hits, AUC");
        html.table(List.of("Embedding", "Method", "Sparsity", "Negatives", "MRR", "Hits@10", "AUC"), 4, rows);
      });
    }
  }

  void publishedFlops() {
    html.element("h2", "FLOPs as published");
    html.note("Table II of Peng et al. (ICCD 2022) by its formula, from a sparsity of 90.625 %: all 16 entries to the printed digits.");
    html.element("details", () -> {
      html.element("summary", "Table");
      html.table(List.of("Data set", "Network", "Method", "Embedding kept", "FLOPs, relative to dense"), 3,
          PublishedFlops.tableTwo().stream().map(entry -> List.of(entry.dataset(), entry.network(), entry.method(),
              Numbers.percent(entry.embeddingDensity()), Numbers.fixed(OptionalDouble.of(entry.relative()), 4))).toList());
    });
  }

  static List<String> row(Cell cell, String... figures) {
    List<String> row = new ArrayList<>(List.of(
        cell.embedding(), Findings.methodName(cell.method()), cell.isDense() ? "" : Numbers.percent(cell.sparsity())));
    row.addAll(List.of(figures));
    return row;
  }
}
