package io.sparsewalk.spark;

import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import org.apache.hadoop.fs.Path;

/** The published {@code edges} of an ingest, in the order of their times. */
final class EdgeTable {
  static final String NAME = "edges";

  private EdgeTable() {}

  static Manifest manifest(Warehouse warehouse, String fingerprint) {
    return Manifest.read(warehouse, warehouse.stage(NAME, fingerprint));
  }

  /** All edges, 16 bytes each. */
  static TimedEdges read(Warehouse warehouse, String fingerprint) {
    Path directory = warehouse.stage(NAME, fingerprint);
    ParquetColumns columns = new ParquetColumns(warehouse.configuration(), directory);
    int vertices = Math.toIntExact(manifest(warehouse, fingerprint).count("vertices"));
    return new TimedEdges(vertices, columns.ints("src"), columns.ints("dst"), columns.longs("time"));
  }
}
