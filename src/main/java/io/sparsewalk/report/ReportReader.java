package io.sparsewalk.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;

import io.sparsewalk.report.ReportData.AuditFigure;
import io.sparsewalk.report.ReportData.BaselineFigure;
import io.sparsewalk.report.ReportData.Bytes;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.report.ReportData.Contest;
import io.sparsewalk.report.ReportData.Cost;
import io.sparsewalk.report.ReportData.Curve;
import io.sparsewalk.report.ReportData.DenseRun;
import io.sparsewalk.report.ReportData.EpochPoint;
import io.sparsewalk.report.ReportData.Evidence;
import io.sparsewalk.report.ReportData.Failure;
import io.sparsewalk.report.ReportData.LayerDensity;
import io.sparsewalk.report.ReportData.Level;
import io.sparsewalk.report.ReportData.Provenance;
import io.sparsewalk.report.ReportData.Quality;
import io.sparsewalk.report.ReportData.Ranked;
import io.sparsewalk.report.ReportData.Recommended;
import io.sparsewalk.report.ReportData.Sampling;
import io.sparsewalk.report.ReportData.Setting;
import io.sparsewalk.report.ReportData.Spread;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads what a report needs of one sweep. Every collect is bounded by cells x epochs or by the number of trials. */
final class ReportReader {
  private static final List<String> CELL_COLUMNS = Summary.KEYS.subList(1, Summary.KEYS.size());
  private static final List<String> FACTS =
      List.of("code_version", "data_fingerprint", "engine", "workers", "host", "device", "seed", "stop_reason");
  private static final Comparator<Cell> READING_ORDER = Comparator.comparing((Cell cell) -> cell.setting().dataset())
      .thenComparing(cell -> cell.setting().protocol())
      .thenComparing(cell -> cell.setting().task())
      .thenComparing(cell -> cell.setting().model())
      .thenComparing(Cell::embedding)
      .thenComparing(cell -> !cell.isDense())
      .thenComparing(Cell::method)
      .thenComparingDouble(Cell::level);
  private static final String BASELINE = "baseline ";

  private final SparkSession spark;
  private final String sweepId;
  private final Map<List<Object>, Double> sparsities = new HashMap<>();

  ReportReader(SparkSession spark, String sweepId) {
    this.spark = spark;
    this.sweepId = sweepId;
  }

  ReportData read() {
    List<Level> levels = levels();
    List<Curve> curves = curves();
    Evidence evidence = evidence();
    return new ReportData(sweepId, levels, evidence, contests(levels), rankings(), curves, layers(curves), audits(),
        failures(), provenance(), Answers.read(spark, sweepId, levels, evidence.recommendations()));
  }

  List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    List<Row> rows = table("summary").collectAsList();
    rows.forEach(row -> sparsities.put(key(row), row.<Double>getAs("sparsity")));
    for (Row row : rows) {
      Quality quality = new Quality(Estimate.read(row, "accuracy"), Estimate.read(row, "auc"),
          Estimate.read(row, "average_precision"), Estimate.read(row, "auc_all"),
          Estimate.read(row, "average_precision_all"));
      Sampling sampling = new Sampling(Estimate.optional(row, "accuracy_se"), Estimate.optional(row, "auc_se"),
          Estimate.optional(row, "test_examples"), Estimate.optional(row, "test_share"));
      Cost cost = new Cost(Estimate.optional(row, "flops_paper"), Estimate.optional(row, "flops_printed"),
          Estimate.optional(row, "flops_corrected"), Estimate.optional(row, "flops_inference"),
          Estimate.optional(row, "flops_counted"), Estimate.read(row, "flops_ratio"),
          Estimate.optional(row, "seconds_ratio"), Estimate.optional(row, "flops_inference_ratio"),
          Estimate.read(row, "train_seconds"), Estimate.optional(row, "embedding_density"),
          Estimate.optional(row, "graph_sparsity"), bytes(row));
      levels.add(new Level(cell(row), row.getLong(row.fieldIndex("n")), quality, sampling, cost));
    }
    levels.sort(Comparator.comparing(Level::cell, READING_ORDER));
    return levels;
  }

  private static Bytes bytes(Row row) {
    return new Bytes(Estimate.optional(row, "model_bytes_dense"), Estimate.optional(row, "model_bytes_sparse"),
        Estimate.optional(row, "model_bytes_ratio"), Estimate.optional(row, "embedding_bytes_dense"),
        Estimate.optional(row, "embedding_bytes_sparse"), Estimate.optional(row, "embedding_bytes_ratio"));
  }

  Evidence evidence() {
    return new Evidence(recommendations(), baselines(), denseRuns(), recipes());
  }

  List<Recommended> recommendations() {
    // A row a method.
    return table("recommendation").orderBy("dataset", "protocol", "model", "embedding", "method")
        .collectAsList()
        .stream()
        .map(row -> new Recommended(setting(row), text(row, "embedding"), text(row, "method"), row.<Long>getAs("n"),
            new Margin(row.<Double>getAs("margin_accuracy"), row.<Double>getAs("margin_auc")),
            Estimate.optional(row, "sparsity_safe"), Estimate.optional(row, "sparsity_by_mean"),
            Boolean.TRUE.equals(row.getAs("at_largest_tested")), Estimate.optional(row, "accuracy_loss"),
            Estimate.optional(row, "accuracy_loss_bound"), Estimate.optional(row, "auc_loss"),
            Estimate.optional(row, "auc_loss_bound"), Estimate.optional(row, "flops_ratio"),
            Estimate.optional(row, "seconds_ratio"), Estimate.optional(row, "flops_inference_ratio"),
            Estimate.optional(row, "model_bytes_ratio"), text(row, "verdict"), text(row, "reason")))
        .toList();
  }

  /** Figures of audits that are named {@code baseline NAME: FIGURE}. */
  private List<BaselineFigure> baselines() {
    List<BaselineFigure> figures = new ArrayList<>();
    for (Row row : table("audits").where(col("name").startsWith(BASELINE))
        .where("value is not null")
        .orderBy("name", "seed")
        .collectAsList()) {
      String[] name = text(row, "name").substring(BASELINE.length()).split(": ", 2);
      figures.add(new BaselineFigure(text(row, "dataset"), text(row, "protocol"), name[0], name[1],
          row.<Long>getAs("seed"), row.<Double>getAs("value")));
    }
    return figures;
  }

  private List<DenseRun> denseRuns() {
    return table("trial_ratios").where("method = 'dense' and stop_reason <> 'halved'")
        .collectAsList()
        .stream()
        .map(row -> new DenseRun(setting(row), text(row, "embedding"), TestedTrial.of(row)))
        .toList();
  }

  private Map<Setting, String> recipes() {
    Map<Setting, Recipes> recipes = new HashMap<>();
    for (Row row : table("trials").where("stop_reason = 'finished' and epochs is not null").collectAsList()) {
      recipes.computeIfAbsent(setting(row), setting -> new Recipes())
          .add(text(row, "method"), row.<Integer>getAs("epochs"), text(row, "config_json"));
    }
    Map<Setting, String> notes = new HashMap<>();
    recipes.forEach((setting, each) -> each.note().ifPresent(note -> notes.put(setting, note)));
    return notes;
  }

  /** The methods of each level of the grid beside the one with the highest mean accuracy. */
  private List<Contest> contests(List<Level> levels) {
    Map<List<Object>, Set<String>> told = pairs("p_holm < 0.05");
    Map<List<Object>, Set<String>> twins = pairs("identical");
    Map<List<Object>, List<Level>> byLevel = new LinkedHashMap<>();
    levels.stream()
        .filter(level -> !level.cell().isDense() && level.quality().accuracy().mean().isPresent())
        .forEach(
            level -> byLevel
                .computeIfAbsent(List.of(level.cell().setting(), level.cell().embedding(), level.cell().level()),
                    key -> new ArrayList<>())
                .add(level));
    return byLevel.values().stream().filter(group -> group.size() > 1).map(group -> {
      group.sort(Comparator.comparingDouble(level -> -level.quality().accuracy().mean().getAsDouble()));
      Cell best = group.get(0).cell();
      List<Object> key = List.of(best.setting(), best.embedding(), best.method(), best.level());
      Set<String> worse = told.getOrDefault(key, Set.of());
      Set<String> same = twins.getOrDefault(key, Set.of());
      List<String> others =
          group.stream().skip(1).map(level -> level.cell().method()).filter(method -> !same.contains(method)).toList();
      List<String> highest = new ArrayList<>(List.of(best.method()));
      same.stream().sorted().forEach(highest::add);
      return new Contest(best.setting(), best.embedding(), best.level(), highest,
          others.stream().filter(method -> !worse.contains(method)).toList(),
          others.stream().filter(worse::contains).toList());
    })
        .sorted(Comparator.comparing((Contest contest) -> contest.setting().toString())
            .thenComparing(Contest::embedding)
            .thenComparingDouble(Contest::level))
        .toList();
  }

  /** Of every method at a level those that a condition on their comparison of accuracies is true of. */
  private Map<List<Object>, Set<String>> pairs(String condition) {
    Map<List<Object>, Set<String>> pairs = new HashMap<>();
    // A row a pair of methods of a level.
    for (Row row : table("comparisons").where("measure = 'accuracy' and other <> 'dense'")
        .where(condition)
        .collectAsList()) {
      String method = text(row, "method");
      String other = text(row, "other");
      double level = row.<Double>getAs("sparsity_requested");
      pairs.computeIfAbsent(List.of(setting(row), text(row, "embedding"), method, level), key -> new HashSet<>())
          .add(other);
      pairs.computeIfAbsent(List.of(setting(row), text(row, "embedding"), other, level), key -> new HashSet<>())
          .add(method);
    }
    return pairs;
  }

  private List<Ranked> rankings() {
    List<Ranked> ranked = new ArrayList<>();
    for (Row row : table("ranking_summary").collectAsList()) {
      ranked.add(new Ranked(cell(row), text(row, "negatives"), Estimate.read(row, "mrr"), Estimate.read(row, "hits_10"),
          Estimate.read(row, "auc")));
    }
    ranked.sort(Comparator.comparing(Ranked::cell, READING_ORDER).thenComparing(Ranked::negatives));
    return ranked;
  }

  private List<Curve> curves() {
    List<String> keys = new ArrayList<>(CELL_COLUMNS);
    keys.addAll(List.of("phase", "epoch"));
    Dataset<Row> trials = table("trial_ratios").select("trial_id", CELL_COLUMNS.toArray(String[]::new));
    Dataset<Row> means = table("epochs").join(trials, "trial_id")
        .groupBy(columns(keys))
        .agg(avg("val_accuracy").as("val_accuracy"), avg("val_auc").as("val_auc"))
        .orderBy("epoch");
    Map<Cell, List<EpochPoint>> points = new TreeMap<>(READING_ORDER);
    for (Row row : means.collectAsList()) {
      points.computeIfAbsent(cell(row), cell -> new ArrayList<>())
          .add(new EpochPoint(text(row, "phase"), row.getInt(row.fieldIndex("epoch")),
              Estimate.optional(row, "val_accuracy"), Estimate.optional(row, "val_auc")));
    }
    return points.entrySet().stream().map(entry -> new Curve(entry.getKey(), entry.getValue())).toList();
  }

  /** Of each setting the cells of one level on one embedding, the ones that the report shows. */
  private List<LayerDensity> layers(List<Curve> curves) {
    List<LayerDensity> layers = new ArrayList<>();
    curves.stream()
        .collect(Collectors.groupingBy(curve -> curve.cell().setting(), LinkedHashMap::new, Collectors.toList()))
        .forEach((setting, own) -> ReportPictures.nearest(own).ifPresent(cell -> layers.addAll(layers(cell))));
    return layers;
  }

  private List<LayerDensity> layers(Cell shown) {
    Dataset<Row> trials = table("trial_ratios").where(col("dataset").equalTo(shown.setting().dataset())
        .and(col("embedding").equalTo(shown.embedding()))
        .and(col("sparsity_requested").equalTo(shown.level()))
        .and(col("method").notEqual(Cell.DENSE))).select("trial_id", CELL_COLUMNS.toArray(String[]::new));
    List<String> ids = trials.select("trial_id").as(Encoders.STRING()).collectAsList();
    List<String> keys = new ArrayList<>(CELL_COLUMNS);
    keys.addAll(List.of("layer", "epoch"));
    // By the identities, so that the files of no other trial are opened.
    return table("layers").where(col("trial_id").isInCollection(ids))
        .join(trials, "trial_id")
        .groupBy(columns(keys))
        .agg(avg(expr("nonzeros / (rows * columns)")).as("density"))
        .orderBy("method", "layer", "epoch")
        .collectAsList()
        .stream()
        .map(row -> new LayerDensity(cell(row), row.<Integer>getAs("epoch"), row.<Integer>getAs("layer"),
            row.<Double>getAs("density")))
        .filter(layer -> layer.cell().setting().equals(shown.setting()))
        .toList();
  }

  List<AuditFigure> audits() {
    List<String> keys = List.of("dataset", "protocol", "name");
    return table("audits").where(not(col("name").startsWith(BASELINE)))
        .groupBy(columns(keys))
        .agg(count("value").as("n"), avg("value").as("mean"), min("value").as("low"), max("value").as("high"),
            first("note", true).as("note"))
        .where("n > 0")
        .orderBy(columns(keys))
        .collectAsList()
        .stream()
        .map(row -> new AuditFigure(text(row, "dataset"), text(row, "protocol"), text(row, "name"),
            new Spread(row.getLong(3), row.getDouble(4), row.getDouble(5), row.getDouble(6)), text(row, "note")))
        .toList();
  }

  private List<Failure> failures() {
    return table("failures").orderBy("dataset", "protocol", "embedding", "method", "sparsity", "seed")
        .collectAsList()
        .stream()
        .map(row -> new Failure(text(row, "trial_id"),
            String.join(" / ", text(row, "dataset"), text(row, "protocol"), text(row, "embedding"), text(row, "method"),
                Numbers.percent(Estimate.optional(row, "sparsity").orElse(0))),
            row.isNullAt(row.fieldIndex("seed")) ? 0 : row.getLong(row.fieldIndex("seed")), text(row, "exception"),
            text(row, "message")))
        .toList();
  }

  private Provenance provenance() {
    Map<String, TreeSet<String>> facts = new LinkedHashMap<>();
    FACTS.forEach(fact -> facts.put(fact, new TreeSet<>()));
    ConfigDigest configuration = new ConfigDigest();
    long trials = 0;
    Instant first = null;
    Instant last = null;
    for (Row row : table("trials").collectAsList()) {
      trials++;
      FACTS.forEach(fact -> facts.get(fact).add(text(row, fact)));
      configuration.add(text(row, "config_json"));
      Instant start = instant(row, "started_at");
      Instant end = instant(row, "ended_at");
      first = first == null || start != null && start.isBefore(first) ? start : first;
      last = last == null || end != null && end.isAfter(last) ? end : last;
    }
    Map<String, List<String>> distinct = new LinkedHashMap<>();
    facts.forEach((fact, values) -> distinct.put(fact, List.copyOf(values)));
    return new Provenance(trials, distinct, configuration.values(), first, last);
  }

  private Dataset<Row> table(String name) {
    return spark.table(name).where(col("sweep_id").equalTo(sweepId));
  }

  private static Setting setting(Row row) {
    return new Setting(text(row, "dataset"), text(row, "protocol"), text(row, "task"), text(row, "model"));
  }

  private Cell cell(Row row) {
    List<Object> key = key(row);
    double level = (Double) key.get(key.size() - 1);
    return new Cell(setting(row), text(row, "embedding"), text(row, "method"), level,
        sparsities.getOrDefault(key, level));
  }

  private static List<Object> key(Row row) {
    return List.of(setting(row), text(row, "embedding"), text(row, "method"),
        Estimate.optional(row, "sparsity_requested").orElse(0));
  }

  private static String text(Row row, String column) {
    Object value = row.get(row.fieldIndex(column));
    return value == null ? "" : value.toString();
  }

  private static Instant instant(Row row, String column) {
    Timestamp value = row.getTimestamp(row.fieldIndex(column));
    return value == null ? null : value.toInstant();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
