package io.sparsewalk.spark;

import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
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
  /** Edges in a part of the table: 64 MiB to sort. */
  private static final int PART_EDGES = 1 << 22;

  private final Warehouse warehouse;
  private final GraphConfig graph;
  private final List<EdgeLines.Range> ranges;
  private final JavaRDD<EdgeLines.Range> lines;
  private final int parallelism;

  PackedIngest(SparkSession spark, Warehouse warehouse, GraphConfig graph, List<EdgeLines.Range> ranges) {
    this.warehouse = warehouse;
    this.graph = graph;
    this.ranges = ranges;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    lines = context.parallelize(ranges, ranges.size());
    parallelism = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
  }

  /**
   * Writes vertices and edges.
   *
   * @param work directory for both
   * @return empty, and nothing written, if the ids are not all numbers or do not fit the memory meant for them
   */
  Optional<IngestStage.Written> run(Path work) {
    JavaRDD<PackedScan> scans = lines.map(new PackedScan.Task(
            new SerializableConfiguration(warehouse.configuration()), graph.selfLoops() == GraphConfig.SelfLoops.KEEP))
        .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<PackedScan> summaries = scans.map(PackedScan::summary).collect();
      return summaries.stream().allMatch(PackedScan::packable) ? write(scans, summaries, work) : Optional.empty();
    } finally {
      scans.unpersist();
    }
  }

  private Optional<IngestStage.Written> write(JavaRDD<PackedScan> scans, List<PackedScan> summaries,
      Path work) {
    List<Row> bad = badLines(summaries);
    Map<String, Object> facts = new HashMap<>();
    long read = summaries.stream().mapToLong(PackedScan::lines).sum();
    long comments = summaries.stream().mapToLong(PackedScan::comments).sum();
    EdgeCensus.refuse(bad, bad.size(), read - comments, graph);
    long edges = summaries.stream().mapToLong(PackedScan::edges).sum();
    if (edges == 0) {
      throw EdgeCensus.noEdge(graph);
    }
    int decimals = decimals(summaries);
    long dropped = graph.selfLoops() == GraphConfig.SelfLoops.DROP
        ? summaries.stream().mapToLong(PackedScan::selfLoops).sum() : 0;
    if (dropped == edges) {
      throw EdgeStats.noneLeft();
    }
    facts.putAll(Map.of("lines", read, "comments", comments, "quarantined", (long) bad.size(), "time_decimals", decimals,
        "dropped_self_loops", dropped));
    Path vertices = new Path(work, "vertices");
    long[] someIds = summaries.stream().flatMapToLong(scan -> Arrays.stream(scan.ids())).toArray();
    long count = PackedIds.write(warehouse, vertices, scans, someIds, parallelism);
    if (PackedIds.bytes(count) > (long) graph.dictionaryMib() << 20) {
      warehouse.discard(vertices);
      return Optional.empty();
    }
    Path target = new Path(work, "edges");
    int parts = Math.max(parallelism, (int) (edges * (graph.directed() ? 1 : 2) / PART_EDGES));
    EdgeCuts cuts = EdgeCuts.of(places(summaries, decimals), parts);
    PackedEdges.write(lines, new PackedEdges.Plan(warehouse, vertices.toString(), graph, decimals, cuts), target);
    return Optional.of(new IngestStage.Written(facts, bad, vertices, target, true));
  }

  private List<Row> badLines(List<PackedScan> summaries) {
    List<Row> bad = new ArrayList<>();
    long first = 0;
    for (int r = 0; r < ranges.size(); r++) {
      first = ranges.get(r).start() > 0 ? first + summaries.get(r - 1).lines() : 0;
      for (PackedScan.BadLine line : summaries.get(r).bad()) {
        bad.add(RowFactory.create(ranges.get(r).input().path(), first + line.line(), line.text(), line.reason()));
      }
    }
    return bad;
  }

  /** The finest unit; refuses times that do not fit it. */
  private static int decimals(List<PackedScan> summaries) {
    int finest = 0;
    for (PackedScan scan : summaries) {
      for (int d = 0; d < PackedScan.DECIMALS; d++) {
        finest = scan.earliest()[d] <= scan.latest()[d] ? Math.max(finest, d) : finest;
      }
    }
    for (PackedScan scan : summaries) {
      for (int d = 0; d < PackedScan.DECIMALS; d++) {
        if (scan.earliest()[d] <= scan.latest()[d]) {
          EdgeCensus.checkFits(scan.earliest()[d], d, finest);
          EdgeCensus.checkFits(scan.latest()[d], d, finest);
        }
      }
    }
    return finest;
  }

  private static List<EdgeCuts.Place> places(List<PackedScan> summaries, int decimals) {
    List<EdgeCuts.Place> places = new ArrayList<>();
    for (PackedScan scan : summaries) {
      long[] some = scan.someEdges();
      for (int i = 0; i < some.length; i += 3) {
        places.add(new EdgeCuts.Place(EdgeLineParser.rescale(some[i], (int) some[i + 1], decimals), some[i + 2]));
      }
    }
    return places;
  }
}
