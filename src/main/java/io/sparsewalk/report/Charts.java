package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.EpochPoint;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.sweep.Method;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Vega-Lite specifications: the skeletons are JSON resources, this class puts the figures in. Nothing is computed by
 * the chart: intervals, domains and tick values all come from here.
 */
final class Charts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Charts() {}

  /** One of the figures of quality. */
  record Measure(String title, Function<Level, Estimate> of, ToDoubleFunction<Margin> margin) {
    static final Measure ACCURACY = new Measure("Test accuracy", level -> level.quality().accuracy(), Margin::accuracy);
    static final Measure AUC = new Measure("Test AUC", level -> level.quality().auc(), Margin::auc);
  }

  /**
   * Quality against sparsity on one embedding.
   *
   * @param setting all levels of the setting: charts of one measure share their axes
   * @param margin loss that is tolerated, drawn below dense training
   */
  static JsonNode quality(Measure measure, String embedding, List<Level> setting, Optional<Margin> margin) {
    ObjectNode spec = skeleton("quality.vl.json");
    ObjectNode datasets = (ObjectNode) spec.get("datasets");
    for (Level level : setting) {
      if (level.cell().embedding().equals(embedding) && measure.of().apply(level).mean().isPresent()) {
        addPoint((ArrayNode) datasets.get(level.cell().isDense() ? "dense" : "levels"), level, measure);
      }
    }
    margin.map(measure.margin()::applyAsDouble)
        .ifPresent(loss -> datasets.get("dense")
            .findValues("mean")
            .forEach(mean -> ((ArrayNode) datasets.get("tolerated")).addObject()
                .put("low", mean.asDouble() - loss)
                .put("high", mean.asDouble())));
    double[] remaining = setting.stream()
        .map(Level::cell)
        .filter(cell -> !cell.isDense())
        .mapToDouble(cell -> 1 - cell.sparsity())
        .distinct()
        .sorted()
        .toArray();
    ObjectNode x = (ObjectNode) spec.at("/encoding/x");
    setAll(((ObjectNode) x.get("axis")).putArray("values"), remaining);
    setAll(((ObjectNode) x.get("scale")).putArray("domain"), ends(DoubleStream.of(remaining), 0));
    setAll(((ObjectNode) spec.at("/encoding/y/scale")).putArray("domain"),
        ends(DoubleStream.concat(datasets.get("tolerated").findValues("low").stream().mapToDouble(JsonNode::asDouble),
            setting.stream()
                .map(measure.of())
                .filter(estimate -> estimate.mean().isPresent())
                .flatMapToDouble(Charts::span)),
            0.04));
    ArrayNode methods = JSON.createArrayNode().add(Cell.DENSE);
    setting.stream()
        .map(Level::cell)
        .filter(cell -> !cell.isDense())
        .map(cell -> Method.title(cell.method()))
        .distinct()
        .sorted()
        .forEach(methods::add);
    spec.findParents("field")
        .stream()
        .filter(channel -> channel.has("scale") && channel.get("field").asText().equals("method"))
        .forEach(channel -> ((ObjectNode) channel.get("scale")).set("domain", methods));
    return spec;
  }

  /**
   * Validation accuracy against epoch of one method on one embedding, the dense baseline beside it.
   *
   * @param curves of the setting; charts share their axes
   */
  static JsonNode training(String embedding, String method, List<Curve> curves) {
    ObjectNode spec = skeleton("training.vl.json");
    ObjectNode datasets = (ObjectNode) spec.get("datasets");
    Map<String, Double> phases = new LinkedHashMap<>();
    for (Curve curve : curves) {
      boolean own = curve.cell().method().equals(method);
      if (curve.cell().embedding().equals(embedding) && (own || curve.cell().isDense())) {
        curve.points()
            .forEach(point -> addPoint((ArrayNode) datasets.get(own ? "curves" : "dense"), curve.cell(), point));
      }
      if (own && curve.cell().embedding().equals(embedding)) {
        curve.points().forEach(point -> phases.merge(point.phase(), point.epoch() - 0.5, Math::min));
      }
    }
    ArrayNode marks = (ArrayNode) datasets.get("phases");
    phases.forEach((phase, start) -> marks.addObject().put("phase", phase).put("start", start));
    setAll(((ObjectNode) spec.at("/encoding/y/scale")).putArray("domain"),
        ends(curves.stream()
            .map(Curve::points)
            .flatMap(Collection::stream)
            .map(EpochPoint::valAccuracy)
            .flatMapToDouble(OptionalDouble::stream), 0.04));
    setAll(((ObjectNode) spec.at("/encoding/x/scale")).putArray("domain"),
        ends(DoubleStream.concat(DoubleStream.of(0.5),
            curves.stream().map(Curve::points).flatMap(Collection::stream).mapToDouble(EpochPoint::epoch)), 0));
    return spec;
  }

  private static void addPoint(ArrayNode points, Level level, Measure measure) {
    Estimate estimate = measure.of().apply(level);
    double mean = estimate.mean().orElseThrow();
    ObjectNode point = points.addObject()
        .put("method", Method.title(level.cell().method()))
        .put("sparsity", Numbers.percent(level.cell().sparsity()))
        .put("remaining", 1 - level.cell().sparsity())
        .put("mean", mean)
        .put("trials", level.trials())
        .put("text", estimate.text("±"));
    estimate.low().ifPresent(low -> point.put("low", low));
    estimate.high().ifPresent(high -> point.put("high", high));
  }

  private static void addPoint(ArrayNode points, Cell cell, EpochPoint point) {
    point.valAccuracy()
        .ifPresent(accuracy -> points.addObject()
            .put("cell", cell.isDense() ? Cell.DENSE : Numbers.percent(cell.sparsity()))
            .put("sparsity", cell.sparsity())
            .put("epoch", point.epoch())
            .put("phase", point.phase())
            .put("accuracy", accuracy));
  }

  private static DoubleStream span(Estimate estimate) {
    double mean = estimate.mean().orElseThrow();
    return DoubleStream.of(estimate.low().orElse(mean), estimate.high().orElse(mean));
  }

  /** Least and greatest value, moved apart by a share of their distance, or a little if they are one. */
  private static double[] ends(DoubleStream values, double margin) {
    double[] all = values.filter(Double::isFinite).sorted().toArray();
    if (all.length == 0) {
      return all;
    }
    double least = all[0];
    double greatest = all[all.length - 1];
    double extra = greatest > least ? (greatest - least) * margin : 0.1 * Math.abs(least);
    return new double[] {least - extra, greatest + extra};
  }

  private static void setAll(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  private static ObjectNode skeleton(String resource) {
    try {
      return (ObjectNode) JSON.readTree(Resource.text(resource));
    } catch (IOException e) {
      throw new UncheckedIOException("bad resource " + resource, e);
    }
  }
}
