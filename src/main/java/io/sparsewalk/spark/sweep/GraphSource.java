package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.GraphData;
import io.sparsewalk.trainer.GraphRounds;
import io.sparsewalk.trainer.RoundExecutor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A whole graph, some of its vertices labelled. */
record GraphSource(Warehouse warehouse, TrainingInputs.WholeGraph inputs) implements TrialSource {
  /** An edge, both directions, on the way to rows. */
  private static final long EDGE_BYTES = 24;
  /** Column and value of a neighbour, forward and back. */
  private static final long NEIGHBOUR_BYTES = 16;
  /** An attention and whether it is dropped. */
  private static final long ATTENTION_BYTES = 8;
  /** Output of a unit, its gradient, whether it is dropped, scratch. */
  private static final long OUTPUT_BYTES = 16;

  @Override
  public ParameterLayout layout(ModelConfig model) {
    return ParameterLayout.of((int) nodes().count("inputs"), model, inputs.labels().outputs());
  }

  private Manifest nodes() {
    return Manifest.read(warehouse, warehouse.stage(GraphNodeStage.NAME, inputs.nodes()));
  }

  @Override
  public long taskBytes(ModelConfig model, int trials, int workers) {
    ParameterLayout layout = layout(model);
    long outputs = layout.widths().stream().skip(1).mapToInt(Integer::intValue).sum();
    long vertices = nodes().count("vertices");
    long edges = Manifest.read(warehouse, warehouse.stage(EdgeTable.NAME, inputs.edges())).count("edges");
    long neighbours = model.neighbours(vertices, edges);
    return edges * EDGE_BYTES + neighbours * NEIGHBOUR_BYTES
        + neighbours * model.attentions(layout.layers()) * ATTENTION_BYTES + vertices * OUTPUT_BYTES * outputs
        + trials * MemoryEstimate.PARAMETER_BYTES * layout.size();
  }

  @Override
  public Training training(Recipe recipe, Seeds seeds) {
    GraphData data = new GraphReader(warehouse, inputs).data(recipe.model());
    ParameterLayout layout = ParameterLayout.of(data.inputs(), recipe.model(), data.labels().outputs());
    return new Training(data.facts(), new GraphRounds(data, layout, recipe.model(), seeds));
  }

  @Override
  public RoundExecutor scorer(ModelConfig model, ParameterLayout layout, Examples examples) {
    GraphData data = new GraphReader(warehouse, inputs).data(model).scoring(examples);
    return new GraphRounds(data, layout, model, Seeds.of(0));
  }

  @Override
  public Examples test() {
    return new ExampleReader(warehouse, inputs).test().seen();
  }

  /** Vertices without edges too. */
  @Override
  public Map<String, Integer> ids(SparkSession spark, String edges, List<String> raw) {
    return StageFiles.read(spark, warehouse, GraphNodeStage.NAME, inputs.nodes())
        .where(functions.col("raw").isInCollection(raw))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getAs("raw"), row -> row.getAs("vertex")));
  }
}
