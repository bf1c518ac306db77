package io.sparsewalk.spark.examples;

import io.sparsewalk.dataset.EdgeParts;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/** The published edges, a file at a time. Files that were read are kept for the next pass while memory lasts: a split makes a dozen of them. */
final class StoredEdges implements EdgeParts, Serializable {
  private static final long serialVersionUID = 1L;

  private final Warehouse warehouse;
  private final String fingerprint;
  private final Protocol protocol;
  private transient ParquetColumns columns;
  private transient Map<Integer, SoftReference<Ends>> read;

  /**
   * @param protocol the paper's narrows times
   */
  StoredEdges(Warehouse warehouse, String fingerprint, Protocol protocol) {
    this.warehouse = warehouse;
    this.fingerprint = fingerprint;
    this.protocol = protocol;
  }

  private synchronized ParquetColumns columns() {
    if (columns == null) {
      columns = new ParquetColumns(warehouse, warehouse.stage(EdgeTable.NAME, fingerprint));
      read = new ConcurrentHashMap<>();
    }
    return columns;
  }

  @Override
  public int parts() {
    return columns().files().size();
  }

  @Override
  public Ends ends(int part) {
    ParquetColumns all = columns();
    SoftReference<Ends> kept = read.get(part);
    Ends ends = kept == null ? null : kept.get();
    if (ends == null) {
      ParquetColumns file = all.file(part);
      ends = new Ends(Arrays.stream(all.rowsPerFile()).limit(part).sum(), file.ints("src"), file.ints("dst"));
      read.put(part, new SoftReference<>(ends));
    }
    return ends;
  }

  @Override
  public long[] times(int part) {
    long[] times = columns().file(part).longs("time");
    if (protocol == Protocol.PAPER) {
      Manifest edges = EdgeTable.manifest(warehouse, fingerprint);
      PublishedTimes.narrowInPlace(times, edges.count("min_time"), edges.count("max_time"));
    }
    return times;
  }

  /** The time of the edge of a rank, with one file in memory at a time: for looks at a few places. */
  LongUnaryOperator timeOfRank() {
    LongUnaryOperator times = EdgeTable.times(warehouse, fingerprint);
    if (protocol == Protocol.STRICT) {
      return times;
    }
    Manifest edges = EdgeTable.manifest(warehouse, fingerprint);
    long min = edges.count("min_time");
    long max = edges.count("max_time");
    return rank -> PublishedTimes.narrowed(times.applyAsLong(rank), min, max);
  }
}
