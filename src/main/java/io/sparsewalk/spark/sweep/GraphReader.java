package io.sparsewalk.spark.sweep;

import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.spark.examples.GraphNodeStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.GraphData;
import java.lang.ref.SoftReference;
import java.util.List;

/** Published graphs, features and examples as what graph networks train on. */
final class GraphReader {
  private final Warehouse warehouse;
  private final TrainingInputs inputs;

  GraphReader(Warehouse warehouse, TrainingInputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  GraphData data(ModelConfig model) {
    Held graph = Held.of(this, model);
    ExampleReader examples = new ExampleReader(warehouse, inputs);
    return new GraphData(graph.adjacency, graph.features, graph.inputs, inputs.outputs(), examples.train(),
        examples.valid(), examples.test());
  }

  private ParquetColumns columns(String name, String fingerprint) {
    return new ParquetColumns(warehouse, warehouse.stage(name, fingerprint));
  }

  /** The last graph, once per JVM, for all groups of trials there; given up when memory is short. */
  private static final class Held {
    private static SoftReference<Held> last = new SoftReference<>(null);

    private final List<Object> key;
    private final SparseMatrix adjacency;
    private final SparseMatrix features;
    private final int inputs;

    private Held(List<Object> key, GraphReader reader, ModelConfig model) {
      this.key = key;
      TrainingInputs source = reader.inputs;
      Manifest nodes =
          Manifest.read(reader.warehouse, reader.warehouse.stage(GraphNodeStage.NAME, source.embeddings()));
      ParquetColumns table = reader.columns(GraphNodeStage.NAME, source.embeddings());
      ParquetColumns edges = reader.columns(EdgeTable.NAME, source.graph());
      ParquetColumns.IntLists indices = table.intLists("indices");
      features = new SparseMatrix(indices.offsets(), indices.values(), table.floatLists("values").values()).rowNormalised();
      adjacency = SparseMatrix.propagation(model, (int) nodes.count("vertices"), edges.ints("src"), edges.ints("dst"));
      inputs = (int) nodes.count("inputs");
    }

    static synchronized Held of(GraphReader reader, ModelConfig model) {
      List<Object> key = List.of(reader.warehouse.root().toString(), reader.inputs.embeddings(), reader.inputs.graph(),
          model.kind(), model.diffusion());
      Held held = last.get();
      if (held == null || !held.key.equals(key)) {
        held = new Held(key, reader, model);
        last = new SoftReference<>(held);
      }
      return held;
    }
  }
}
