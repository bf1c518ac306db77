package io.sparsewalk.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.EpochPoint;
import io.sparsewalk.report.ReportData.LayerDensity;
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
import java.util.stream.Stream;

/**
 * Vega-Lite specifications: the skeletons are JSON resources, this class puts the figures in. Nothing is computed by
 * the chart: intervals, domains and tick values all come from here.
 */
final class Charts {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Lines of a picture that are named one by one; of more the legend is a scale of colours. */
  private static final int MOST_NAMED = 10;

  private Charts() {}

  /** One of the figures of quality. */
  record Measure(String title, String column, Function<Level, Estimate> of, ToDoubleFunction<Margin> margin) {
    static final Measure ACCURACY =
        new Measure("Test accuracy", "accuracy", level -> level.quality().accuracy(), Margin::accuracy);
    static final Measure AUC = new Measure("Test AUC", "auc", level -> level.quality().auc(), Margin::auc);
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
    setMethods(spec, setting);
    return spec;
  }

  /** Accuracy against sparsity of all methods on all embeddings, dense training as what removes nothing. */
  static JsonNode panel(List<Level> setting) {
    ObjectNode spec = skeleton("panel.vl.json");
    ArrayNode points = (ArrayNode) spec.at("/datasets/levels");
    for (Level level : setting) {
      level.quality()
          .accuracy()
          .mean()
          .ifPresent(mean -> points.addObject()
              .put("method", Method.title(level.cell().method()))
              .put("embedding", level.cell().embedding())
              .put("sparsity", Numbers.percent(level.cell().sparsity()))
              .put("remaining", 1 - level.cell().sparsity())
              .put("mean", mean));
    }
    setMethods(spec, setting);
    return spec;
  }

  /** Validation accuracy against epoch of all methods at the level and on the embedding of a cell, dense training among them. */
  static JsonNode methods(Cell shown, List<Curve> curves) {
    ObjectNode spec = skeleton("methods.vl.json");
    ArrayNode points = (ArrayNode) spec.at("/datasets/curves");
    curves.stream()
        .filter(curve -> curve.cell().embedding().equals(shown.embedding()))
        .filter(curve -> curve.cell().isDense() || curve.cell().level() == shown.level())
        .forEach(curve -> curve.points()
            .forEach(point -> point.valAccuracy()
                .ifPresent(accuracy -> points.addObject()
                    .put("method", Method.title(curve.cell().method()))
                    .put("phase", point.phase())
                    .put("epoch", point.epoch())
                    .put("accuracy", accuracy))));
    setMethods(spec, curves.stream().map(Curve::cell));
    return spec;
  }

  /** Share of the weights of each layer that methods keep, epoch by epoch. */
  static JsonNode layers(List<LayerDensity> layers) {
    ObjectNode spec = skeleton("layers.vl.json");
    ArrayNode cells = (ArrayNode) spec.at("/datasets/layers");
    layers.forEach(layer -> cells.addObject()
        .put("method", Method.title(layer.cell().method()))
        .put("layer", layer.layer())
        .put("epoch", layer.epoch())
        .put("density", layer.density()));
    return spec;
  }

  /** The same colour for a method in all charts. */
  static void setMethods(ObjectNode spec, List<Level> setting) {
    setMethods(spec, setting.stream().map(Level::cell));
  }

  private static void setMethods(ObjectNode spec, Stream<Cell> cells) {
    ArrayNode methods = JSON.createArrayNode().add(Cell.DENSE);
    cells.filter(cell -> !cell.isDense())
        .map(cell -> Method.title(cell.method()))
        .distinct()
        .sorted()
        .forEach(methods::add);
    spec.findParents("field")
        .stream()
        .filter(channel -> channel.has("scale") && channel.get("field").asText().equals("method"))
        .forEach(channel -> ((ObjectNode) channel.get("scale")).set("domain", methods));
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
    long lines = curves.stream()
        .map(Curve::cell)
        .filter(cell -> cell.method().equals(method) && cell.embedding().equals(embedding))
        .count();
    if (lines > MOST_NAMED) {
      ObjectNode encoding = (ObjectNode) spec.at("/layer/3/encoding");
      encoding.putObject("detail").put("field", "cell");
      ((ObjectNode) encoding.get("color")).put("field", "sparsity").put("type", "quantitative").remove("sort");
      ((ObjectNode) encoding.get("color")).putObject("legend").put("format", "~%").put("gradientLength", 160);
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
  static double[] ends(DoubleStream values, double margin) {
    double[] all = values.filter(Double::isFinite).sorted().toArray();
    if (all.length == 0) {
      return all;
    }
    double least = all[0];
    double greatest = all[all.length - 1];
    double extra = greatest > least ? (greatest - least) * margin : 0.1 * Math.abs(least);
    return new double[] {least - extra, greatest + extra};
  }

  static void setAll(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  static ObjectNode skeleton(String resource) {
    try {
      return (ObjectNode) JSON.readTree(Resource.text(resource));
    } catch (IOException e) {
      throw new UncheckedIOException("bad resource " + resource, e);
    }
  }
}
