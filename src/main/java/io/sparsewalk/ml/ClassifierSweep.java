package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.embedding.GivenVectors;
import io.sparsewalk.spark.examples.GivenExamples;
import io.sparsewalk.spark.sweep.EngineChoice;
import io.sparsewalk.spark.sweep.Sweep;
import io.sparsewalk.spark.sweep.SweepProgress;
import io.sparsewalk.spark.sweep.SweepStage;
import io.sparsewalk.spark.sweep.TrainedModels;
import io.sparsewalk.spark.sweep.TrainingInputs;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Levels;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ModelFile;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** One network trained as a trial of a sweep whose examples are labelled rows of vectors. */
final class ClassifierSweep {
  private final ScratchRun run;
  private final JobParams params;
  private final JobConfig job;

  /** @param settings key=value */
  ClassifierSweep(ScratchRun run, JobParams params, List<String> settings) {
    this.run = run;
    this.params = params;
    job = JobFile.defaults(settings).config();
  }

  /**
   * What came of it.
   *
   * @param facts figures of the trial's row that are numbers, but for those of a test, which there is none
   */
  record Trained(SparseNetwork network, Map<String, Double> facts) {}

  /**
   * Trains.
   *
   * @param rows directory of Parquet files (number, valid, vector, {@link Numbered#ROW})
   */
  Trained train(String rows, int classes) {
    Dataset<Row> all = run.spark().read().parquet(rows);
    Manifest vectors = run.make(GivenVectors.output(run.warehouse(),
        all.select(col(Numbered.ROW).as("vertex"), lit(true).as("trained"), col("vector")).orderBy("vertex"), rows));
    String labelled = run.copy().toString();
    all.select(col(Numbered.ROW).as("vertex"), col("number").cast("int").as("label"),
        coalesce(col("valid"),
            udf(new Held(params.number("validShare"), params.seed()), DataTypes.BooleanType).apply(col(Numbered.ROW)))
            .as("valid"))
        .orderBy("vertex")
        .write()
        .parquet(labelled);
    Manifest examples = run.make(GivenExamples.output(run.warehouse(), labelled, classes));
    TrainingInputs inputs = inputs(examples.fingerprint(), vectors.fingerprint(), classes);
    Levels.check(job.sweep(), job.methods(),
        ParameterLayout.of((int) vectors.count("dimension"), job.model(), inputs.labels().outputs()));
    Function<Engine, Sweep> sweeps = engine -> sweep(engine, inputs);
    return trained(new EngineChoice(run.spark(), run.warehouse()).of(job.sweep().engine(), sweeps));
  }

  private static TrainingInputs inputs(String examples, String vectors, int classes) {
    TrainingInputs.Vectors dense = new TrainingInputs.Vectors.Dense(vectors);
    return classes == 2 ? new TrainingInputs.Pairs(examples, dense, List.of(EdgeOperator.VERTEX), 0)
        : new TrainingInputs.Vertices(examples, dense, new Labels.OneOf(classes));
  }

  private Sweep sweep(Engine engine, TrainingInputs inputs) {
    Map<String, Object> settings = new TreeMap<>(Settings.of(job));
    settings.remove("warehouse");
    return new Sweep(job.name(), job.graph().dataset(), Settings.word(job.protocol()), Settings.word(job.task()),
        new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving()), job.sweep().execution(engine),
        settings, "", Map.of(params.seed(), Map.of("dense", inputs)));
  }

  private Trained trained(Sweep sweep) {
    List<Trial> trials = Grid.trials(job.sweep());
    new SweepStage(run.spark(), run.warehouse(), sweep).run(trials, finished -> {});
    if (!new SweepProgress(run.warehouse(), sweep).failed(trials).isEmpty()) {
      throw new DataRefusedException("the training of " + trials.get(0) + " has diverged: try a smaller learning rate "
          + "(optimizerLearningRate), or scale the vectors");
    }
    ModelFile model = new TrainedModels(run.spark(), run.warehouse(), sweep).find(sweep.trialId(trials.get(0)));
    Path row = new Path(run.warehouse().trial(SweepTables.TRIALS.name(), sweep.id(), sweep.trialId(trials.get(0))),
        RowFile.NAME);
    Map<String, Double> facts = new TreeMap<>();
    RowFile.read(run.warehouse().configuration(), row, SweepTables.TRIALS).get(0).forEach((name, value) -> {
      if (value instanceof Number number && (name.startsWith("val_") || name.startsWith("flops_")
          || List.of("achieved_sparsity", "train_seconds", "best_epoch").contains(name))) {
        facts.put(name, number.doubleValue());
      }
    });
    return new Trained(new SparseNetwork(model.layout(), model.head(), model.parameters(), model.kept()), facts);
  }

  /** True for the rows that a share of them, drawn by the seed, has. */
  private record Held(double share, long seed) implements UDF1<Integer, Boolean> {
    @Override
    public Boolean call(Integer row) {
      return Seeds.of(seed).child("validation").uniform(row) < share;
    }
  }
}
