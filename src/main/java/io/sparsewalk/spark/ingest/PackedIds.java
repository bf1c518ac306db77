package io.sparsewalk.spark.ingest;

import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** From numeric raw ids to dense ids: how they are numbered, published and found. */
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

  /** @param raw ids in the order of their numbers */
  private PackedIds(long[] raw) {
    smallest = Arrays.stream(raw).min().orElseThrow();
    long span = Arrays.stream(raw).max().orElseThrow() - smallest + 1;
    if (span > 0 && span <= (long) SPARSEST_TABLE * raw.length) {
      table = new int[(int) span];
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
   * Writes the table {@code vertices} (id, raw): numbers from 0 by the place of the first file that has an id, then by value.
   *
   * @param runs the ids of each range
   * @param someIds a sample, to cut the ids into parts of like size
   * @return number of ids
   */
  static long write(Warehouse warehouse, Path directory, JavaRDD<IdRun> runs, long[] someIds, int parts) {
    long[] cuts = cuts(someIds, parts);
    JavaPairRDD<Integer, IdRun> merged =
        runs.flatMapToPair(run -> slices(run, cuts)).groupByKey(cuts.length + 1).mapValues(PackedIds::merge).cache();
    int[][] first = new int[cuts.length + 1][];
    int count = firstNumbers(merged.mapValues(IdRun::counts).collectAsMap(), first);
    int perFile = Math.max(1, (count - 1) / parts + 1);
    String target = directory.toString();
    merged.flatMapToPair(part -> numbered(part._2(), first[part._1()], perFile))
        .groupByKey(parts)
        .foreach(file -> write(warehouse, new Path(target), file._1(), file._1() * perFile, joined(file._2())));
    merged.unpersist();
    return count;
  }

  /**
   * The number that the first id of every part and place has.
   *
   * @param counts ids by part, and there by place
   * @param first of every part, and there of every place, to be filled
   * @return number of ids
   */
  private static int firstNumbers(Map<Integer, int[]> counts, int[][] first) {
    int places = counts.values().stream().mapToInt(each -> each.length).max().orElse(0);
    int next = 0;
    for (int place = 0; place < places; place++) {
      for (int part = 0; part < first.length; part++) {
        first[part] = first[part] == null ? new int[places] : first[part];
        first[part][place] = next;
        int[] own = counts.getOrDefault(part, new int[0]);
        next = Math.addExact(next, place < own.length ? own[place] : 0);
      }
    }
    return next;
  }

  /** Consecutive numbers from the first one. */
  private record NumberedIds(int first, long[] raw) implements Serializable {}

  /** The ids of a part, by the file that they are written to. */
  private static Iterator<Tuple2<Integer, NumberedIds>> numbered(IdRun part, int[] first, int perFile) {
    List<Tuple2<Integer, NumberedIds>> pieces = new ArrayList<>();
    for (int place = 0; place < first.length; place++) {
      long[] raw = part.of(place);
      for (int at = 0; at < raw.length;) {
        int number = first[place] + at;
        int end = (int) Math.min(raw.length, at + (long) perFile - number % perFile);
        pieces.add(new Tuple2<>(number / perFile, new NumberedIds(number, Arrays.copyOfRange(raw, at, end))));
        at = end;
      }
    }
    return pieces.iterator();
  }

  private static long[] joined(Iterable<NumberedIds> pieces) {
    List<NumberedIds> ordered = new ArrayList<>();
    pieces.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(NumberedIds::first));
    return ordered.stream().flatMapToLong(piece -> Arrays.stream(piece.raw())).toArray();
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

  private static Iterator<Tuple2<Integer, IdRun>> slices(IdRun run, long[] cuts) {
    long[] sorted = run.ids();
    List<Tuple2<Integer, IdRun>> slices = new ArrayList<>();
    int begin = 0;
    for (int part = 0; part <= cuts.length; part++) {
      int end = part == cuts.length ? sorted.length : Arrays.binarySearch(sorted, begin, sorted.length, cuts[part]);
      end = end < 0 ? -end - 1 : end;
      if (end > begin) {
        slices.add(new Tuple2<>(part, run.slice(begin, end)));
      }
      begin = end;
    }
    return slices.iterator();
  }

  private static IdRun merge(Iterable<IdRun> slices) {
    IdRun all = IdRun.NONE;
    for (IdRun slice : slices) {
      all = all.union(slice);
    }
    return all;
  }

  private static void write(Warehouse warehouse, Path directory, int part, int first, long[] raw) {
    PartFile.write(warehouse.configuration(), directory, part, SCHEMA, raw.length, (out, i) -> {
      PartFile.put(out, 0, "id", first + i);
      PartFile.put(out, 1, "raw",
          Binary.fromConstantByteArray(Long.toString(raw[i]).getBytes(StandardCharsets.US_ASCII)));
    });
  }
}
