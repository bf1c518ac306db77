package io.sparsewalk.spark.ingest;

import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Numbers numeric ids from 0 by the place of the first file that has them, then by value; what was numbered before keeps its number. */
final class IdNumbering {
  private static final String SCHEMA = "message vertices { required int32 id; required binary raw (STRING); }";

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Path directory;
  private final Optional<IngestBase> base;

  /**
   * @param directory of the table {@code vertices} that is written
   * @param base what has numbers already
   */
  IdNumbering(SparkSession spark, Warehouse warehouse, Path directory, Optional<IngestBase> base) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.directory = directory;
    this.base = base;
  }

  /**
   * Writes the table {@code vertices} (id, raw).
   *
   * @param runs the ids of each range
   * @param someIds a sample, to cut the ids into parts of like size
   * @return number of ids
   */
  long write(JavaRDD<IdRun> runs, long[] someIds, int parts) {
    long[] cuts = cuts(someIds, parts);
    JavaPairRDD<Integer, IdRun> all =
        runs.flatMapToPair(run -> slices(run, cuts)).groupByKey(cuts.length + 1).mapValues(IdNumbering::merge);
    JavaPairRDD<Integer, IdRun> merged = base.map(known -> unnumbered(all, known)).orElse(all).cache();
    int[][] first = new int[cuts.length + 1][];
    int count = firstNumbers(merged.mapValues(IdRun::counts).collectAsMap(), first);
    int perFile = Math.max(1, (count - 1) / parts + 1);
    int numbered = Math.toIntExact(base.map(known -> known.count("vertices")).orElse(0L));
    int files = base.map(known -> known.copy(spark, warehouse, IngestStage.VERTICES, directory)).orElse(0);
    Warehouse here = warehouse;
    String target = directory.toString();
    merged.flatMapToPair(part -> numbered(part._2(), first[part._1()], perFile))
        .groupByKey(parts)
        .foreach(file -> write(here, new Path(target), files + file._1(),
            new NumberedIds(numbered + file._1() * perFile, joined(file._2()))));
    merged.unpersist();
    return Math.addExact(numbered, count);
  }

  private JavaPairRDD<Integer, IdRun> unnumbered(JavaPairRDD<Integer, IdRun> all, IngestBase known) {
    Warehouse here = warehouse;
    String fingerprint = known.edges().fingerprint();
    return all.mapValues(run -> run.without(PackedIds.published(here, fingerprint)));
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
    Arrays.setAll(first, part -> new int[places]);
    int next = 0;
    for (int place = 0; place < places; place++) {
      for (int part = 0; part < first.length; part++) {
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

  private static void write(Warehouse warehouse, Path directory, int part, NumberedIds ids) {
    PartFile.write(warehouse.configuration(), directory, part, SCHEMA, ids.raw().length, (out, i) -> {
      PartFile.put(out, 0, "id", ids.first() + i);
      PartFile.put(out, 1, "raw",
          Binary.fromConstantByteArray(Long.toString(ids.raw()[i]).getBytes(StandardCharsets.US_ASCII)));
    });
  }
}
