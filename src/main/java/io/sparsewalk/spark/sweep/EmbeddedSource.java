package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Examples whose features are rows of an embedding. */
record EmbeddedSource(Warehouse warehouse, TrainingInputs.Embedded inputs) implements TrialSource {
  /** Two ends, label, mark, place in the order, logit. */
  private static final long EXAMPLE_BYTES = 18;
  /** Offsets of sparse rows, marks. */
  private static final long ROW_BYTES = 9;
  /** While vertices are numbered anew. */
  private static final long NUMBER_BYTES = 4;
  /** Examples that are scored together. */
  private static final int SCORED = 1024;

  @Override
  public ParameterLayout layout(ModelConfig model) {
    int width = EdgeInputs.width((int) embedding().count("dimension"), inputs.edge(), inputs.pairFeatures());
    return ParameterLayout.of(width, model, inputs.labels().outputs());
  }

  @Override
  public long taskBytes(ModelConfig model, int trials, int workers) {
    Manifest embedding = embedding();
    long own = examples() / workers;
    return own * (EXAMPLE_BYTES + 4L * inputs.pairFeatures())
        + vertices(workers) * (4 * embedding.count("dimension") + ROW_BYTES)
        + NUMBER_BYTES * embedding.count("vertices") + trials * MemoryEstimate.PARAMETER_BYTES * layout(model).size();
  }

  /** Rows of the table of examples. */
  long examples() {
    return Manifest.read(warehouse, warehouse.stage(ExampleFiles.TABLE, inputs.examples())).count("rows");
  }

  /** Values of the dense rows of the vertices of the examples, at most. */
  long values() {
    return embedding().count("dimension") * vertices(1);
  }

  /** Vertices of the examples of a worker, at most. */
  private long vertices(int workers) {
    Manifest examples = Manifest.read(warehouse, warehouse.stage(ExampleFiles.TABLE, inputs.examples()));
    long ranked =
        examples.count("ranking_positives") * (1 + Ranking.Kind.values().length * examples.count("ranking_negatives"));
    return Math.min(embedding().count("vertices"), 2 * ((examples.count("rows") + ranked) / workers + 1));
  }

  private Manifest embedding() {
    return Manifest.read(warehouse, warehouse.stage(EmbedStage.NAME, inputs.vectors().embedding()));
  }

  private ExampleReader reader() {
    return new ExampleReader(warehouse, inputs);
  }

  @Override
  public Training training(Recipe recipe, Seeds seeds) {
    ExampleReader.Gathered gathered = reader().data();
    TrialData data = gathered.data();
    ParameterLayout layout = ParameterLayout.of(data.inputs().width(), recipe.model(), data.labels().outputs());
    EpochOrder order = new EpochOrder(data.train().size(), seeds, 0);
    return new Training(gathered.facts(), new VectorRounds(data, layout, recipe.training().batch(),
        recipe.model().activations(), order, LaneKernel.best()));
  }

  @Override
  public RoundExecutor scorer(ModelConfig model, ParameterLayout layout, Examples examples) {
    return new VectorRounds(reader().scored(examples), layout, SCORED, new Activations(0, model.reluLogits(), false),
        new EpochOrder(0, Seeds.of(0), 0), LaneKernel.best());
  }

  @Override
  public Examples test() {
    return reader().test().seen();
  }

  @Override
  public Map<String, Integer> ids(SparkSession spark, String edges, List<String> raw) {
    return StageFiles.read(spark, warehouse, "vertices", edges)
        .where(functions.col("raw").isInCollection(raw))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("raw"), row -> row.getAs("id")));
  }
}
