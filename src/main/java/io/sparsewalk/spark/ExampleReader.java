package io.sparsewalk.spark;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.util.stream.IntStream;

/** Published examples and embeddings as arrays. */
final class ExampleReader {
  private final Warehouse warehouse;
  private final SweepStage.Inputs inputs;
  private final String[] splits;
  private final Examples all;

  ExampleReader(Warehouse warehouse, SweepStage.Inputs inputs) {
    this.warehouse = warehouse;
    this.inputs = inputs;
    ParquetColumns columns = columns(SplitStage.NAME, inputs.examples());
    splits = columns.strings("split");
    all = new Examples(columns.ints("src"), columns.ints("dst"), columns.booleans("positive"),
        columns.booleans("both_seen"));
  }

  /** The examples of one part, in their stored order. */
  Examples read(String split) {
    return all.subset(IntStream.range(0, splits.length).filter(i -> splits[i].equals(split)).toArray());
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
