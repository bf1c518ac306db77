package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ModelFile;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.RoundExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The networks of published trials: finds them, and scores pairs of vertices or vertices with them. */
public final class TrainedModels {
  /** Fact of a model: names of its outputs. */
  public static final String CLASSES = "classes";
  private static final String PRUNED = "graph_sparsity";
  private static final List<String> FACTS = List.of("dataset", "protocol", "task", "embedding", "method", "sparsity",
      "sparsity_requested", "achieved_sparsity", "seed", "accuracy", "auc", "average_precision", "f1_macro",
      "val_accuracy", "val_auc", "engine", "code_version");

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Sweep sweep;

  public TrainedModels(SparkSession spark, Warehouse warehouse, Sweep sweep) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /** The column of {@code trials} that ranks networks. */
  public String leadingFigure() {
    return sweep.labels().leadingFigure();
  }

  /**
   * The network of a trial.
   *
   * @throws DataRefusedException if there is no such trial, its parameters were not kept, or it has a graph of its own
   */
  public ModelFile find(String trialId) {
    Row trial = first(functions.col("trial_id").equalTo(trialId))
        .orElseThrow(() -> new DataRefusedException("sweep " + sweep.id() + " has no trial " + trialId));
    if (trial.<Double>getAs(PRUNED) > 0) {
      throw new DataRefusedException(
          "trial " + trialId + " has pruned edges of its graph, which are not kept: take another");
    }
    return read(trial);
  }

  /**
   * The network with the best AUC, or accuracy of classes, on validation; the sparser one of equals.
   *
   * @param among condition on the columns of {@code trials}
   * @throws DataRefusedException if there is no such trial, or its parameters were not kept
   */
  public ModelFile best(Column among) {
    return read(
        first(among.and(functions.col("val_" + leadingFigure()).isNotNull()).and(functions.expr(PRUNED + " = 0")))
            .orElseThrow(() -> new DataRefusedException("sweep " + sweep.id() + " has no trial with " + among)));
  }

  private Optional<Row> first(Column wanted) {
    List<Path> trials = RowFile.list(warehouse, warehouse.sweep(SweepTables.TRIALS.name(), sweep.id()))
        .stream()
        .map(FileStatus::getPath)
        .toList();
    if (trials.isEmpty()) {
      throw new DataRefusedException("sweep " + sweep.id() + " has no trial yet: run it first");
    }
    return spark.read()
        .schema(SweepTables.TRIALS.sparkSchema())
        .option("basePath", warehouse.table(SweepTables.TRIALS.name()).toString())
        .parquet(trials.stream().map(Path::toString).toArray(String[]::new))
        .where(wanted)
        .orderBy(functions.col("val_" + leadingFigure()).desc(), functions.desc("sparsity"), functions.col("trial_id"))
        .takeAsList(1)
        .stream()
        .findFirst();
  }

  private ModelFile read(Row trial) {
    Path parameters = parameters(trial.getAs("trial_id"));
    ParameterLayout layout = ParameterLayout.parse(trial.getAs("model"));
    float[] values = new float[layout.size()];
    boolean[] kept = new boolean[layout.size()];
    // One row a parameter of one network.
    for (Row row : StageFiles.read(spark, List.of(parameters)).collectAsList()) {
      int layer = row.getAs("layer");
      int unit = row.getAs("unit");
      Integer input = row.getAs("input");
      int at = input == null ? layout.firstBias(layer) + unit
          : layout.firstWeight(layer) + unit * layout.columns(layer) + input;
      values[at] = (float) (double) row.<Double>getAs("value");
      kept[at] = true;
    }
    return new ModelFile(facts(trial), layout, Head.of(sweep.labels().isExclusive()), values, kept);
  }

  /** The file of the parameters, as it was published with the trial's row. */
  private Path parameters(String trial) {
    String table = SweepTables.PARAMETERS.name();
    Path row = new Path(warehouse.trial(SweepTables.TRIALS.name(), sweep.id(), trial), RowFile.NAME);
    DataFile parameters = RowFile.parts(warehouse.configuration(), row)
        .stream()
        .filter(part -> part.name().startsWith(table + "/"))
        .findFirst()
        .orElseThrow(() -> new DataRefusedException(
            "the parameters of trial " + trial + " were not kept: sweep.save-models was false"));
    Path file = new Path(warehouse.root(), parameters.name());
    if (!parameters.isIntact(warehouse.configuration(), warehouse.root())) {
      throw new DataRefusedException(file + " is not as it was published: delete it and " + row
          + " and run the sweep again, which trains the" + " trial again");
    }
    return file;
  }

  private Map<String, Object> facts(Row trial) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sweep_id", sweep.id());
    facts.put("trial_id", trial.getAs("trial_id"));
    FACTS.forEach(name -> facts.put(name, trial.getAs(name)));
    TrainingInputs inputs = inputs(trial.<Long>getAs("seed"), trial.getAs("embedding"));
    facts.put("features", inputs.description());
    facts.put("embedding_fingerprint", inputs.features());
    Manifest examples = Manifest.read(warehouse, warehouse.stage(ExampleFiles.TABLE, inputs.examples()));
    if (examples.facts().containsKey(LabelStage.CLASS_NAMES)) {
      facts.put(CLASSES, examples.fact(LabelStage.CLASS_NAMES));
    }
    return facts;
  }

  private TrainingInputs inputs(long seed, String embedding) {
    TrainingInputs inputs = sweep.inputs().getOrDefault(seed, Map.of()).get(embedding);
    if (inputs == null) {
      throw new DataRefusedException("the model was trained with seed " + seed + " on the " + embedding
          + " embedding, which sweep.seeds and sweep.embeddings of the job have not");
    }
    return inputs;
  }

  /** Figures of a network on the test examples of its trial, by the names of their columns. */
  public Map<String, Double> test(ModelFile model) {
    if (sweep.recipe().model().dropoutAtTest()) {
      throw new DataRefusedException(
          "the trial was tested with dropout (model.dropout-at-test), predict is without: name vertices");
    }
    TrainingInputs inputs = inputs(model);
    Examples test = inputs.source(warehouse).test();
    float[] logits = logits(model, test);
    Quality quality = inputs.labels().quality(logits, test);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", quality.accuracy());
    figures.put("auc", quality.auc());
    figures.put("f1_macro", inputs.labels().probabilities(logits, test).f1Macro());
    figures.values().removeIf(value -> value.isNaN());
    return figures;
  }

  /**
   * Probabilities of the classes of vertices, as many each as the model has classes.
   *
   * @param vertices dense ids
   */
  public double[] probabilities(ModelFile model, int[] vertices) {
    int outputs = model.layout().outputs();
    float[] logits = logits(model, inputs(model).vertices(vertices));
    double[] probabilities = new double[logits.length];
    for (int at = 0; at < logits.length; at += outputs) {
      model.head().probabilities(logits, at, outputs, probabilities);
    }
    return probabilities;
  }

  /**
   * Logits of pairs of vertices.
   *
   * @param source dense ids
   * @param target dense ids
   */
  public float[] logits(ModelFile model, int[] source, int[] target) {
    return logits(model, inputs(model).pairs(source, target));
  }

  /**
   * Dense ids of raw ones; what the model does not know is left out.
   *
   * @param edges fingerprint of the ingested graph
   * @param raw a list that the driver holds anyway
   */
  public Map<String, Integer> ids(ModelFile model, String edges, List<String> raw) {
    return inputs(model).source(warehouse).ids(spark, edges, raw);
  }

  private TrainingInputs inputs(ModelFile model) {
    TrainingInputs inputs =
        inputs(((Number) model.facts().get("seed")).longValue(), model.facts().get("embedding").toString());
    if (!inputs.features().equals(model.facts().get("embedding_fingerprint"))) {
      throw new DataRefusedException("the model was trained on embedding " + model.facts().get("embedding_fingerprint")
          + ", the job has " + inputs.features());
    }
    return inputs;
  }

  private float[] logits(ModelFile model, Examples examples) {
    return inputs(model).source(warehouse)
        .scorer(sweep.recipe().model(), model.layout(), examples)
        .score(List.of(new RoundExecutor.Network(model.parameters(), Mask.of(model.layout(), model.kept()))),
            RoundExecutor.Part.TEST)
        .get(0)
        .logits();
  }
}
