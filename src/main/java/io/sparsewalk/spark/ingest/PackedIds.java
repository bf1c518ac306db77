package io.sparsewalk.spark.ingest;

import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** From numeric raw ids to dense ids: the sorted raw ids in an array, and how they are found and published. */
final class PackedIds {
  /** Of an id in its two forms, with what holds the text. */
  static final int ROW_BYTES = 32;
  private static final String SCHEMA = "message vertices { required int32 id; required binary raw (STRING); }";
  /** A table over the whole span of the ids is used if it is at most so many times as long as there are ids. */
  private static final int SPARSEST_TABLE = 8;

  private static Path heldPath;
  private static PackedIds held;

  private final long smallest;
  private final int[] table;
  private final Long2IntOpenHashMap map;

  private PackedIds(long[] sorted) {
    smallest = sorted[0];
    long span = sorted[sorted.length - 1] - smallest + 1;
    if (span > 0 && span <= (long) SPARSEST_TABLE * sorted.length) {
      table = new int[(int) span];
      for (int i = 0; i < sorted.length; i++) {
        table[(int) (sorted[i] - smallest)] = i;
      }
      map = null;
    } else {
      table = null;
      map = new Long2IntOpenHashMap(sorted.length);
      for (int i = 0; i < sorted.length; i++) {
        map.put(sorted[i], i);
      }
    }
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

  /**
   * Writes the table {@code vertices} (id, raw).
   *
   * @param scans with the sorted ids of each range
   * @param someIds a sample, to cut the ids into parts of like size
   * @return number of ids
   */
  static long write(Warehouse warehouse, Path directory, JavaRDD<PackedScan> scans, long[] someIds, int parts) {
    long[] cuts = cuts(someIds, parts);
    JavaPairRDD<Integer, long[]> slices = scans.flatMapToPair(scan -> slices(scan.ids(), cuts));
    JavaPairRDD<Integer, long[]> merged = slices.groupByKey(cuts.length + 1).mapValues(PackedIds::merge).cache();
    Map<Integer, Integer> sizes = new TreeMap<>(merged.mapValues(ids -> ids.length).collectAsMap());
    int[] first = new int[cuts.length + 2];
    for (int part = 0; part <= cuts.length; part++) {
      first[part + 1] = Math.addExact(first[part], sizes.getOrDefault(part, 0));
    }
    String target = directory.toString();
    merged.foreach(part -> write(warehouse, new Path(target), part._1(), first[part._1()], part._2()));
    merged.unpersist();
    return first[cuts.length + 1];
  }

  /** Boundaries between parts of like size, ascending, without repeats: part p has what is at least cut p - 1, below cut p. */
  private static long[] cuts(long[] sample, int parts) {
    long[] sorted = sample.clone();
    Arrays.sort(sorted);
    return IntStream.range(1, parts)
        .mapToLong(p -> sorted[(int) ((long) sorted.length * p / parts)])
        .distinct()
        .toArray();
  }

  private static Iterator<Tuple2<Integer, long[]>> slices(long[] sorted, long[] cuts) {
    List<Tuple2<Integer, long[]>> slices = new ArrayList<>();
    int begin = 0;
    for (int part = 0; part <= cuts.length; part++) {
      int end = part == cuts.length ? sorted.length : Arrays.binarySearch(sorted, begin, sorted.length, cuts[part]);
      end = end < 0 ? -end - 1 : end;
      if (end > begin) {
        slices.add(new Tuple2<>(part, Arrays.copyOfRange(sorted, begin, end)));
      }
      begin = end;
    }
    return slices.iterator();
  }

  private static long[] merge(Iterable<long[]> slices) {
    long[] all = new long[0];
    for (long[] slice : slices) {
      all = union(all, slice);
    }
    return all;
  }

  /** All values of two ascending arrays, ascending, once. */
  private static long[] union(long[] a, long[] b) {
    long[] out = new long[a.length + b.length];
    int size = 0;
    for (int i = 0, j = 0; i < a.length || j < b.length;) {
      boolean takeA = j == b.length || i < a.length && a[i] <= b[j];
      long value = takeA ? a[i] : b[j];
      i += takeA ? 1 : 0;
      j += j < b.length && b[j] == value ? 1 : 0;
      out[size++] = value;
    }
    return Arrays.copyOf(out, size);
  }

  private static void write(Warehouse warehouse, Path directory, int part, int first, long[] raw) {
    PartFile.write(warehouse.configuration(), directory, part, SCHEMA, raw.length, (out, i) -> {
      PartFile.put(out, 0, "id", first + i);
      PartFile.put(out, 1, "raw",
          Binary.fromConstantByteArray(Long.toString(raw[i]).getBytes(StandardCharsets.US_ASCII)));
    });
  }
}
