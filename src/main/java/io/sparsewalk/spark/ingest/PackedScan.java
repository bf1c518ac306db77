package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.TimeScale;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What is in a range of lines.
 *
 * @param packable false if the scan was given up: an id is not a number, or there are too many bad lines
 * @param rounded number of times with more digits than 64 bits hold
 * @param earliest first time by its number of decimals
 * @param someEdges a sample of (time, decimals, source)
 * @param ids of the edges that stay, ascending; of a summary some of them
 * @param distinct number of ids of the edges that stay
 */
record PackedScan(int range, boolean packable, long lines, long comments, long edges, long selfLoops, long rounded,
    List<BadLine> bad, long[] earliest, long[] latest, long[] someEdges, long[] ids, int distinct)
    implements Serializable {

  /** Decimals of times are 0 to 18. */
  static final int DECIMALS = TimeScale.MOST_DECIMALS + 1;

  private static final int MOST_BAD_LINES = 100_000;
  private static final int SAMPLE = 1024;

  /**
   * A line that is no edge.
   *
   * @param line from 1 within the range
   */
  record BadLine(long line, String text, String reason) implements Serializable {}

  /** The result without what is as large as the graph, for the driver; some ids, evenly chosen, stay. */
  PackedScan summary() {
    int stride = Math.max(1, ids.length / SAMPLE);
    long[] some = new long[(ids.length + stride - 1) / stride];
    Arrays.setAll(some, i -> ids[i * stride]);
    return new PackedScan(range, packable, lines, comments, edges, selfLoops, rounded, bad, earliest, latest, someEdges,
        some, distinct);
  }

  /** Scans a range; gives up, and is not packable, at the first id that is not a number or with too many bad lines. */
  static final class Task implements Function<EdgeLines.Range, PackedScan> {
    private static final long serialVersionUID = 1L;

    private final SerializableConfiguration configuration;
    private final boolean keepSelfLoops;

    Task(SerializableConfiguration configuration, boolean keepSelfLoops) {
      this.configuration = configuration;
      this.keepSelfLoops = keepSelfLoops;
    }

    @Override
    public PackedScan call(EdgeLines.Range range) {
      RangeLines lines = new RangeLines(range, configuration.value());
      LongOpenHashSet ids = new LongOpenHashSet();
      List<BadLine> bad = new ArrayList<>();
      long[] earliest = new long[DECIMALS];
      long[] latest = new long[DECIMALS];
      Arrays.fill(earliest, Long.MAX_VALUE);
      Arrays.fill(latest, Long.MIN_VALUE);
      EdgeSample sample = new EdgeSample();
      long edges = 0;
      long selfLoops = 0;
      long rounded = 0;
      boolean packable = true;
      while (packable && lines.next()) {
        EdgeLineParser edge = lines.edge();
        if (lines.reason() != null) {
          bad.add(new BadLine(lines.count(), lines.text(), lines.reason()));
          packable = bad.size() <= MOST_BAD_LINES;
        } else if (edge.readNumbers()) {
          edges++;
          boolean selfLoop = edge.sourceNumber() == edge.targetNumber();
          selfLoops += selfLoop ? 1 : 0;
          rounded += edge.isRounded() ? 1 : 0;
          if (keepSelfLoops || !selfLoop) {
            ids.add(edge.sourceNumber());
            ids.add(edge.targetNumber());
          }
          earliest[edge.decimals()] = Math.min(earliest[edge.decimals()], edge.time());
          latest[edge.decimals()] = Math.max(latest[edge.decimals()], edge.time());
          sample.add(edge);
        } else {
          packable = false;
        }
      }
      long[] sorted = ids.toLongArray();
      Arrays.sort(sorted);
      return new PackedScan(range.id(), packable, lines.count(), lines.comments(), edges, selfLoops, rounded, bad,
          earliest, latest, sample.packed(), sorted, sorted.length);
    }
  }

  /** Every so-manieth edge; at most twice {@link #SAMPLE}. */
  private static final class EdgeSample {
    private final long[] values = new long[3 * 2 * SAMPLE];
    private int size;
    private long seen;
    private long stride = 1;

    void add(EdgeLineParser edge) {
      if (seen++ % stride != 0) {
        return;
      }
      values[size++] = edge.time();
      values[size++] = edge.decimals();
      values[size++] = edge.sourceNumber();
      if (size == values.length) {
        for (int i = 0; i < size / 2; i += 3) {
          System.arraycopy(values, 2 * i, values, i, 3);
        }
        size /= 2;
        stride *= 2;
      }
    }

    long[] packed() {
      return Arrays.copyOf(values, size);
    }
  }
}
