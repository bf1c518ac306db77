package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.ContentHashes;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * What can be said of a graph without reading it whole. Nothing is written, and nothing asked of the web.
 *
 * @param edges their manifest, if they were read before
 * @param lines of the files, about; empty for a table of the session
 * @param basis where that number comes from
 */
public record EdgeProspect(Optional<Manifest> edges, OptionalLong lines, String basis) {
  /** Bytes of text in a byte of a packed file: lists of edges pack to about a quarter. */
  private static final int PACKED = 4;

  /**
   * Looks at the files, or at what was published of them.
   *
   * @throws io.sparsewalk.common.DataRefusedException if a file is missing or corrupt
   * @throws io.sparsewalk.spark.NotStartedException if a file of the web was not fetched yet
   */
  public static EdgeProspect of(Warehouse warehouse, GraphConfig graph) {
    if (graph.source().isTable()) {
      return new EdgeProspect(Optional.empty(), OptionalLong.empty(),
          "it is a table of the session, which only reading it counts and compares with what was read before");
    }
    List<EdgeInput> inputs = EdgeInput.list(graph, Downloads.held(warehouse), new ContentHashes(warehouse, false));
    Manifest identity = IngestStage.identity(graph, inputs, List.of());
    Optional<Manifest> edges = new StageOutput(warehouse, EdgeTable.NAME, identity.fingerprint(), spark -> {
      throw new IllegalStateException("is only looked up");
    }).published();
    if (edges.isPresent()) {
      return new EdgeProspect(edges, OptionalLong.empty(), "the manifest of edges");
    }
    long lines = 0;
    for (EdgeInput input : inputs) {
      lines += input.isParquet() ? rows(warehouse, input) : lines(warehouse, input);
    }
    return new EdgeProspect(edges, OptionalLong.of(lines), inputs.get(0).isParquet() ? "the footers of the files"
        : "the bytes of the files and the length of their first lines");
  }

  private static long rows(Warehouse warehouse, EdgeInput input) {
    try (ParquetFileReader reader = DataFile.open(warehouse.configuration(), new Path(input.path()))) {
      return reader.getRecordCount();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + input.name(), e);
    }
  }

  private static long lines(Warehouse warehouse, EdgeInput input) {
    try {
      double mean = TextSample.read(input, warehouse.configuration())
          .lines()
          .stream()
          .mapToInt(line -> line.length() + 1)
          .average()
          .orElse(Double.POSITIVE_INFINITY);
      return Math.round(input.length() * (input.isPacked() ? PACKED : 1) / mean);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + input.name(), e);
    }
  }
}
