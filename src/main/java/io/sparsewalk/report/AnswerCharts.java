package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.Answers.Call;
import io.sparsewalk.report.Answers.Score;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.sweep.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Specifications of the pictures of {@link Answers}. */
final class AnswerCharts {
  private AnswerCharts() {}

  /** A cell in words. */
  static String name(Cell cell) {
    return Method.title(cell.method()) + (cell.isDense() ? "" : " at " + Numbers.percent(cell.level())) + ", "
        + cell.embedding() + " embedding";
  }

  /** How a network's probabilities are distributed, over edges and over negatives. */
  static JsonNode scores(List<Score> ofCell) {
    ObjectNode spec = Charts.skeleton("scores.vl.json");
    Map<Boolean, Long> all =
        ofCell.stream().collect(Collectors.groupingBy(Score::isEdge, Collectors.summingLong(Score::examples)));
    for (Score score : ofCell) {
      ((ArrayNode) spec.at("/datasets/scores")).addObject()
          .put("kind", score.isEdge() ? "edges" : "negatives")
          .put("from", (double) score.bin() / Answers.BINS)
          .put("to", (score.bin() + 1.0) / Answers.BINS)
          .put("examples", score.examples())
          .put("share", (double) score.examples() / all.get(score.isEdge()));
    }
    return spec;
  }

  /** Share of edges against the mean probability, bin by bin: on the diagonal a probability is what it says. */
  static JsonNode calibration(List<Score> scores) {
    ObjectNode spec = Charts.skeleton("calibration.vl.json");
    for (Cell cell : scores.stream().map(Score::cell).distinct().toList()) {
      Map<Integer, List<Score>> bins = scores.stream()
          .filter(score -> score.cell().equals(cell))
          .collect(Collectors.groupingBy(Score::bin, TreeMap::new, Collectors.toList()));
      bins.values().forEach(bin -> {
        long examples = bin.stream().mapToLong(Score::examples).sum();
        ((ArrayNode) spec.at("/datasets/bins")).addObject()
            .put("network", name(cell))
            .put("probability", bin.stream().mapToDouble(s -> s.probability() * s.examples()).sum() / examples)
            .put("share", (double) bin.stream().filter(Score::isEdge).mapToLong(Score::examples).sum() / examples)
            .put("examples", examples);
      });
    }
    return spec;
  }

  /** What the vertices of each class are called. */
  static JsonNode confusion(List<Call> ofCell) {
    ObjectNode spec = Charts.skeleton("confusion.vl.json");
    Map<Integer, Long> all =
        ofCell.stream().collect(Collectors.groupingBy(Call::actual, Collectors.summingLong(Call::count)));
    for (Call call : ofCell) {
      ((ArrayNode) spec.at("/datasets/calls")).addObject()
          .put("actual", call.actual())
          .put("predicted", call.predicted())
          .put("count", call.count())
          .put("share", (double) call.count() / all.get(call.actual()));
    }
    return spec;
  }
}
