package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TimeScale;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Edges in primitive arrays on their way from lines to the sorted table.
 *
 * @param pair source in the upper half, target in the lower
 * @param time in the unit of the graph
 */
record PackedEdges(long[] pair, long[] time) implements Serializable {
  private static final String SCHEMA = "message edges { required int32 src; required int32 dst; required int64 time; }";

  /**
   * How lines become edges.
   *
   * @param vertices directory of the dense ids
   * @param scale unit of the times
   */
  record Plan(Warehouse warehouse, String vertices, GraphConfig graph, TimeScale scale, EdgeCuts cuts)
      implements Serializable {}

  /**
   * Writes the table {@code edges} (src, dst, time), sorted over all files in the order of their names.
   *
   * @param first number of the first file
   */
  static void write(JavaRDD<EdgeLines.Range> ranges, Plan plan, Path directory, int first) {
    String target = directory.toString();
    ranges.flatMapToPair(range -> new Slices(plan, range))
        .groupByKey(plan.cuts().parts())
        .foreach(part -> sorted(part._2()).write(plan, new Path(target), first + part._1()));
  }

  private static PackedEdges sorted(Iterable<PackedEdges> slices) {
    int size = 0;
    for (PackedEdges slice : slices) {
      size = Math.addExact(size, slice.time.length);
    }
    PackedEdges all = new PackedEdges(new long[size], new long[size]);
    int at = 0;
    for (PackedEdges slice : slices) {
      System.arraycopy(slice.pair, 0, all.pair, at, slice.pair.length);
      System.arraycopy(slice.time, 0, all.time, at, slice.time.length);
      at += slice.time.length;
    }
    LongArrays.radixSort(all.time, all.pair);
    return all;
  }

  private void write(Plan plan, Path directory, int part) {
    PartFile.write(plan.warehouse().configuration(), directory, part, SCHEMA, time.length, (out, e) -> {
      PartFile.put(out, 0, "src", (int) (pair[e] >>> 32));
      PartFile.put(out, 1, "dst", (int) pair[e]);
      PartFile.put(out, 2, "time", time[e]);
    });
  }

  /** The edges of a range, in pieces for each part. */
  private static final class Slices implements Iterator<Tuple2<Integer, PackedEdges>> {
    private static final int PIECE = 1 << 15;

    private final Plan plan;
    private final RangeLines lines;
    private final PackedIds ids;
    private final boolean keepSelfLoops;
    private final PackedEdges[] pieces;
    private final int[] sizes;
    private int full = -1;
    private int drained;

    Slices(Plan plan, EdgeLines.Range range) {
      this.plan = plan;
      lines = new RangeLines(range, plan.warehouse().configuration());
      ids = PackedIds.of(plan.warehouse(), new Path(plan.vertices()));
      keepSelfLoops = plan.graph().selfLoops() == GraphConfig.SelfLoops.KEEP;
      pieces = new PackedEdges[plan.cuts().parts()];
      sizes = new int[pieces.length];
    }

    @Override
    public boolean hasNext() {
      while (full < 0 && drained == 0 && lines.next()) {
        if (lines.reason() == null) {
          edge(lines.edge());
        }
      }
      if (full >= 0) {
        return true;
      }
      // No more lines: what is left in the pieces.
      while (drained < pieces.length && sizes[drained] == 0) {
        drained++;
      }
      if (drained == pieces.length) {
        return false;
      }
      full = drained++;
      return true;
    }

    @Override
    public Tuple2<Integer, PackedEdges> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      PackedEdges piece = pieces[full];
      int size = sizes[full];
      Tuple2<Integer, PackedEdges> slice =
          new Tuple2<>(full, new PackedEdges(Arrays.copyOf(piece.pair, size), Arrays.copyOf(piece.time, size)));
      sizes[full] = 0;
      full = -1;
      return slice;
    }

    private void edge(EdgeLineParser edge) {
      if (!edge.readNumbers()) {
        throw new DataRefusedException(
            lines.range().input().name() + ": changed while it was read, at line " + lines.count() + " of a range");
      }
      long source = edge.sourceNumber();
      long target = edge.targetNumber();
      if (source == target && !keepSelfLoops) {
        return;
      }
      long time = plan.scale().apply(edge.time(), edge.decimals());
      int from = ids.id(source);
      int to = ids.id(target);
      append(plan.cuts().part(time, from), from, to, time);
      if (!plan.graph().directed() && source != target) {
        append(plan.cuts().part(time, to), to, from, time);
      }
    }

    private void append(int part, int source, int target, long time) {
      if (pieces[part] == null) {
        // Both directions of an edge may fill their pieces, and only one is taken before the next edge.
        pieces[part] = new PackedEdges(new long[PIECE + 2], new long[PIECE + 2]);
      }
      pieces[part].pair[sizes[part]] = (long) source << 32 | target;
      pieces[part].time[sizes[part]] = time;
      if (++sizes[part] >= PIECE) {
        full = part;
      }
    }
  }
}
