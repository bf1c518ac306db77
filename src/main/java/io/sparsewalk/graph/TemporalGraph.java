package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;

import java.io.Serializable;

/**
 * A directed multigraph in compressed rows, or the rows of a range of its vertices: the out-edges of vertex v are those from
 * {@link #begin} to {@link #end}, exclusive, by time. 12 bytes an edge and 4 a vertex. Immutable.
 */
public final class TemporalGraph implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int first;
  private final int[] offsets;
  private final int[] targets;
  private final long[] times;

  private TemporalGraph(int first, int[] offsets, int[] targets, long[] times) {
    this.first = first;
    this.offsets = offsets;
    this.targets = targets;
    this.times = times;
  }

  /**
   * Places every edge in its source's row; linear in the number of edges.
   *
   * @param vertices all ids are below
   * @param time ascending
   */
  public static TemporalGraph of(int vertices, int[] source, int[] target, long[] time) {
    for (int vertex : target) {
      check(vertex >= 0 && vertex < vertices, "an edge goes to %s, vertices are 0 to %s", vertex, vertices - 1);
    }
    return ofRange(0, vertices, source, target, time);
  }

  /**
   * The rows of some vertices.
   *
   * @param first all sources are at least
   * @param end all sources are below
   * @param time ascending
   */
  public static TemporalGraph ofRange(int first, int end, int[] source, int[] target, long[] time) {
    checkNotNegative("vertices", end - first);
    check(source.length == target.length && source.length == time.length,
        "columns of different lengths: %s sources, %s targets, %s times", source.length, target.length, time.length);
    int[] offsets = new int[end - first + 1];
    for (int e = 0; e < source.length; e++) {
      check(e == 0 || time[e - 1] <= time[e], "times must ascend, edge %s has %s after %s", e, time[e],
          time[Math.max(0, e - 1)]);
      check(source[e] >= first && source[e] < end, "edge %s goes from %s, vertices are %s to %s", e, source[e], first,
          end - 1);
      offsets[source[e] - first + 1]++;
    }
    for (int v = 0; v < end - first; v++) {
      offsets[v + 1] += offsets[v];
    }
    int[] next = offsets.clone();
    int[] targets = new int[source.length];
    long[] times = new long[source.length];
    for (int e = 0; e < source.length; e++) {
      int at = next[source[e] - first]++;
      targets[at] = target[e];
      times[at] = time[e];
    }
    return new TemporalGraph(first, offsets, targets, times);
  }

  /** True if the vertex has a row here, which may be empty. */
  public boolean holds(int vertex) {
    return vertex >= first && vertex - first < offsets.length - 1;
  }

  public long edges() {
    return targets.length;
  }

  /** Index of the vertex's earliest out-edge. */
  public int begin(int vertex) {
    return offsets[vertex - first];
  }

  /** Index after the vertex's latest out-edge. */
  public int end(int vertex) {
    return offsets[vertex - first + 1];
  }

  public int target(int edge) {
    return targets[edge];
  }

  public long time(int edge) {
    return times[edge];
  }

  /** Index of the vertex's first out-edge strictly later than a time, or {@link #end}; logarithmic in the degree. */
  public int firstLater(int vertex, long time) {
    int low = begin(vertex);
    int high = end(vertex);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
