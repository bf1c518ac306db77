package io.sparsewalk.dataset;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.function.IntUnaryOperator;

/** For every directed pair of vertices with an edge, the place of its first one in the order in which edges become known. */
public final class PairIndex {
  private final Long2IntOpenHashMap first;

  /** In the order of the ranks. */
  public PairIndex(TimedEdges edges) {
    this(edges, rank -> rank);
  }

  /**
   * In another order.
   *
   * @param place of an edge by its rank; of the edges of a pair the one of the lowest rank has the lowest
   */
  PairIndex(TimedEdges edges, IntUnaryOperator place) {
    first = new Long2IntOpenHashMap(edges.size());
    first.defaultReturnValue(Integer.MAX_VALUE);
    for (int rank = 0; rank < edges.size(); rank++) {
      first.putIfAbsent(pair(edges.source()[rank], edges.target()[rank]), place.applyAsInt(rank));
    }
  }

  /** True if an edge from source to target has a place before {@code end}. */
  public boolean hasBefore(int source, int target, int end) {
    return first.get(pair(source, target)) < end;
  }

  /** True if there is an edge from source to target. */
  boolean has(int source, int target) {
    return first.containsKey(pair(source, target));
  }

  /** For every source the number of others among these vertices that it has an edge to. */
  int[] targets(boolean[] vertices) {
    int[] counts = new int[vertices.length];
    first.keySet().forEach((long pair) -> {
      int source = (int) (pair >>> 32);
      int target = (int) pair;
      counts[source] += source != target && vertices[target] ? 1 : 0;
    });
    return counts;
  }

  private static long pair(int source, int target) {
    return (long) source << 32 | target;
  }
}
