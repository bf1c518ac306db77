package io.sparsewalk.spark.ingest;

import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/** From numeric raw ids to the dense ids that {@link IdNumbering} gave them. */
final class PackedIds {
  /** Of an id in its two forms, with what holds the text. */
  static final int ROW_BYTES = 32;
  /** A table over the whole span of the ids is used if it is at most so many times as long as there are ids. */
  private static final int SPARSEST_TABLE = 8;

  /** The number of a raw id that is not there. */
  static final int ABSENT = -1;

  private static Path heldPath;
  private static PackedIds held;

  private final long smallest;
  private final int[] table;
  private final Long2IntOpenHashMap map;

  /** @param raw ids in the order of their numbers */
  private PackedIds(long[] raw) {
    smallest = Arrays.stream(raw).min().orElseThrow();
    long span = Arrays.stream(raw).max().orElseThrow() - smallest + 1;
    if (span > 0 && span <= (long) SPARSEST_TABLE * raw.length) {
      table = new int[(int) span];
      Arrays.fill(table, ABSENT);
      for (int i = 0; i < raw.length; i++) {
        table[(int) (raw[i] - smallest)] = i;
      }
      map = null;
    } else {
      table = null;
      map = new Long2IntOpenHashMap(raw.length);
      for (int i = 0; i < raw.length; i++) {
        map.put(raw[i], i);
      }
    }
  }

  /** The dense id of a raw id, or {@link #ABSENT}. */
  int number(long raw) {
    if (map != null) {
      return map.getOrDefault(raw, ABSENT);
    }
    long place = raw - smallest;
    return raw < smallest || place < 0 || place >= table.length ? ABSENT : table[(int) place];
  }

  /** The dense id of a raw id that is there. */
  int id(long raw) {
    return table != null ? table[(int) (raw - smallest)] : map.get(raw);
  }

  /** Bytes of the largest form of so many ids. */
  static long bytes(long ids) {
    return 4L * SPARSEST_TABLE * ids;
  }

  /** The ids that an ingest has written, once per JVM. */
  static synchronized PackedIds of(Warehouse warehouse, Path vertices) {
    if (!vertices.equals(heldPath)) {
      held = new PackedIds(ParquetColumns.unpublished(warehouse.configuration(), vertices).numerals("raw"));
      heldPath = vertices;
    }
    return held;
  }

  /** The ids of an ingest that was published, once per JVM. */
  static synchronized PackedIds published(Warehouse warehouse, String fingerprint) {
    Path stage = warehouse.stage(IngestStage.VERTICES, fingerprint);
    if (!stage.equals(heldPath)) {
      held = new PackedIds(new ParquetColumns(warehouse, stage).numerals("raw"));
      heldPath = stage;
    }
    return held;
  }
}
