package io.sparsewalk.spark;

import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.trainer.GraphData;

/** Published graphs, features and examples as what graph convolutions train on. */
final class GraphReader {
  private final Warehouse warehouse;
  private final SweepStage.Inputs inputs;

  GraphReader(Warehouse warehouse, SweepStage.Inputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  GraphData data() {
    Manifest nodes = Manifest.read(warehouse, warehouse.stage(GraphNodeStage.NAME, inputs.embeddings()));
    ParquetColumns table = columns(GraphNodeStage.NAME, inputs.embeddings());
    ParquetColumns edges = columns(EdgeTable.NAME, inputs.graph());
    ParquetColumns.IntLists indices = table.intLists("indices");
    SparseMatrix features =
        new SparseMatrix(indices.offsets(), indices.values(), table.floatLists("values").values()).rowNormalised();
    ExampleReader examples = new ExampleReader(warehouse, inputs);
    return new GraphData(SparseMatrix.normalisedAdjacency((int) nodes.count("vertices"), edges.ints("src"), edges.ints("dst")),
        features, (int) nodes.count("inputs"), inputs.outputs(), examples.train(), examples.valid(), examples.test());
  }

  private ParquetColumns columns(String name, String fingerprint) {
    return new ParquetColumns(warehouse.configuration(), warehouse.stage(name, fingerprint));
  }
}
