package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.report.Answers.Call;
import io.sparsewalk.report.Answers.Score;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.LayerDensity;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.sweep.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pictures of a report: each with a caption, the query that gives its figures, and the figures themselves. */
final class ReportPictures {
  /** What the published Fig. 7 shows. */
  private static final double PUBLISHED_LEVEL = 0.90625;

  private final Html html;
  private final Map<String, JsonNode> specs;
  private final String sweepId;

  /**
   * Pictures of a sweep.
   *
   * @param specs receives the specifications: id to specification
   */
  ReportPictures(Html html, Map<String, JsonNode> specs, String sweepId) {
    this.html = html;
    this.specs = specs;
    this.sweepId = sweepId;
  }

  /** Quality against each kind of cost: what is up and to the left is better. */
  void costs(List<Level> levels) {
    Charts.Measure measure = levels.stream().anyMatch(level -> level.quality().auc().mean().isPresent())
        ? Charts.Measure.AUC : Charts.Measure.ACCURACY;
    List<JsonNode> charts = new ArrayList<>();
    List<CostAxis> axes = new ArrayList<>();
    for (CostAxis axis : CostAxis.values()) {
      JsonNode spec = CostChart.of(measure, axis, levels);
      if (spec.at("/datasets/points").size() > 1) {
        charts.add(spec);
        axes.add(axis);
      }
    }
    if (charts.isEmpty()) {
      return;
    }
    html.heading("What it keeps and what it costs");
    html.note(
        "A point is a method at a sparsity, the mean over seeds; the ring is dense training. Costs are over those of the dense run of the"
            + " same seed and embedding, on a logarithmic axis. Up and to the left is better.");
    html.element("div", () -> {
      for (int c = 0; c < charts.size(); c++) {
        chart(measure.title() + " against " + axes.get(c).words(), "", charts.get(c),
            sql("SELECT embedding, method, sparsity, " + measure.column() + "_mean, " + axes.get(c).column()
                + " FROM summary WHERE " + where()));
      }
    }, "class", "grid three");
  }

  /** Quality against sparsity: a picture per measure and embedding, then all embeddings in one. */
  void quality(List<Level> levels, Optional<Margin> margin) {
    List<String> embeddings = embeddings(levels);
    html.element("div", () -> {
      for (Charts.Measure measure : List.of(Charts.Measure.ACCURACY, Charts.Measure.AUC)) {
        String query =
            "SELECT method, sparsity, n, %1$s_mean, %1$s_low, %1$s_high FROM summary WHERE ".formatted(measure.column())
                + where();
        embeddings.forEach(embedding -> chart(measure.title(), embedding + " embedding",
            Charts.quality(measure, embedding, levels, margin),
            sql(query + " AND embedding = '" + embedding.replace("'", "''") + "'")));
      }
      if (embeddings.size() > 1) {
        chart("Test accuracy", "all embeddings in one picture, as in Fig. 5 of the paper", Charts.panel(levels),
            sql("SELECT embedding, method, sparsity, accuracy_mean FROM summary WHERE " + where()));
      }
    }, "class", "grid");
  }

  /** Quality against epochs, a picture per method and embedding. */
  void training(List<Curve> curves) {
    List<Cell> sparse = curves.stream().map(Curve::cell).filter(cell -> !cell.isDense()).toList();
    html.element("div", () -> {
      for (String embedding : curves.stream().map(curve -> curve.cell().embedding()).distinct().toList()) {
        sparse.stream()
            .filter(cell -> cell.embedding().equals(embedding))
            .map(Cell::method)
            .distinct()
            .forEach(method -> chart(Method.title(method), embedding + " embedding",
                Charts.training(embedding, method, curves), epochs(method, embedding)));
      }
    }, "class", "grid");
  }

  /** All methods at one level over the epochs, and where their weights are: the published Fig. 7, and what is behind it. */
  void methods(List<Curve> curves, List<LayerDensity> layers) {
    Optional<Cell> shown = nearest(curves);
    if (shown.isEmpty()) {
      return;
    }
    Cell cell = shown.get();
    String detail = Numbers.percent(cell.level()) + " removed, " + cell.embedding() + " embedding";
    html.element("div", () -> {
      chart("All methods", detail + ", as in Fig. 7 of the paper", Charts.methods(cell, curves), sql(
          "SELECT method, epoch, avg(epochs.val_accuracy) AS val_accuracy FROM epochs JOIN trial_ratios USING (trial_id)"
              + " WHERE trial_ratios." + where() + " AND (sparsity_requested = " + cell.level()
              + " OR method = 'dense') GROUP BY ALL ORDER BY method, epoch"));
      List<LayerDensity> own = layers.stream().filter(layer -> layer.cell().setting().equals(cell.setting())).toList();
      if (!own.isEmpty()) {
        chart("Density of the layers", detail + ", by epoch", Charts.layers(own), sql(
            "SELECT method, layer, epoch, avg(layers.nonzeros / (rows * columns)) AS density FROM layers JOIN trial_ratios"
                + " USING (trial_id) WHERE trial_ratios." + where() + " AND sparsity_requested = " + cell.level()
                + " GROUP BY ALL ORDER BY method, layer, epoch"));
      }
    }, "class", "grid");
  }

  /** What the networks say of the test examples: dense training beside the recommended cell. */
  void answers(Setting setting, Answers answers) {
    List<Score> scores = answers.scores().stream().filter(score -> score.cell().setting().equals(setting)).toList();
    List<Call> calls = answers.calls().stream().filter(call -> call.cell().setting().equals(setting)).toList();
    if (scores.isEmpty() && calls.isEmpty()) {
      return;
    }
    html.heading("What the networks answer");
    html.note(
        "Test examples that are scored, all seeds together: of dense training, and of the method and sparsity that the first"
            + " sentence recommends, if it recommends one." + (scores.isEmpty() ? ""
                : " Where probabilities are what they say, the line of calibration is the dashed diagonal."));
    html.element("div", () -> {
      if (!scores.isEmpty()) {
        List<Cell> cells = scores.stream().map(Score::cell).distinct().toList();
        chart("Calibration", "", AnswerCharts.calibration(scores),
            sql("SELECT method, sparsity_requested, embedding, " + Answers.BIN + " AS bin, count(*) AS examples, avg("
                + Answers.PROBABILITY + ") AS probability, avg(label) AS share"
                + " FROM predictions JOIN trial_ratios USING (trial_id) WHERE both_seen = 1 AND ("
                + cells.stream().map(this::isOf).collect(Collectors.joining(" OR "))
                + ") GROUP BY ALL ORDER BY method, sparsity_requested, bin"));
        cells.forEach(cell -> chart("Scores", AnswerCharts.name(cell),
            AnswerCharts.scores(scores.stream().filter(score -> score.cell().equals(cell)).toList()),
            sql("SELECT label, " + Answers.BIN + " AS bin, count(*) AS examples FROM predictions JOIN trial_ratios"
                + " USING (trial_id) WHERE both_seen = 1 AND " + isOf(cell) + " GROUP BY ALL ORDER BY label, bin")));
      }
      calls.stream()
          .map(Call::cell)
          .distinct()
          .forEach(cell -> chart("Confusions", AnswerCharts.name(cell),
              AnswerCharts.confusion(calls.stream().filter(call -> call.cell().equals(cell)).toList()),
              sql("SELECT actual, predicted, sum(count) AS count FROM confusions JOIN trial_ratios USING (trial_id) WHERE "
                  + isOf(cell) + " GROUP BY ALL ORDER BY actual, predicted")));
    }, "class", "grid three");
  }

  private String isOf(Cell cell) {
    return "(trial_ratios." + where() + " AND model = '" + cell.setting().model() + "' AND method = '" + cell.method()
        + "' AND sparsity_requested = " + cell.level() + " AND embedding = '" + cell.embedding().replace("'", "''")
        + "')";
  }

  /** What the graph looks like. */
  void card(DataCard card) {
    if (card.histograms().isEmpty()) {
      return;
    }
    html.heading("The data");
    html.note("Counted by the stages that read the graph and walked it; the queries count the same again.");
    html.element("div",
        () -> card.histograms()
            .forEach(histogram -> chart(histogram.title(), "", Histograms.of(histogram), histogram.query() + ";")),
        "class", "grid three");
    html.table(List.of("Figure", "Value"), 1, card.facts());
  }

  /** A sparse cell of the level that is nearest to the published one, on the dense embedding if there is one. */
  static Optional<Cell> nearest(List<Curve> curves) {
    return curves.stream()
        .map(Curve::cell)
        .filter(cell -> !cell.isDense())
        .min(Comparator.comparing((Cell cell) -> !cell.embedding().equals(Cell.DENSE))
            .thenComparing(Cell::embedding)
            .thenComparingDouble(cell -> Math.abs(cell.level() - PUBLISHED_LEVEL)));
  }

  static List<String> embeddings(List<Level> levels) {
    return levels.stream().map(level -> level.cell().embedding()).distinct().toList();
  }

  private String epochs(String method, String embedding) {
    return sql(
        "SELECT sparsity_requested, epoch, avg(epochs.val_accuracy) AS val_accuracy FROM epochs JOIN trial_ratios USING (trial_id)"
            + " WHERE trial_ratios." + where() + " AND method = '" + method + "' AND embedding = '"
            + embedding.replace("'", "''") + "' GROUP BY ALL ORDER BY sparsity_requested, epoch");
  }

  private String where() {
    return "sweep_id = '" + sweepId + "'";
  }

  private static String sql(String query) {
    return query + ";";
  }

  private void chart(String caption, String detail, JsonNode spec, String query) {
    Figure.write(html, specs, new Figure.Caption(caption, detail), spec, query);
  }
}
