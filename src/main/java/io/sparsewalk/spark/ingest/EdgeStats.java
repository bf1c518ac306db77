package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** What is in an ingested graph. */
final class EdgeStats {
  /** Vertices whose degrees are counted: 128 MiB in a task. */
  private static final long MOST_COUNTED = 1L << 25;

  private final SparkSession spark;
  private final Warehouse warehouse;

  EdgeStats(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * Counts and a fingerprint.
   *
   * @param edges directory of files sorted by (time, src, dst), equal edges in one file
   */
  Map<String, Object> of(Path edges, Dataset<Row> vertices, boolean integerIds, GraphConfig graph) {
    boolean weighted = graph.isWeighted();
    List<String> files = DataFile.parquet(warehouse.configuration(), edges).stream().map(Path::toString).toList();
    Warehouse here = warehouse;
    Part all = JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(files, Math.max(1, files.size()))
        .map(file -> Part.of(here, new Path(file), weighted))
        .reduce(Part::plus);
    if (all.edges() == 0) {
      throw noneLeft();
    }
    Map<String, Object> facts = new HashMap<>(Map.of("edges", all.edges(), "self_loops", all.selfLoops(), "min_time",
        all.earliest(), "max_time", all.latest(), "duplicate_edges", all.duplicates()));
    long count = vertices.count();
    facts.put("vertices", count);
    if (count <= MOST_COUNTED) {
      facts.putAll(degrees(files, vertices, (int) count, graph.directed()));
    }
    facts.put(EdgeTable.EDGES_BY_TIME, byTime(files, all));
    facts.put("max_raw_integer_id",
        integerIds ? vertices.agg(max(col("raw").cast(DataTypes.LongType))).head().getLong(0) : -1L);
    facts.put("data_fingerprint", String.format("%016x", all.hash() * 31 + hash(vertices)));
    return facts;
  }

  /** Edges in bins of equal width from the first to the last time. */
  private List<Long> byTime(List<String> files, Part all) {
    Warehouse here = warehouse;
    long first = all.earliest();
    double width = (double) all.latest() - first;
    long[] bins = JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(files, Math.max(1, files.size()))
        .map(file -> byTime(here, new Path(file), first, width))
        .reduce(EdgeStats::plus);
    return Arrays.stream(bins).boxed().toList();
  }

  private static long[] byTime(Warehouse warehouse, Path file, long first, double width) {
    long[] bins = new long[EdgeTable.TIME_BINS];
    for (long time : ParquetColumns.ofFile(warehouse.configuration(), file).longs("time")) {
      int bin = width == 0 ? 0 : (int) Math.floor((time - first) * (double) EdgeTable.TIME_BINS / width);
      bins[Math.min(EdgeTable.TIME_BINS - 1, bin)]++;
    }
    return bins;
  }

  private static long[] plus(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /**
   * Edges at a vertex, in or out: of the vertex with most, of equal ones that of the lowest number; and how many vertices have 1, 2 to 3, 4 to
   * 7 and so on.
   */
  private Map<String, Object> degrees(List<String> files, Dataset<Row> vertices, int count, boolean directed) {
    Warehouse here = warehouse;
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int parts = Math.max(1, Math.min(files.size(), context.defaultParallelism()));
    int[] degrees = context.parallelize(files, parts)
        .mapPartitions(some -> List.of(degrees(here, some, count, directed)).iterator())
        .treeReduce(EdgeStats::plus);
    int most = 0;
    for (int v = 1; v < degrees.length; v++) {
      most = degrees[v] > degrees[most] ? v : most;
    }
    long[] byDegree = new long[Integer.SIZE - Integer.numberOfLeadingZeros(degrees[most])];
    for (int degree : degrees) {
      if (degree > 0) {
        byDegree[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(degree)]++;
      }
    }
    return Map.of(EdgeTable.VERTICES_BY_DEGREE, Arrays.stream(byDegree).boxed().toList(), "largest_degree",
        (long) degrees[most], "largest_degree_vertex", vertices.where(col("id").equalTo(most)).head().getAs("raw"));
  }

  private static int[] degrees(Warehouse warehouse, Iterator<String> files, int vertices, boolean directed) {
    int[] degrees = new int[vertices];
    while (files.hasNext()) {
      ParquetColumns columns = ParquetColumns.ofFile(warehouse.configuration(), new Path(files.next()));
      for (int v : columns.ints("src")) {
        degrees[v]++;
      }
      // An undirected edge is there in both directions.
      for (int v : directed ? columns.ints("dst") : new int[0]) {
        degrees[v]++;
      }
    }
    return degrees;
  }

  private static int[] plus(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  static DataRefusedException noneLeft() {
    return new DataRefusedException("no edge is left: all are self-loops, which graph.self-loops drops");
  }

  /** Figures of a file of edges; the hash is a sum over edges, so that their order does not matter. */
  private record Part(long edges, long selfLoops, long duplicates, long earliest, long latest, long hash)
      implements Serializable {

    static Part of(Warehouse warehouse, Path file, boolean weighted) {
      ParquetColumns columns = ParquetColumns.ofFile(warehouse.configuration(), file);
      int[] source = columns.ints("src");
      int[] target = columns.ints("dst");
      long[] time = columns.longs("time");
      // Edges of different weights are different edges.
      float[] weight = weighted ? columns.floats("weight") : new float[0];
      int size = source.length;
      long loops = 0;
      long duplicates = 0;
      long hash = 0;
      for (int e = 0; e < size; e++) {
        loops += source[e] == target[e] ? 1 : 0;
        duplicates += e > 0 && source[e] == source[e - 1] && target[e] == target[e - 1] && time[e] == time[e - 1]
            && (!weighted || weight[e] == weight[e - 1]) ? 1 : 0;
        hash +=
            Seeds.childKey((long) source[e] << 32 | target[e], weighted ? Float.floatToIntBits(weight[e]) : time[e]);
      }
      return new Part(size, loops, duplicates, size == 0 ? Long.MAX_VALUE : time[0],
          size == 0 ? Long.MIN_VALUE : time[size - 1], hash);
    }

    Part plus(Part other) {
      return new Part(edges + other.edges, selfLoops + other.selfLoops, duplicates + other.duplicates,
          Math.min(earliest, other.earliest), Math.max(latest, other.latest), hash + other.hash);
    }
  }

  /** Sum of hashes of the numbered raw ids, as 64 bits. */
  private static long hash(Dataset<Row> vertices) {
    // Decimal sums do not overflow; the remainder makes them a 64-bit hash again.
    return vertices.select(xxhash64(col("id"), col("raw")).cast("decimal(38,0)").as("hash"))
        .agg(sum("hash"))
        .select(expr("cast(`sum(hash)` % 9223372036854775807 as bigint)"))
        .head()
        .getLong(0);
  }
}
