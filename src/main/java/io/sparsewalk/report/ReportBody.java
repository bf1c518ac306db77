package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.report.ReportData.AuditFigure;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Cost;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Provenance;
import io.sparsewalk.report.ReportData.Quality;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.report.ReportData.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** The visible part of a report, section by section; collects the specifications of its charts on the way. */
final class ReportBody {
  private final ReportData data;
  private final Map<String, JsonNode> specs;
  private final Html html = new Html();
  private final ReportTables tables;

  /**
   * A body to be written once.
   *
   * @param specs receives the charts: id to specification
   */
  ReportBody(ReportData data, Map<String, JsonNode> specs) {
    this.data = data;
    this.specs = specs;
    tables = new ReportTables(data, html);
  }

  String title() {
    List<String> datasets = data.levels().stream().map(level -> level.cell().setting().dataset()).distinct().toList();
    return datasets.isEmpty() ? "Sweep " + data.sweepId() : "How sparse can " + String.join(", ", datasets) + " go?";
  }

  String html() {
    return html.element("main", () -> {
      html.element("h1", title());
      html.element("p", "Sweep " + data.sweepId() + ", " + data.provenance().trials() + " trials"
          + (data.failures().isEmpty() ? "" : ", " + data.failures().size() + " failed"), "class", "soft");
      settings().forEach(this::setting);
      tables.publishedFlops();
      audits();
      failures();
      provenance();
      footer();
    }).toString();
  }

  private List<Setting> settings() {
    return data.levels().stream().map(level -> level.cell().setting()).distinct().toList();
  }

  private void setting(Setting setting) {
    List<Level> levels = data.levels().stream().filter(level -> level.cell().setting().equals(setting)).toList();
    List<Curve> curves = data.curves().stream().filter(curve -> curve.cell().setting().equals(setting)).toList();
    if (settings().size() > 1) {
      html.element("h2", setting.dataset() + ", " + setting.protocol() + " protocol, network " + setting.model());
    }
    Findings findings = new Findings(levels);
    List<Baseline> baselines = Baseline.of(setting, data.audits());
    html.element("section", () -> {
      html.element("p", findings.headline());
      html.element("ul", () -> findings.details().forEach(sentence -> html.element("li", sentence)));
      Baseline.verdict(baselines, levels).ifPresent(sentence -> html.element("p", sentence));
    }, "class", "headline");
    html.note("Task: " + setting.task() + " on " + setting.dataset() + ", " + setting.protocol() + " protocol, network "
        + setting.model() + ". A sparsity keeps quality if its mean test accuracy and AUC are at most "
        + Verdict.TOLERANCE + " below dense training on the same embedding, or within the 95 % interval of the dense"
        + " mean if that is wider.");
    if (setting.protocol().equals("paper")) {
      html.element("p", "The paper protocol repeats the published procedure with its leaks (see the leak audit): its"
          + " figures are for comparison with the publication, not for what a model would reach on new edges.");
    }
    tables.recommendations(setting);
    quality(levels);
    tables.contests(setting);
    tables.baselines(baselines);
    tables.rankings(setting);
    if (!curves.isEmpty()) {
      training(curves);
    }
    cost(levels);
  }

  private void quality(List<Level> levels) {
    html.element("h2", "Quality against sparsity");
    html.note("Mean over seeds with 95 % t-intervals; the dashed line is dense training.");
    html.element("div", () -> {
      for (Charts.Measure measure : List.of(Charts.Measure.ACCURACY, Charts.Measure.AUC)) {
        embeddings(levels).forEach(embedding ->
            chart(measure.title(), embedding + " embedding", Charts.quality(measure, embedding, levels)));
      }
    }, "class", "grid");
    List<List<String>> rows = new ArrayList<>();
    for (Level level : levels) {
      Quality quality = level.quality();
      rows.add(ReportTables.row(level.cell(), Long.toString(level.trials()), quality.accuracy().text("±"), quality.auc().text("±"),
          quality.averagePrecision().text("±"), quality.aucAll().text("±"), quality.averagePrecisionAll().text("±")));
    }
    html.table(List.of("Embedding", "Method", "Sparsity", "n", "Accuracy", "AUC", "AP", "AUC, all edges",
        "AP, all edges"), 2, rows);
    html.note("“All edges” also counts test edges with an end that training never saw.");
  }

  private void training(List<Curve> curves) {
    html.element("h2", "Quality against epoch");
    html.note("Validation accuracy, mean over seeds; dotted marks where a phase begins, dashed: dense training.");
    List<Cell> sparse = curves.stream().map(Curve::cell).filter(cell -> !cell.isDense()).toList();
    html.element("div", () -> {
      for (String embedding : curves.stream().map(curve -> curve.cell().embedding()).distinct().toList()) {
        sparse.stream().filter(cell -> cell.embedding().equals(embedding)).map(Cell::method).distinct()
            .forEach(method -> chart(Findings.methodName(method), embedding + " embedding",
                Charts.training(embedding, method, curves)));
      }
    }, "class", "grid");
    curves.stream().map(curve -> curve.cell().embedding()).distinct().forEach(embedding ->
        html.element("details", () -> {
          html.element("summary", "Table: validation accuracy by epoch, " + embedding + " embedding");
          epochTable(curves.stream().filter(curve -> curve.cell().embedding().equals(embedding)).toList());
        }));
  }

  private void epochTable(List<Curve> curves) {
    List<String> header = new ArrayList<>(List.of("Epoch"));
    Map<Integer, List<String>> rows = new TreeMap<>();
    curves.forEach(curve -> curve.points().forEach(
        point -> rows.computeIfAbsent(point.epoch(), epoch -> new ArrayList<>(List.of(Integer.toString(epoch))))));
    for (Curve curve : curves) {
      String method = Findings.methodName(curve.cell().method());
      header.add(curve.cell().isDense() ? method : method + " " + Numbers.percent(curve.cell().sparsity()));
      curve.points().forEach(point -> rows.get(point.epoch()).add(Numbers.fixed(point.valAccuracy(), 4)));
      rows.values().stream().filter(row -> row.size() < header.size()).forEach(row -> row.add(""));
    }
    html.table(header, 0, List.copyOf(rows.values()));
  }

  private void cost(List<Level> levels) {
    html.element("h2", "Cost of training and of a prediction");
    html.note("Three accounts of training: the formula of the paper, multiply-adds counted while training, and measured seconds. Each"
        + " is also told relative to dense training on the dense embedding. Of a prediction: what is executed, and section III-C"
        + " of the paper, which lets zeros spread through the layers, as it is printed and as it must be meant.");
    Optional<Cost> reference = levels.stream()
        .filter(level -> level.cell().isDense() && level.cell().embedding().equals(Cell.DENSE))
        .map(Level::cost).findFirst();
    List<List<String>> rows = new ArrayList<>();
    for (Level level : levels) {
      Cost cost = level.cost();
      rows.add(ReportTables.row(level.cell(), Numbers.percent(cost.embeddingDensity()),
          relative(cost, reference, Cost::flopsPaper), Numbers.magnitude(cost.flopsCounted()),
          relative(cost, reference, Cost::flopsCounted), Numbers.factor(cost.flopsRatio().mean()),
          Numbers.fixed(cost.seconds().mean(), 2), relative(cost, reference, known -> known.seconds().mean()),
          Numbers.magnitude(cost.flopsInference()), relative(cost, reference, Cost::flopsInference),
          Numbers.factor(cost.flopsPrinted()), Numbers.factor(cost.flopsCorrected())));
    }
    html.table(List.of("Embedding", "Method", "Sparsity", "Embedding density", "Paper’s formula", "Counted",
        "relative", "to own dense", "Seconds", "relative", "Prediction", "relative", "III-C printed", "III-C corrected"), 2,
        rows);
    html.note("“To own dense”: counted, relative to training of the same length that skips no zero.");
    levels.stream().filter(level -> level.cost().graphSparsity().orElse(0) > 0)
        .map(level -> Findings.methodName(level.cell().method()) + " prunes the graph too: "
            + Numbers.percent(level.cost().graphSparsity()) + " of its edges are gone.").distinct().forEach(html::note);
  }

  private static String relative(Cost cost, Optional<Cost> reference, Function<Cost, OptionalDouble> account) {
    OptionalDouble part = account.apply(cost);
    OptionalDouble whole = reference.map(account).orElse(OptionalDouble.empty());
    return part.isPresent() && whole.isPresent() && whole.getAsDouble() > 0
        ? Numbers.factor(OptionalDouble.of(part.getAsDouble() / whole.getAsDouble())) : "–";
  }

  private void audits() {
    List<AuditFigure> audits = data.audits().stream().filter(figure -> !Baseline.isOne(figure)).toList();
    if (audits.isEmpty()) {
      return;
    }
    html.element("h2", "Leak audit");
    html.note("What the training data, the walks and the test set share; over the seeds of the sweep.");
    List<List<String>> rows = new ArrayList<>();
    for (AuditFigure figure : audits) {
      Spread spread = figure.spread();
      String range = spread.low() == spread.high() ? "" : Numbers.shortNumber(spread.low()) + " to "
          + Numbers.shortNumber(spread.high());
      rows.add(List.of(figure.dataset(), figure.protocol(), figure.name().replace('_', ' '), figure.note(),
          Numbers.shortNumber(spread.mean()), range));
    }
    html.table(List.of("Data set", "Protocol", "Figure", "Meaning", "Mean", "Range"), 4, rows);
  }

  private void failures() {
    if (data.failures().isEmpty()) {
      return;
    }
    html.element("h2", "Failed trials");
    html.table(List.of("Trial", "Cell", "Seed", "Exception", "Message"), 5, data.failures().stream()
        .map(failure -> List.of(failure.trialId(), failure.cell(), Long.toString(failure.seed()), failure.exception(),
            failure.message())).toList());
  }

  private void provenance() {
    Provenance provenance = data.provenance();
    html.element("h2", "Provenance");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("sweep", data.sweepId()));
    provenance.facts().forEach((fact, values) -> rows.add(List.of(fact.replace('_', ' '), String.join(", ", values))));
    if (provenance.first() != null && provenance.last() != null) {
      rows.add(List.of("run", provenance.first() + " to " + provenance.last()));
    }
    html.table(List.of("What", "Value"), 2, rows);
    html.element("details", () -> {
      html.element("summary", "Configuration: every key with the values it takes over the trials");
      html.table(List.of("Key", "Values"), 2, provenance.configuration().entrySet().stream()
          .map(entry -> List.of(entry.getKey(), String.join(", ", entry.getValue()))).toList());
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

  private void chart(String caption, String detail, JsonNode spec) {
    String id = "chart-" + specs.size();
    specs.put(id, spec);
    html.element("figure", () -> {
      html.element("figcaption", () -> {
        html.element("b", caption);
        html.element("span", ", " + detail);
      });
      html.element("div", "", "class", "chart", "data-spec", id, "role", "img",
          "aria-label", caption + ", " + detail + "; the figures are in the table below");
    });
  }

  private static List<String> embeddings(List<Level> levels) {
    return levels.stream().map(level -> level.cell().embedding()).distinct().toList();
  }
}
