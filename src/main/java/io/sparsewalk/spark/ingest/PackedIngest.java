package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TimeScale;
import io.sparsewalk.spark.FileParts;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Text lines with numeric ids to tables, in primitive arrays from end to end: the lines are read once for their ids and counts
 * and once more for the edges, the dense ids are looked up in every executor's memory, the edges are shuffled once.
 */
final class PackedIngest {
  private final Warehouse warehouse;
  private final GraphConfig graph;
  private final List<EdgeLines.Range> ranges;
  private final FilePlaces places;
  private final Optional<IngestBase> base;
  private final SparkSession spark;
  private final JavaRDD<EdgeLines.Range> lines;
  private final long slots;

  PackedIngest(SparkSession spark, Warehouse warehouse, InputForm form, List<EdgeLines.Range> ranges) {
    this(spark, warehouse, form, ranges, Optional.empty());
  }

  /**
   * @param form of the files to be read
   * @param base what was read before of the files in front of them
   */
  PackedIngest(SparkSession spark, Warehouse warehouse, InputForm form, List<EdgeLines.Range> ranges,
      Optional<IngestBase> base) {
    this.spark = spark;
    this.base = base;
    this.warehouse = warehouse;
    this.graph = form.graph();
    this.ranges = ranges;
    places = FilePlaces.of(form.files(), ranges, graph.source().ids());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    lines = context.parallelize(ranges, ranges.size());
    slots = Slots.known(spark.sparkContext());
  }

  /**
   * Writes vertices and edges.
   *
   * @param vertices directory of these
   * @param target directory of the edges
   * @return empty, and nothing written, if the ids are not all numbers or do not fit the memory meant for them, or the edges do not come
   *     after those that were read before
   */
  Optional<IngestStage.Written> run(Path vertices, Path target) {
    JavaRDD<PackedScan> scans = lines.map(new PackedScan.Task(new SerializableConfiguration(warehouse.configuration()),
        graph.selfLoops() == GraphConfig.SelfLoops.KEEP)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<PackedScan> summaries = scans.map(PackedScan::summary).collect();
      return summaries.stream().allMatch(PackedScan::packable) ? write(scans, summaries, vertices, target)
          : Optional.empty();
    } finally {
      scans.unpersist();
    }
  }

  private Optional<IngestStage.Written> write(JavaRDD<PackedScan> scans, List<PackedScan> summaries, Path vertices,
      Path target) {
    List<Row> bad = new ArrayList<>(base.map(known -> known.bad(spark, warehouse)).orElse(List.of()));
    bad.addAll(badLines(summaries));
    long read = before("lines") + sum(summaries, PackedScan::lines);
    long comments = before("comments") + sum(summaries, PackedScan::comments);
    EdgeCensus.refuse(bad, bad.size(), read - comments, graph);
    long edges = sum(summaries, PackedScan::edges);
    if (edges == 0 && base.isEmpty()) {
      throw EdgeCensus.noEdge(graph);
    }
    Optional<TimeScale> scale = scale(summaries);
    if (scale.isEmpty()) {
      return Optional.empty();
    }
    long dropped = graph.selfLoops() == GraphConfig.SelfLoops.DROP ? sum(summaries, PackedScan::selfLoops) : 0;
    if (dropped == edges && base.isEmpty()) {
      throw EdgeStats.noneLeft();
    }
    Map<String, Object> facts =
        new HashMap<>(Map.of("lines", read, "comments", comments, "quarantined", (long) bad.size(), "time_decimals",
            scale.get().decimals(), "dropped_self_loops", before("dropped_self_loops") + dropped, "rounded",
            rounded(summaries, scale.get()), "dropped_weights", 0L, "columns", ranges.get(0).input().form().told()));
    long count = new IdNumbering(spark, warehouse, vertices, base).write(runs(scans), some(summaries),
        FileParts.of(sum(summaries, PackedScan::distinct), PackedIds.ROW_BYTES, slots));
    if (PackedIds.bytes(count) > (long) graph.dictionaryMib() << 20) {
      warehouse.discard(vertices);
      return Optional.empty();
    }
    int first = base.map(whole -> whole.copy(spark, warehouse, EdgeTable.NAME, target)).orElse(0);
    long rows = edges * (graph.directed() ? 1 : 2);
    EdgeCuts cuts = EdgeCuts.of(places(summaries, scale.get(), PackedIds.of(warehouse, vertices)),
        FileParts.of(rows, EdgeTable.ROW_BYTES, slots));
    PackedEdges.write(lines, new PackedEdges.Plan(warehouse, vertices.toString(), graph, scale.get(), cuts), target,
        first);
    return Optional.of(new IngestStage.Written(facts, bad, true));
  }

  private JavaRDD<IdRun> runs(JavaRDD<PackedScan> scans) {
    FilePlaces known = places;
    return scans.map(scan -> IdRun.of(scan.ids(), known.ofRange(scan.range())));
  }

  private static long[] some(List<PackedScan> summaries) {
    return summaries.stream().flatMapToLong(scan -> Arrays.stream(scan.ids())).toArray();
  }

  private long before(String fact) {
    return base.map(known -> known.count(fact)).orElse(0L);
  }

  private static long sum(List<PackedScan> summaries, ToLongFunction<PackedScan> figure) {
    return summaries.stream().mapToLong(figure).sum();
  }

  private List<Row> badLines(List<PackedScan> summaries) {
    List<Row> bad = new ArrayList<>();
    long first = 0;
    for (int r = 0; r < ranges.size(); r++) {
      first = ranges.get(r).start() > 0 ? first + summaries.get(r - 1).lines() : 0;
      for (PackedScan.BadLine line : summaries.get(r).bad()) {
        bad.add(RowFactory.create(ranges.get(r).input().name(), first + line.line(), line.text(), line.reason()));
      }
    }
    return bad;
  }

  private Optional<TimeScale> scale(List<PackedScan> summaries) {
    long[] earliest = summaries.get(0).earliest().clone();
    long[] latest = summaries.get(0).latest().clone();
    for (PackedScan scan : summaries) {
      for (int d = 0; d < PackedScan.DECIMALS; d++) {
        earliest[d] = Math.min(earliest[d], scan.earliest()[d]);
        latest[d] = Math.max(latest[d], scan.latest()[d]);
      }
    }
    return base.isPresent() ? base.get().scale(earliest, latest)
        : Optional.of(TimeScale.of(graph.reading().timeDecimals(), earliest, latest));
  }

  /** True if a time is not what the text says to its last digit. */
  private static boolean rounded(List<PackedScan> summaries, TimeScale scale) {
    return summaries.stream()
        .anyMatch(scan -> scan.rounded() > 0 || TimeScale.finest(scan.earliest(), scan.latest()) > scale.decimals());
  }

  private static List<EdgeCuts.Place> places(List<PackedScan> summaries, TimeScale scale, PackedIds ids) {
    List<EdgeCuts.Place> places = new ArrayList<>();
    for (PackedScan scan : summaries) {
      long[] some = scan.someEdges();
      for (int i = 0; i < some.length; i += 3) {
        places.add(new EdgeCuts.Place(scale.apply(some[i], (int) some[i + 1]), Math.max(0, ids.number(some[i + 2]))));
      }
    }
    return places;
  }
}
