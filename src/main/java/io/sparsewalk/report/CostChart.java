package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.sweep.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Quality against one kind of cost: a point per cell, the best of which no other beats in both. */
final class CostChart {
  private CostChart() {}

  private record Point(Level level, double cost, double quality) {}

  /** The specification; without points if no cell has both figures. */
  static JsonNode of(Charts.Measure measure, CostAxis axis, List<Level> levels) {
    List<Point> points = new ArrayList<>();
    for (Level level : levels) {
      OptionalDouble cost = axis.of(level);
      OptionalDouble quality = measure.of().apply(level).mean();
      if (cost.isPresent() && quality.isPresent() && cost.getAsDouble() > 0) {
        points.add(new Point(level, cost.getAsDouble(), quality.getAsDouble()));
      }
    }
    ObjectNode spec = Charts.skeleton("cost.vl.json");
    points.forEach(point -> add((ArrayNode) spec.at("/datasets/points"), point, isBest(point, points)));
    ((ObjectNode) spec.at("/encoding/x")).put("title", axis.words() + " ÷ dense (log scale)");
    Charts.setAll(((ObjectNode) spec.at("/encoding/y/scale")).putArray("domain"),
        Charts.ends(points.stream().mapToDouble(Point::quality), 0.06));
    DoubleStream costs = DoubleStream.concat(DoubleStream.of(1), points.stream().mapToDouble(Point::cost));
    double[] ends = costs.sorted().toArray();
    Charts.setAll(((ObjectNode) spec.at("/encoding/x/scale")).putArray("domain"),
        new double[] {ends[0] / 1.2, ends[ends.length - 1] * 1.2});
    Charts.setMethods(spec, levels);
    return spec;
  }

  /** True if no other point has at least the quality at no more cost, and is better in one of them. */
  private static boolean isBest(Point point, List<Point> points) {
    return points.stream()
        .noneMatch(other -> other.quality >= point.quality && other.cost <= point.cost
            && (other.quality > point.quality || other.cost < point.cost));
  }

  private static void add(ArrayNode points, Point point, boolean isBest) {
    points.addObject()
        .put("method", Method.title(point.level.cell().method()))
        .put("embedding", point.level.cell().embedding())
        .put("sparsity", point.level.cell().isDense() ? "–" : Numbers.percent(point.level.cell().sparsity()))
        .put("cost", point.cost)
        .put("quality", point.quality)
        .put("dense", point.level.cell().isDense())
        .put("best", isBest);
  }
}
