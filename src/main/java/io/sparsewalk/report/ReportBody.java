package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.report.ReportData.AuditFigure;
import io.sparsewalk.report.ReportData.Cost;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.Graph;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Provenance;
import io.sparsewalk.report.ReportData.Quality;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.report.ReportData.Spread;
import io.sparsewalk.sweep.Method;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The visible part of a report, section by section; collects the specifications of its charts on the way. */
final class ReportBody {
  private final ReportData data;
  private final Optional<Graph> graph;
  private final Html html = new Html();
  private final ReportTables tables;
  private final ReportPictures pictures;

  /**
   * A body to be written once.
   *
   * @param graph that the sweep is about, if it is known
   * @param specs receives the charts: id to specification
   */
  ReportBody(ReportData data, Optional<Graph> graph, Map<String, JsonNode> specs) {
    this.data = data;
    this.graph = graph;
    tables = new ReportTables(data, html);
    pictures = new ReportPictures(html, specs, data.sweepId());
  }

  String title() {
    List<String> datasets = data.levels().stream().map(level -> level.cell().setting().dataset()).distinct().toList();
    return datasets.isEmpty() ? "Sweep " + data.sweepId() : "How sparse can " + String.join(", ", datasets) + " go?";
  }

  /** The sections. */
  String html() {
    settings().forEach(this::setting);
    graph.map(Graph::card).ifPresent(pictures::card);
    tables.publishedFlops();
    audits();
    failures();
    provenance();
    footer();
    return html.toString();
  }

  /** Title, what the figures are of, and the list of contents; after {@link #html}. */
  String head() {
    Html head = new Html();
    head.element("h1", title());
    head.note(String.join(" · ", about()));
    head.element("nav", () -> {
      List<String> headings = html.headings();
      for (int h = 0; h < headings.size(); h++) {
        head.element("a", headings.get(h), "href", "#" + Html.anchor(h));
      }
    });
    return head.toString();
  }

  /** Size of the graph, trials, seeds, share of the test examples that are scored, day. */
  private List<String> about() {
    List<String> facts = new ArrayList<>();
    graph.ifPresent(known -> {
      facts.add(Numbers.grouped(known.edges()) + " edges");
      facts.add(Numbers.grouped(known.vertices()) + " vertices");
      if (!known.times().isEmpty()) {
        facts.add("times " + known.times());
      }
    });
    facts.add(data.provenance().trials() + " trials"
        + (data.failures().isEmpty() ? "" : ", " + data.failures().size() + " failed"));
    int seeds = data.provenance().facts().getOrDefault("seed", List.of()).size();
    facts.add(seeds + (seeds == 1 ? " seed" : " seeds"));
    data.levels()
        .stream()
        .map(level -> level.sampling().share())
        .flatMapToDouble(OptionalDouble::stream)
        .average()
        .ifPresent(share -> facts.add(Numbers.shortPercent(share) + " of the test examples scored"));
    if (data.provenance().last() != null) {
      facts.add(DateTimeFormatter.ISO_LOCAL_DATE.format(data.provenance().last().atOffset(ZoneOffset.UTC)));
    }
    facts.add("sweep " + data.sweepId());
    return facts;
  }

  private List<Setting> settings() {
    return data.levels().stream().map(level -> level.cell().setting()).distinct().toList();
  }

  private void setting(Setting setting) {
    List<Level> levels = data.levels().stream().filter(level -> level.cell().setting().equals(setting)).toList();
    List<Curve> curves = data.curves().stream().filter(curve -> curve.cell().setting().equals(setting)).toList();
    if (settings().size() > 1) {
      html.heading(setting.dataset() + ", " + setting.protocol() + " protocol, network " + setting.model());
    }
    Findings findings = new Findings(setting, data.evidence());
    html.element("section", () -> {
      findings.headline().forEach(sentence -> html.element("p", sentence));
      html.element("ul", () -> findings.details(levels).forEach(sentence -> html.element("li", sentence)));
    }, "class", "headline");
    html.note("Task: " + setting.task() + " on " + setting.dataset() + ", " + setting.protocol() + " protocol, network "
        + setting.model() + ".");
    html.note(sampling(levels));
    if (setting.protocol().equals("paper")) {
      html.element("p", "The paper protocol repeats the published procedure with its leaks (see the leak audit): its"
          + " figures are for comparison with the publication, not for what a model would reach on new edges.");
    }
    pictures.costs(levels);
    quality(levels,
        data.evidence()
            .recommendations()
            .stream()
            .filter(row -> row.setting().equals(setting))
            .map(ReportData.Recommended::margin)
            .findFirst());
    if (!curves.isEmpty()) {
      training(curves);
    }
    pictures.answers(setting, data.answers());
    tables.recommendations(setting);
    tables.contests(setting);
    tables.baselines(findings.baselines());
    tables.rankings(setting);
    cost(levels);
    tables.bytes(levels);
  }

  /** What intervals over seeds cover, and what they do not. */
  private static String sampling(List<Level> levels) {
    return "Intervals over seeds cover what a seed draws (sweep.vary): walks, embeddings, negatives, weights, order. They do not cover which"
        + " edges are the test set, as all seeds share one."
        + levels.stream()
            .filter(level -> level.cell().isDense())
            .filter(level -> level.sampling().accuracyError().isPresent())
            .findFirst()
            .map(Level::sampling)
            .map(sampling -> String.format(
                " Another test set of the %s examples that are scored would move the accuracy of one dense trial by %s%s (one standard error).",
                Numbers.magnitude(sampling.examples()), Numbers.fixed(sampling.accuracyError(), 4),
                sampling.aucError().isEmpty() ? "" : " and its AUC by " + Numbers.fixed(sampling.aucError(), 4)))
            .orElse("");
  }

  private void quality(List<Level> levels, Optional<Margin> margin) {
    html.heading("Quality against sparsity");
    html.note(
        "Mean over seeds with 95 % t-intervals (none for fewer than 3 seeds); the dashed line is dense training, the green band below it the loss that is tolerated. Whether a level is safe is judged by the differences of each seed, which these intervals do not show.");
    pictures.quality(levels, margin);
    List<List<String>> rows = new ArrayList<>();
    for (Level level : levels) {
      Quality quality = level.quality();
      rows.add(ReportTables.row(level.cell(), Long.toString(level.trials()), Numbers.ratio(level.sampling().share()),
          quality.accuracy().text("±"), quality.auc().text("±"), quality.averagePrecision().text("±"),
          quality.aucAll().text("±"), quality.averagePrecisionAll().text("±")));
    }
    html.table(List.of("Embedding", "Method", "Sparsity", "n", "Test scored", "Accuracy", "AUC", "AP", "AUC, all edges",
        "AP, all edges"), 2, rows);
    html.note(
        "“Test scored”: share of the test edges or vertices that accuracy, AUC and AP speak for. “All edges” also counts test edges with an end that training never saw.");
  }

  private void training(List<Curve> curves) {
    html.heading("Quality against epoch");
    html.note("Validation accuracy, mean over seeds; dotted marks where a phase begins, dashed: dense training.");
    pictures.methods(curves, data.layers());
    pictures.training(curves);
    curves.stream()
        .map(curve -> curve.cell().embedding())
        .distinct()
        .forEach(embedding -> html.element("details", () -> {
          html.element("summary", "Table: validation accuracy by epoch, " + embedding + " embedding");
          epochTable(curves.stream().filter(curve -> curve.cell().embedding().equals(embedding)).toList());
        }));
  }

  private void epochTable(List<Curve> curves) {
    List<String> header = new ArrayList<>(List.of("Epoch"));
    Map<Integer, List<String>> rows = new TreeMap<>();
    curves.forEach(curve -> curve.points()
        .forEach(
            point -> rows.computeIfAbsent(point.epoch(), epoch -> new ArrayList<>(List.of(Integer.toString(epoch))))));
    for (Curve curve : curves) {
      String method = Method.title(curve.cell().method());
      header.add(curve.cell().isDense() ? method : method + " " + Numbers.percent(curve.cell().sparsity()));
      curve.points().forEach(point -> rows.get(point.epoch()).add(Numbers.fixed(point.valAccuracy(), 4)));
      rows.values().stream().filter(row -> row.size() < header.size()).forEach(row -> row.add(""));
    }
    html.table(header, 0, List.copyOf(rows.values()));
  }

  private void cost(List<Level> levels) {
    html.heading("Cost of training and of a prediction");
    html.note(
        "Three accounts of training: the formula of the paper, over dense training on a dense embedding; FLOPs counted while"
            + " training; and measured seconds. “÷ dense” divides by the dense run of the same seed and embedding. Of a prediction: what is"
            + " executed, and section III-C of the paper, which lets zeros spread through the layers, as it is printed and as it must be meant.");
    List<List<String>> rows = new ArrayList<>();
    for (Level level : levels) {
      Cost cost = level.cost();
      rows.add(ReportTables.row(level.cell(), Numbers.ratio(cost.embeddingDensity()), Numbers.ratio(cost.flopsPaper()),
          Numbers.magnitude(cost.flopsCounted()), Numbers.ratio(cost.flopsRatio().mean()),
          Numbers.fixed(cost.seconds().mean(), 2), Numbers.ratio(cost.secondsRatio()),
          Numbers.magnitude(cost.flopsInference()), Numbers.ratio(cost.inferenceRatio()),
          Numbers.ratio(cost.flopsPrinted()), Numbers.ratio(cost.flopsCorrected())));
    }
    html.table(
        List.of("Embedding", "Method", "Sparsity", "Embedding density", "Paper’s formula", "FLOPs", "FLOPs ÷ dense",
            "Seconds", "Seconds ÷ dense", "Prediction FLOPs", "Prediction ÷ dense", "III-C printed", "III-C corrected"),
        2, rows);
    levels.stream()
        .filter(level -> level.cost().graphSparsity().orElse(0) > 0)
        .map(level -> Method.title(level.cell().method()) + " prunes the graph too: "
            + Numbers.percent(level.cost().graphSparsity()) + " of its edges are gone.")
        .distinct()
        .forEach(html::note);
  }

  private void audits() {
    List<AuditFigure> audits = data.audits();
    if (audits.isEmpty()) {
      return;
    }
    html.heading("Leak audit");
    html.note("What the training data, the walks and the test set share; over the seeds of the sweep.");
    List<List<String>> rows = new ArrayList<>();
    for (AuditFigure figure : audits) {
      Spread spread = figure.spread();
      String range = spread.low() == spread.high() ? ""
          : Numbers.shortNumber(spread.low()) + " to " + Numbers.shortNumber(spread.high());
      rows.add(List.of(figure.dataset(), figure.protocol(), figure.name().replace('_', ' '), figure.note(),
          Numbers.shortNumber(spread.mean()), range));
    }
    html.table(List.of("Data set", "Protocol", "Figure", "Meaning", "Mean", "Range"), 4, rows);
  }

  private void failures() {
    if (data.failures().isEmpty()) {
      return;
    }
    html.heading("Failed trials");
    html.table(List.of("Trial", "Cell", "Seed", "Exception", "Message"), 5,
        data.failures()
            .stream()
            .map(failure -> List.of(failure.trialId(), failure.cell(), Long.toString(failure.seed()),
                failure.exception(), failure.message()))
            .toList());
  }

  private void provenance() {
    Provenance provenance = data.provenance();
    html.heading("Provenance");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("sweep", data.sweepId()));
    provenance.facts().forEach((fact, values) -> rows.add(List.of(fact.replace('_', ' '), String.join(", ", values))));
    if (provenance.first() != null && provenance.last() != null) {
      rows.add(List.of("run", provenance.first() + " to " + provenance.last()));
    }
    html.table(List.of("What", "Value"), 2, rows);
    html.element("details", () -> {
      html.element("summary", "Configuration: every key with the values it takes over the trials");
      html.table(List.of("Key", "Values"), 2,
          provenance.configuration()
              .entrySet()
              .stream()
              .map(entry -> List.of(entry.getKey(), String.join(", ", entry.getValue())))
              .toList());
    });
  }

  private void footer() {
    html.element("footer", () -> {
      html.element("p", "Written by Sparsewalk. Vega, Vega-Lite and Vega-Embed, inside this file, draw the charts.");
      html.element("details", () -> {
        html.element("summary", "Their licences");
        html.element("pre", Resource.text("LICENSES.txt"));
      });
    });
  }
}
