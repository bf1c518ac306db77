package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.Task;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.table.ModelFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The networks of published trials: finds them, and scores pairs of vertices with them. */
public final class TrainedModels {
  private static final int BATCH = 1024;
  private static final List<String> FACTS = List.of("dataset", "protocol", "task", "embedding", "method", "sparsity",
      "achieved_sparsity", "seed", "accuracy", "auc", "average_precision", "val_accuracy", "val_auc", "code_version");

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final SweepStage.Sweep sweep;

  public TrainedModels(SparkSession spark, Warehouse warehouse, SweepStage.Sweep sweep) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.sweep = sweep;
  }

  /**
   * The network of a trial.
   *
   * @param trialId null: of the trial with the best AUC on validation, the sparser one of equals
   * @throws DataRefusedException if there is no such trial, or its parameters were not kept
   */
  public ModelFile find(String trialId) {
    Path trials = warehouse.sweep(SweepTables.TRIALS.name(), sweep.id());
    if (!warehouse.exists(trials)) {
      throw new DataRefusedException("sweep " + sweep.id() + " has no trial yet: run it first");
    }
    Column wanted = trialId == null ? functions.col("val_auc").isNotNull() : functions.col("trial_id").equalTo(trialId);
    List<Row> found = spark.read().schema(SweepTables.TRIALS.sparkSchema())
        .option("basePath", warehouse.table(SweepTables.TRIALS.name()).toString()).parquet(trials.toString()).where(wanted)
        .orderBy(functions.coalesce(functions.col("val_auc"), functions.col("val_accuracy")).desc(), functions.desc("sparsity"),
            functions.col("trial_id")).takeAsList(1);
    if (found.isEmpty()) {
      throw new DataRefusedException("sweep " + sweep.id() + " has no trial " + (trialId == null ? "yet" : trialId));
    }
    return read(found.get(0));
  }

  private ModelFile read(Row trial) {
    String id = trial.getAs("trial_id");
    Path parameters = warehouse.trial(SweepTables.PARAMETERS.name(), sweep.id(), id);
    if (!warehouse.exists(parameters)) {
      throw new DataRefusedException("the parameters of trial " + id + " were not kept: sweep.save-models was false");
    }
    ParameterLayout layout = ParameterLayout.parse(trial.getAs("model"));
    float[] values = new float[layout.size()];
    boolean[] kept = new boolean[layout.size()];
    // One row a parameter of one network.
    for (Row row : spark.read().parquet(parameters.toString()).collectAsList()) {
      int layer = row.getAs("layer");
      int unit = row.getAs("unit");
      Integer input = row.getAs("input");
      int at = input == null ? layout.firstBias(layer) + unit
          : layout.firstWeight(layer) + unit * layout.columns(layer) + input;
      values[at] = (float) (double) row.<Double>getAs("value");
      kept[at] = true;
    }
    boolean several = Settings.word(Task.MULTI_LABEL_CLASSIFICATION).equals(trial.getAs("task"));
    return new ModelFile(facts(trial), layout, Head.of(layout.outputs(), several), values, kept);
  }

  private Map<String, Object> facts(Row trial) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sweep_id", sweep.id());
    facts.put("trial_id", trial.getAs("trial_id"));
    FACTS.forEach(name -> facts.put(name, trial.getAs(name)));
    SweepStage.Inputs inputs = inputs(trial.<Long>getAs("seed"), trial.getAs("embedding"));
    facts.put("features", inputs.edge().stream().map(Settings::word).collect(Collectors.joining(", "))
        + " of the rows of source and target in the embedding"
        + (inputs.pairs() > 0 ? ", then " + inputs.pairs() + " pair features" : ""));
    facts.put("embedding_fingerprint", fingerprint(inputs));
    return facts;
  }

  private SweepStage.Inputs inputs(long seed, String embedding) {
    SweepStage.Inputs inputs = sweep.inputs().getOrDefault(seed, Map.of()).get(embedding);
    if (inputs == null) {
      throw new DataRefusedException("the model was trained with seed " + seed + " on the " + embedding
          + " embedding, which sweep.seeds and sweep.embeddings of the job have not");
    }
    return inputs;
  }

  private static String fingerprint(SweepStage.Inputs inputs) {
    return inputs.selection().isEmpty() ? inputs.embeddings() : inputs.selection();
  }

  private static void refuseClasses(ModelFile model) {
    if (model.layout().outputs() > 1) {
      throw new DataRefusedException("the model tells classes of vertices; predict is for link prediction");
    }
  }

  /** What a network does on the test examples of its trial. */
  public BinaryMetrics test(ModelFile model) {
    refuseClasses(model);
    TrialData data = new ExampleReader(warehouse, inputs(model)).data();
    Examples test = data.test().seen();
    return BinaryMetrics.of(logits(model, data.inputs(), test), test.positive());
  }

  /**
   * Logits of pairs of vertices.
   *
   * @param source dense ids
   * @param target dense ids
   */
  public float[] logits(ModelFile model, int[] source, int[] target) {
    SweepStage.Inputs inputs = inputs(model);
    refuseClasses(model);
    if (inputs.pairs() > 0) {
      throw new DataRefusedException("the model needs pair features, which are there for the examples of its sweep only");
    }
    boolean[] unused = new boolean[source.length];
    EdgeInputs features = new EdgeInputs(new ExampleReader(warehouse, inputs).features(), inputs.edge(), 0);
    return logits(model, features, new Examples(source, target, unused, unused));
  }

  /**
   * Dense ids of raw ones; what the graph has not is left out.
   *
   * @param edges fingerprint of the ingested graph
   * @param raw a list that the driver holds anyway
   */
  public Map<String, Integer> ids(String edges, List<String> raw) {
    Map<String, Integer> ids = new HashMap<>();
    spark.read().parquet(warehouse.stage("vertices", edges).toString())
        .where(functions.col("raw").isInCollection(raw)).collectAsList()
        .forEach(row -> ids.put(row.getAs("raw"), row.getAs("id")));
    return ids;
  }

  private SweepStage.Inputs inputs(ModelFile model) {
    SweepStage.Inputs inputs =
        inputs(((Number) model.facts().get("seed")).longValue(), model.facts().get("embedding").toString());
    if (!fingerprint(inputs).equals(model.facts().get("embedding_fingerprint"))) {
      throw new DataRefusedException("the model was trained on embedding " + model.facts().get("embedding_fingerprint")
          + ", the job has " + fingerprint(inputs));
    }
    return inputs;
  }

  private static float[] logits(ModelFile model, EdgeInputs inputs, Examples examples) {
    Examples none = examples.subset(new int[0]);
    TrialData data = new TrialData(none, none, none, examples, Ranking.none(), inputs, model.layout().outputs());
    VectorRounds rounds = new VectorRounds(data, model.layout(), BATCH, Seeds.of(0), LaneKernel.best());
    return rounds.score(List.of(new RoundExecutor.Network(model.parameters(), Mask.of(model.layout(), model.kept()))),
        RoundExecutor.Part.TEST).get(0).logits();
  }
}
