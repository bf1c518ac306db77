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
  private final JavaRDD<EdgeLines.Range> lines;
  private final long slots;

  PackedIngest(SparkSession spark, Warehouse warehouse, InputForm form, List<EdgeLines.Range> ranges) {
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
   * @return empty, and nothing written, if the ids are not all numbers or do not fit the memory meant for them
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
    List<Row> bad = badLines(summaries);
    Map<String, Object> facts = new HashMap<>();
    long read = summaries.stream().mapToLong(PackedScan::lines).sum();
    long comments = summaries.stream().mapToLong(PackedScan::comments).sum();
    EdgeCensus.refuse(bad, bad.size(), read - comments, graph);
    long edges = summaries.stream().mapToLong(PackedScan::edges).sum();
    if (edges == 0) {
      throw EdgeCensus.noEdge(graph);
    }
    TimeScale scale = scale(summaries);
    long dropped =
        graph.selfLoops() == GraphConfig.SelfLoops.DROP ? summaries.stream().mapToLong(PackedScan::selfLoops).sum() : 0;
    if (dropped == edges) {
      throw EdgeStats.noneLeft();
    }
    facts.putAll(Map.of("lines", read, "comments", comments, "quarantined", (long) bad.size(), "time_decimals",
        scale.decimals(), "dropped_self_loops", dropped, "rounded", rounded(summaries, scale), "dropped_weights", 0L,
        "columns", ranges.get(0).input().form().told()));
    long[] someIds = summaries.stream().flatMapToLong(scan -> Arrays.stream(scan.ids())).toArray();
    long rows = edges * (graph.directed() ? 1 : 2);
    long ends = summaries.stream().mapToLong(PackedScan::distinct).sum();
    FilePlaces known = places;
    JavaRDD<IdRun> runs = scans.map(scan -> IdRun.of(scan.ids(), known.ofRange(scan.range())));
    long count = PackedIds.write(warehouse, vertices, runs, someIds, FileParts.of(ends, PackedIds.ROW_BYTES, slots));
    if (PackedIds.bytes(count) > (long) graph.dictionaryMib() << 20) {
      warehouse.discard(vertices);
      return Optional.empty();
    }
    EdgeCuts cuts = EdgeCuts.of(places(summaries, scale), FileParts.of(rows, EdgeTable.ROW_BYTES, slots));
    PackedEdges.write(lines, new PackedEdges.Plan(warehouse, vertices.toString(), graph, scale, cuts), target);
    return Optional.of(new IngestStage.Written(facts, bad, true));
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

  private TimeScale scale(List<PackedScan> summaries) {
    long[] earliest = summaries.get(0).earliest().clone();
    long[] latest = summaries.get(0).latest().clone();
    for (PackedScan scan : summaries) {
      for (int d = 0; d < PackedScan.DECIMALS; d++) {
        earliest[d] = Math.min(earliest[d], scan.earliest()[d]);
        latest[d] = Math.max(latest[d], scan.latest()[d]);
      }
    }
    return TimeScale.of(graph.reading().timeDecimals(), earliest, latest);
  }

  /** True if a time is not what the text says to its last digit. */
  private static boolean rounded(List<PackedScan> summaries, TimeScale scale) {
    return summaries.stream()
        .anyMatch(scan -> scan.rounded() > 0 || TimeScale.finest(scan.earliest(), scan.latest()) > scale.decimals());
  }

  private static List<EdgeCuts.Place> places(List<PackedScan> summaries, TimeScale scale) {
    List<EdgeCuts.Place> places = new ArrayList<>();
    for (PackedScan scan : summaries) {
      long[] some = scan.someEdges();
      for (int i = 0; i < some.length; i += 3) {
        places.add(new EdgeCuts.Place(scale.apply(some[i], (int) some[i + 1]), some[i + 2]));
      }
    }
    return places;
  }
}
