package io.sparsewalk.dataset;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/** For every directed pair of vertices with an edge, the rank of its first one. */
public final class PairIndex {
  private final Long2IntOpenHashMap firstRank;

  public PairIndex(TimedEdges edges) {
    firstRank = new Long2IntOpenHashMap(edges.size());
    firstRank.defaultReturnValue(Integer.MAX_VALUE);
    for (int rank = 0; rank < edges.size(); rank++) {
      firstRank.putIfAbsent(pair(edges.source()[rank], edges.target()[rank]), rank);
    }
  }

  /** True if an edge from source to target has a rank below {@code end}. */
  public boolean hasBefore(int source, int target, int end) {
    return firstRank.get(pair(source, target)) < end;
  }

  private static long pair(int source, int target) {
    return (long) source << 32 | target;
  }
}
