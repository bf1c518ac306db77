package io.sparsewalk.spark;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;

/** Published examples and embeddings as arrays. */
final class ExampleReader {
  private final Warehouse warehouse;
  private final SweepStage.Inputs inputs;

  ExampleReader(Warehouse warehouse, SweepStage.Inputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
  }

  Examples train() {
    return examples(0);
  }

  Examples valid() {
    return examples(1);
  }

  Examples test() {
    return examples(2);
  }

  /** The examples of a file, in their stored order. */
  private Examples examples(int file) {
    ParquetColumns columns = ParquetColumns.ofFile(warehouse.configuration(),
        columns(SplitStage.NAME, inputs.examples()).files().get(file));
    return new Examples(columns.ints("src"), columns.ints("dst"), columns.booleans("positive"),
        columns.booleans("both_seen"));
  }

  VertexFeatures dense() {
    ParquetColumns.FloatLists vectors = columns(EmbedStage.NAME, inputs.embeddings()).floatLists("vector");
    return new VertexFeatures.Dense(vectors.values().length / (vectors.offsets().length - 1), vectors.values());
  }

  VertexFeatures sparse() {
    ParquetColumns columns = columns(TopKStage.NAME, inputs.sparseEmbeddings());
    ParquetColumns.FloatLists values = columns.floatLists("values");
    return new VertexFeatures.Sparse(dense().dimension(), values.offsets(), columns.intLists("indices").values(),
        values.values(), inputs.sparseDensity());
  }

  private ParquetColumns columns(String table, String fingerprint) {
    return new ParquetColumns(warehouse.configuration(), warehouse.stage(table, fingerprint));
  }
}
