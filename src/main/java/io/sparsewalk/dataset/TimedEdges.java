package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

/**
 * All edges of a graph in the order of their times: the rank of an edge is its place. The arrays are not copied.
 *
 * @param vertices number of ids with an edge
 * @param time ascending
 */
public record TimedEdges(int vertices, int[] source, int[] target, long[] time) {
  public TimedEdges {
    check(source.length == target.length && source.length == time.length,
        "columns of different lengths: %s sources, %s targets, %s times", source.length, target.length, time.length);
  }

  public int size() {
    return source.length;
  }
}
