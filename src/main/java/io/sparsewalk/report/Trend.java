package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.TextTable.Align;
import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RunStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The nights of a job: quality, safe sparsity, data and cost of every run that trained something and ended well, from the rows of the table
 * {@code runs}.
 */
public final class Trend {
  private static final List<String> HEADER = List.of("ended", "edges", "vertices", "trials", "minutes", "best method",
      "embedding", "sparsity", "evidence", "accuracy", "AUC", "AUC of all");
  private static final int TEXT_COLUMNS = 1;

  private final String job;
  private final List<PastRun> nights;

  /**
   * The runs that trained something and ended well; others are passed by.
   *
   * @param runs of a job, the newest first
   * @param last how many of them at most
   */
  public Trend(String job, List<PastRun> runs, int last) {
    this.job = job;
    List<PastRun> trained =
        new ArrayList<>(runs.stream().filter(run -> run.status() == RunStatus.FINISHED).limit(last).toList());
    Collections.reverse(trained);
    nights = List.copyOf(trained);
  }

  /** How many there are. */
  public int nights() {
    return nights.size();
  }

  /** A row per night, the newest last. */
  public void print(PrintStream out) {
    List<Align> aligns = new ArrayList<>(Collections.nCopies(HEADER.size(), Align.RIGHT));
    aligns.set(0, Align.LEFT);
    TextTable table = new TextTable(HEADER, aligns);
    rows().forEach(table::add);
    table.print(out);
  }

  /** The page, in UTF-8. */
  public byte[] page() {
    Map<String, JsonNode> specs = new LinkedHashMap<>();
    Html body = new Html();
    body.element("div", () -> {
      figure(body, specs, "Quality of the best cell",
          Map.of("best_accuracy", "accuracy", "best_auc", "AUC", "best_auc_all", "AUC of all test edges"));
      figure(body, specs, "Sparsity of the best cell", Map.of("best_sparsity", "sparsity"));
      figure(body, specs, "Edges", Map.of("edges", "edges"));
      figure(body, specs, "Vertices", Map.of("vertices", "vertices"));
      cost(body, specs);
    }, "class", "grid");
    body.heading("Nights");
    body.table(HEADER, TEXT_COLUMNS, rows());
    Html head = new Html();
    String title = job + ", " + nights.size() + (nights.size() == 1 ? " night" : " nights");
    head.element("h1", title);
    head.note(
        "Every run that trained something and ended well. The best cell is the method and level of the run's answer: the view "
            + "recommendation says how it is chosen, and whether it is safe.");
    return HtmlPage.of(title, head.toString(), body.toString(), specs);
  }

  private void figure(Html html, Map<String, JsonNode> specs, String title, Map<String, String> figures) {
    ObjectNode spec = spec(figures.size());
    figures.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(figure -> nights.forEach(night -> {
      if (night.cells().get(figure.getKey()) instanceof Number value) {
        add(spec, night, figure.getValue(), value.doubleValue());
      }
    }));
    if (!spec.at("/datasets/nights").isEmpty()) {
      Figure.write(html, specs, new Figure.Caption(title, ""), spec,
          "SELECT ended_at, " + String.join(", ", figures.keySet().stream().sorted().toList()) + where());
    }
  }

  private void cost(Html html, Map<String, JsonNode> specs) {
    ObjectNode spec = spec(1);
    nights.forEach(night -> add(spec, night, "minutes", minutes(night)));
    Figure.write(html, specs, new Figure.Caption("Minutes of the run", ""), spec,
        "SELECT ended_at, (unix_micros(ended_at) - unix_micros(started_at)) / 6e7 AS minutes" + where());
  }

  /** What is alone needs no legend. */
  private static ObjectNode spec(int figures) {
    ObjectNode spec = Charts.skeleton("trend.vl.json");
    if (figures == 1) {
      ((ObjectNode) spec.at("/encoding/color")).putNull("legend");
    }
    return spec;
  }

  private String where() {
    return " FROM runs WHERE name = '" + job.replace("'", "''") + "' AND status = '" + RunStatus.FINISHED.word()
        + "' ORDER BY ended_at;";
  }

  private static void add(ObjectNode spec, PastRun night, String figure, double value) {
    ((ArrayNode) spec.at("/datasets/nights")).addObject()
        .put("night", night.endedAt().toString())
        .put("figure", figure)
        .put("value", value)
        .put("run", night.id());
  }

  private List<List<String>> rows() {
    return nights.stream()
        .map(night -> List.of(night.endedAt().truncatedTo(ChronoUnit.SECONDS).toString(), whole(night, "edges"),
            whole(night, "vertices"), whole(night, "trials_trained"), Numbers.decimals(minutes(night), 1),
            text(night, "best_method"), text(night, "best_embedding"), share(night, "best_sparsity"),
            text(night, "best_evidence"), share(night, "best_accuracy"), share(night, "best_auc"),
            share(night, "best_auc_all")))
        .toList();
  }

  private static double minutes(PastRun night) {
    return Duration.between((Instant) night.cells().get("started_at"), night.endedAt()).toMillis() / 60_000.0;
  }

  private static String whole(PastRun night, String column) {
    return night.cells().get(column) instanceof Number value ? value.toString() : "-";
  }

  private static String share(PastRun night, String column) {
    return night.cells().get(column) instanceof Number value ? Numbers.fixed(OptionalDouble.of(value.doubleValue()), 4)
        : "-";
  }

  private static String text(PastRun night, String column) {
    return night.cells().get(column) instanceof String text ? text : "-";
  }
}
