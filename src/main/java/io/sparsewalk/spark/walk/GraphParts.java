package io.sparsewalk.spark.walk;

import io.sparsewalk.graph.TemporalGraph;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import io.sparsewalk.walk.WalkConfig;
import io.sparsewalk.walk.WalkEdges;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * A graph cut into ranges of vertices with like numbers of edges, one partition of an RDD each: the rows of the range, and which
 * of its vertices have an edge at all.
 */
final class GraphParts {
  /** Vertices are counted in so many groups at most, to cut between groups. */
  private static final int MOST_GROUPS = 1 << 16;

  private final Warehouse warehouse;
  private final WalkStage.Input input;
  private final WalkConfig config;
  private final long earliest;
  private final long latest;
  private final int groupShift;

  /** Part i has the vertices from {@code cuts[i]} to {@code cuts[i + 1]}, exclusive. */
  private int[] cuts;

  /** A partition. */
  record Part(int index, TemporalGraph graph, int[] seen) implements Serializable {}

  /** Edges of a file that go to a part, in the order of the file, and vertices of the part that they lead to. */
  private record Slice(int file, int[] source, int[] target, long[] time, int[] reached) implements Serializable {}

  /** A file of the table of edges and the rank of its first edge. */
  private record Source(int file, String path, long first) implements Serializable {}

  GraphParts(Warehouse warehouse, WalkStage.Input input, WalkConfig config) {
    this.warehouse = warehouse;
    this.input = input;
    this.config = config;
    Manifest edges = EdgeTable.manifest(warehouse, input.edges());
    earliest = edges.count("min_time");
    latest = edges.count("max_time");
    groupShift =
        Math.max(0, 32 - Integer.numberOfLeadingZeros(input.ids() - 1) - Integer.numberOfTrailingZeros(MOST_GROUPS));
  }

  /** First time of the whole graph, as the walks see it. */
  long minimumTime() {
    long[] first = {earliest};
    if (config.times() == WalkConfig.Times.PUBLISHED) {
      PublishedTimes.narrowInPlace(first, earliest, latest);
    }
    return first[0];
  }

  int count() {
    return cuts.length - 1;
  }

  /** The part of a vertex. */
  static int part(int[] cuts, int vertex) {
    int found = Arrays.binarySearch(cuts, vertex);
    return found >= 0 ? found : -found - 2;
  }

  int[] cuts() {
    return cuts;
  }

  /**
   * Cuts the graph and gives out the parts.
   *
   * @param wanted parts; there may be fewer
   */
  JavaRDD<Part> load(JavaSparkContext context, int wanted) {
    JavaRDD<Source> sources = sources(context);
    Reader reader = new Reader(warehouse, config, input, earliest, latest);
    int shift = groupShift;
    int groups = (input.ids() - 1 >>> shift) + 1;
    long[] counts = sources.map(source -> reader.groups(source, shift, groups)).reduce(GraphParts::sum);
    cuts = cut(counts, wanted);
    int[] borders = cuts;
    boolean allIds = input.allIds();
    boolean backward = config.order() == WalkConfig.Order.BACKWARD;
    JavaPairRDD<Integer, Slice> slices = sources.flatMapToPair(source -> reader.slices(source, borders));
    JavaPairRDD<Integer, Integer> every =
        context.parallelizePairs(IntStream.range(0, count()).mapToObj(p -> new Tuple2<>(p, p)).toList());
    HashPartitioner byPart = new HashPartitioner(count());
    return every.cogroup(slices, byPart).map(part -> part(part._1(), borders, part._2()._2(), allIds, backward));
  }

  private JavaRDD<Source> sources(JavaSparkContext context) {
    ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(EdgeTable.NAME, input.edges()));
    long[] rows = columns.rowsPerFile();
    List<Source> sources = new ArrayList<>();
    long first = 0;
    for (int f = 0; f < rows.length && first < input.firstEdges(); f++) {
      sources.add(new Source(f, columns.files().get(f).toString(), first));
      first += rows[f];
    }
    return context.parallelize(sources, sources.size());
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** Borders between groups of vertices so that parts have like numbers of edges. */
  private int[] cut(long[] counts, int wanted) {
    long all = Arrays.stream(counts).sum();
    IntArrayList borders = new IntArrayList(new int[] {0});
    long seen = 0;
    for (int g = 0; g < counts.length - 1; g++) {
      seen += counts[g];
      if (seen * wanted >= all * borders.size() && borders.size() < wanted) {
        borders.add(g + 1 << groupShift);
      }
    }
    borders.add(input.ids());
    return borders.toIntArray();
  }

  private static Part part(int index, int[] cuts, Iterable<Slice> slices, boolean allIds, boolean backward) {
    List<Slice> inOrder = new ArrayList<>();
    slices.forEach(inOrder::add);
    Comparator<Slice> byFile = Comparator.comparingInt(Slice::file);
    inOrder.sort(backward ? byFile.reversed() : byFile);
    int size = inOrder.stream().mapToInt(slice -> slice.source().length).sum();
    int[] source = new int[size];
    int[] target = new int[size];
    long[] time = new long[size];
    int first = cuts[index];
    boolean[] seen = new boolean[cuts[index + 1] - first];
    Arrays.fill(seen, allIds);
    int at = 0;
    for (Slice slice : inOrder) {
      int length = slice.source().length;
      System.arraycopy(slice.source(), 0, source, at, length);
      System.arraycopy(slice.target(), 0, target, at, length);
      System.arraycopy(slice.time(), 0, time, at, length);
      at += length;
      for (int vertex : slice.reached()) {
        seen[vertex - first] = true;
      }
    }
    for (int vertex : source) {
      seen[vertex - first] = true;
    }
    return new Part(index, TemporalGraph.ofRange(first, cuts[index + 1], source, target, time),
        IntStream.range(0, seen.length).filter(v -> seen[v]).map(v -> v + first).toArray());
  }

  /** Reads files of edges as the walks see them. */
  private record Reader(Warehouse warehouse, WalkConfig config, WalkStage.Input input, long earliest, long latest)
      implements Serializable {

    private WalkEdges read(Source from) {
      ParquetColumns columns = ParquetColumns.ofFile(warehouse.configuration(), new Path(from.path()));
      int[] source = columns.ints("src");
      int[] target = columns.ints("dst");
      long[] time = columns.longs("time");
      int count = input.existing(from.first(), source.length);
      if (config.times() == WalkConfig.Times.PUBLISHED) {
        PublishedTimes.narrowInPlace(time, earliest, latest);
      }
      return input.visible(source, target, time, count).as(config);
    }

    long[] groups(Source from, int shift, int groups) {
      long[] counts = new long[groups];
      for (int vertex : read(from).source()) {
        counts[vertex >>> shift]++;
      }
      return counts;
    }

    Iterator<Tuple2<Integer, Slice>> slices(Source from, int[] cuts) {
      WalkEdges edges = read(from);
      int parts = cuts.length - 1;
      int[] counts = new int[parts];
      int[] partOf = new int[edges.source().length];
      IntOpenHashSet[] reached = new IntOpenHashSet[parts];
      Arrays.setAll(reached, p -> new IntOpenHashSet());
      for (int e = 0; e < partOf.length; e++) {
        partOf[e] = part(cuts, edges.source()[e]);
        counts[partOf[e]]++;
        reached[part(cuts, edges.target()[e])].add(edges.target()[e]);
      }
      Slice[] slices = new Slice[parts];
      Arrays.setAll(slices, p -> new Slice(from.file(), new int[counts[p]], new int[counts[p]], new long[counts[p]],
          reached[p].toIntArray()));
      int[] at = new int[parts];
      for (int e = 0; e < partOf.length; e++) {
        Slice slice = slices[partOf[e]];
        int i = at[partOf[e]]++;
        slice.source()[i] = edges.source()[e];
        slice.target()[i] = edges.target()[e];
        slice.time()[i] = edges.time()[e];
      }
      return IntStream.range(0, parts).mapToObj(p -> new Tuple2<>(p, slices[p])).iterator();
    }
  }
}
