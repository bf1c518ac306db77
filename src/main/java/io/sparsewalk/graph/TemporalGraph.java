package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkNotNegative;

/**
 * A directed multigraph in compressed rows: the out-edges of vertex v are those from {@link #begin} to {@link #end}, exclusive,
 * by time. 12 bytes an edge and 4 a vertex. Immutable.
 */
public final class TemporalGraph {
  private final int[] offsets;
  private final int[] targets;
  private final long[] times;

  private TemporalGraph(int[] offsets, int[] targets, long[] times) {
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
    checkNotNegative("vertices", vertices);
    check(source.length == target.length && source.length == time.length,
        "columns of different lengths: %s sources, %s targets, %s times", source.length, target.length, time.length);
    int[] offsets = new int[vertices + 1];
    for (int e = 0; e < source.length; e++) {
      check(e == 0 || time[e - 1] <= time[e], "times must ascend, edge %s has %s after %s", e, time[e],
          time[Math.max(0, e - 1)]);
      check(source[e] >= 0 && source[e] < vertices && target[e] >= 0 && target[e] < vertices,
          "edge %s goes from %s to %s, vertices are 0 to %s", e, source[e], target[e], vertices - 1);
      offsets[source[e] + 1]++;
    }
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] += offsets[v];
    }
    int[] next = offsets.clone();
    int[] targets = new int[source.length];
    long[] times = new long[source.length];
    for (int e = 0; e < source.length; e++) {
      int at = next[source[e]]++;
      targets[at] = target[e];
      times[at] = time[e];
    }
    return new TemporalGraph(offsets, targets, times);
  }

  public int vertices() {
    return offsets.length - 1;
  }

  public long edges() {
    return targets.length;
  }

  /** Index of the vertex's earliest out-edge. */
  public int begin(int vertex) {
    return offsets[vertex];
  }

  /** Index after the vertex's latest out-edge. */
  public int end(int vertex) {
    return offsets[vertex + 1];
  }

  public int target(int edge) {
    return targets[edge];
  }

  public long time(int edge) {
    return times[edge];
  }

  /** Index of the vertex's first out-edge strictly later than a time, or {@link #end}; logarithmic in the degree. */
  public int firstLater(int vertex, long time) {
    int low = offsets[vertex];
    int high = offsets[vertex + 1];
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
