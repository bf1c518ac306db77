package io.sparsewalk.spark.sweep;

import io.sparsewalk.spark.Held;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.GraphData;
import java.util.List;

/** Published graphs, features and examples as what graph networks train on. */
final class GraphReader {
  private static final Held<Graph> GRAPHS = new Held<>();

  private final Warehouse warehouse;
  private final TrainingInputs.WholeGraph inputs;

  GraphReader(Warehouse warehouse, TrainingInputs.WholeGraph inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  GraphData data(ModelConfig model) {
    List<Object> key =
        List.of(warehouse.root().toString(), inputs.nodes(), inputs.edges(), model.kind(), model.diffusion());
    Graph graph = GRAPHS.of(key, () -> new Graph(this, model));
    ExampleReader examples = new ExampleReader(warehouse, inputs);
    return new GraphData(graph.adjacency, graph.features, graph.inputs, inputs.labels(), examples.train(),
        examples.valid(), examples.test());
  }

  private ParquetColumns columns(String name, String fingerprint) {
    return new ParquetColumns(warehouse, warehouse.stage(name, fingerprint));
  }

  private static final class Graph {
    private final SparseMatrix adjacency;
    private final SparseMatrix features;
    private final int inputs;

    private Graph(GraphReader reader, ModelConfig model) {
      TrainingInputs.WholeGraph source = reader.inputs;
      Manifest nodes = Manifest.read(reader.warehouse, reader.warehouse.stage(GraphNodeStage.NAME, source.nodes()));
      ParquetColumns table = reader.columns(GraphNodeStage.NAME, source.nodes());
      ParquetColumns edges = reader.columns(EdgeTable.NAME, source.edges());
      ParquetColumns.IntLists indices = table.intLists("indices");
      features =
          new SparseMatrix(indices.offsets(), indices.values(), table.floatLists("values").values()).rowNormalised();
      adjacency = SparseMatrix.propagation(model, (int) nodes.count("vertices"), edges.ints("src"), edges.ints("dst"));
      inputs = (int) nodes.count("inputs");
    }
  }
}
