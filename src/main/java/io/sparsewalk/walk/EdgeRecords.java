package io.sparsewalk.walk;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.AliasTable;
import java.util.Arrays;

/**
 * A temporal graph laid out for walking: per edge the vertex it leads to, which edges of that vertex come next, and with what
 * probability the edge itself is accepted once drawn. A draw touches one record, nothing is searched. 16 bytes an edge and 4 a
 * vertex (8 a vertex or 24 an edge with the other starts; 4 more an edge for second-order walks). Immutable, shared by threads.
 *
 * <p>Built by one backward pass over the edges in the order of time; edges of equal times are one group, for none of them may
 * follow another.
 */
public final class EdgeRecords {
  /** Above this exponent the published single-precision weights are infinite. */
  static final double FLOAT_EXP_LIMIT = 88.7;

  /** Marks a count of candidates among which the choice is uniform. */
  static final int UNIFORM = Integer.MIN_VALUE;

  /** Records in an array: 1 GiB. */
  static final int SHARD_BITS = 26;
  static final int SHARD_MASK = (1 << SHARD_BITS) - 1;

  /**
   * Records of 4 ints: vertex, first candidate, number of candidates with mark, acceptance as float bits; with weights, in place of
   * the acceptance, the edge's own share of its cell in units of 2^-32.
   */
  final int[][] shards;

  /** With weights the edge that owns the rest of an edge's cell, else null. */
  final int[] others;

  private final int[] offsets;
  private final int[] startCounts;
  private final int[] ownFirst;
  private final int[] ownCount;

  /** For second-order walks the targets of every vertex, ascending, whatever the order of its edges; else null. */
  private final int[] neighbours;

  private EdgeRecords(Builder built, int[] startCounts) {
    shards = built.shards;
    others = built.others;
    offsets = built.offsets;
    this.startCounts = startCounts;
    ownFirst = built.ownFirst;
    ownCount = built.ownCount;
    neighbours = built.config.isSecondOrder() ? built.neighbours() : null;
  }

  /**
   * Lays the edges out.
   *
   * @param vertices all ids are below
   * @param time ascending
   * @param minimumTime earliest time of the whole graph, for {@link WalkConfig.Start#AFTER_MINIMUM}
   */
  public static EdgeRecords of(int vertices, int[] source, int[] target, long[] time, WalkConfig config,
      long minimumTime) {
    check(source.length == target.length && source.length == time.length,
        "columns of different lengths: %s sources, %s targets, %s times", source.length, target.length, time.length);
    return new Builder(vertices, source, target, time, config).build(minimumTime);
  }

  /**
   * Lays edges without times out, to be chosen by their weights: an alias table a vertex, 20 bytes an edge.
   *
   * @param weight above 0
   */
  public static EdgeRecords weighted(int vertices, int[] source, int[] target, float[] weight, WalkConfig config) {
    check(config.order() == WalkConfig.Order.NONE && config.bias() == Transition.UNIFORM,
        "weights need walk.order = none and walk.bias = uniform, was %s and %s", config.order(), config.bias());
    check(source.length == weight.length, "%s edges have %s weights", source.length, weight.length);
    Builder builder = new Builder(vertices, source, target, new long[source.length], config);
    builder.others = new int[source.length];
    EdgeRecords records = builder.build(0);
    builder.weigh(weight);
    return records;
  }

  public int vertices() {
    return offsets.length - 1;
  }

  public long edges() {
    return offsets[vertices()];
  }

  /** Bytes of the arrays. */
  public long bytes() {
    long ints =
        offsets.length + (startCounts == null ? 0 : startCounts.length) + (ownFirst == null ? 0 : 2L * ownFirst.length)
            + (others == null ? 0 : others.length) + (neighbours == null ? 0 : neighbours.length);
    for (int[] shard : shards) {
      ints += shard.length;
    }
    return 4 * ints;
  }

  /** First edge of a vertex. */
  int begin(int vertex) {
    return offsets[vertex];
  }

  /** True if there is an edge from source to target; only for second-order walks. */
  boolean hasEdge(int source, int target) {
    return Arrays.binarySearch(neighbours, offsets[source], offsets[source + 1], target) >= 0;
  }

  /** Edge after the last of a vertex. */
  int end(int vertex) {
    return offsets[vertex + 1];
  }

  /** Edges of a vertex later than the minimum of the graph, with the mark; only for that start. */
  int startCount(int vertex) {
    return startCounts[vertex];
  }

  /** First candidate after an edge of the same vertex; only for starts at any time. */
  int ownFirst(int edge) {
    return ownFirst[edge];
  }

  /** Candidates after an edge of the same vertex; only for starts at any time. */
  int ownCount(int edge) {
    return ownCount[edge];
  }

  private static final class Builder {
    private final int[] source;
    private final int[] target;
    private final long[] time;
    private final WalkConfig config;
    private final int[] offsets;
    private final long[] earliest;
    private final long[] latest;
    private final int[] later;
    private final int[] beyond;
    private final int[] next;
    private final int[][] shards;
    private final int[] ownFirst;
    private final int[] ownCount;
    private int[] others;

    Builder(int vertices, int[] source, int[] target, long[] time, WalkConfig config) {
      this.source = source;
      this.target = target;
      this.time = time;
      this.config = config;
      offsets = new int[vertices + 1];
      earliest = new long[vertices];
      latest = new long[vertices];
      for (int e = 0; e < source.length; e++) {
        int v = source[e];
        check(e == 0 || time[e - 1] <= time[e], "times must ascend, edge %s has %s after %s", e, time[e],
            time[Math.max(0, e - 1)]);
        if (offsets[v + 1]++ == 0) {
          earliest[v] = time[e];
        }
        latest[v] = time[e];
      }
      for (int v = 0; v < vertices; v++) {
        offsets[v + 1] += offsets[v];
      }
      next = new int[vertices];
      System.arraycopy(offsets, 1, next, 0, vertices);
      later = new int[vertices];
      beyond = config.window() > 0 ? new int[vertices] : null;
      int count = (source.length + SHARD_MASK) >>> SHARD_BITS;
      shards = new int[count][];
      for (int s = 0; s < count; s++) {
        shards[s] = new int[4 * Math.min(1 << SHARD_BITS, source.length - (s << SHARD_BITS))];
      }
      boolean any = config.start() == WalkConfig.Start.ANY;
      ownFirst = any ? new int[source.length] : null;
      ownCount = any ? new int[source.length] : null;
    }

    EdgeRecords build(long minimumTime) {
      if (config.order() == WalkConfig.Order.NONE) {
        for (int v = 0; v < later.length; v++) {
          later[v] = offsets[v + 1] - offsets[v];
        }
        for (int e = time.length - 1; e >= 0; e--) {
          place(e, time[e]);
        }
        return new EdgeRecords(this, null);
      }
      int end = time.length;
      int far = end;
      while (end > 0) {
        long now = time[end - 1];
        int begin = end - 1;
        while (begin > 0 && time[begin - 1] == now) {
          begin--;
        }
        while (beyond != null && far > end && isBeyond(time[far - 1], now, config.window())) {
          beyond[source[--far]]++;
        }
        for (int e = end - 1; e >= begin; e--) {
          place(e, now);
        }
        for (int e = begin; e < end; e++) {
          later[source[e]]++;
        }
        end = begin;
      }
      return new EdgeRecords(this, startCounts(minimumTime));
    }

    private void place(int edge, long now) {
      int u = source[edge];
      int v = target[edge];
      int degree = offsets[u + 1] - offsets[u];
      int at = --next[u];
      int[] shard = shards[at >>> SHARD_BITS];
      int base = (at & SHARD_MASK) << 2;
      shard[base] = v;
      shard[base + 1] = offsets[v + 1] - later[v];
      shard[base + 2] = count(v, now, within(v));
      shard[base + 3] =
          Float.floatToRawIntBits(config.bias().acceptance(now, earliest[u], latest[u], degree - later[u], degree));
      if (ownFirst != null) {
        ownFirst[at] = offsets[u + 1] - later[u];
        ownCount[at] = within(u);
      }
    }

    private int[] neighbours() {
      int[] rows = new int[source.length];
      System.arraycopy(offsets, 0, next, 0, next.length);
      for (int e = 0; e < source.length; e++) {
        rows[next[source[e]]++] = target[e];
      }
      for (int v = 0; v < next.length; v++) {
        Arrays.sort(rows, offsets[v], offsets[v + 1]);
      }
      return rows;
    }

    /** Replaces acceptances by the alias tables of the weights. */
    void weigh(float[] weight) {
      float[] inRows = new float[weight.length];
      System.arraycopy(offsets, 1, next, 0, next.length);
      for (int e = weight.length - 1; e >= 0; e--) {
        inRows[--next[source[e]]] = weight[e];
      }
      for (int v = 0; v < next.length; v++) {
        int begin = offsets[v];
        double[] row = new double[offsets[v + 1] - begin];
        Arrays.setAll(row, i -> inRows[begin + i]);
        if (row.length > 0) {
          weigh(begin, new AliasTable(row), row.length);
        }
      }
    }

    private void weigh(int begin, AliasTable table, int degree) {
      for (int i = 0; i < degree; i++) {
        int at = begin + i;
        shards[at >>> SHARD_BITS][((at & SHARD_MASK) << 2) + 3] = table.own(i);
        others[at] = begin + table.other(i);
      }
    }

    /** Edges of a vertex after the current group and within the window. */
    private int within(int vertex) {
      return later[vertex] - (beyond == null ? 0 : beyond[vertex]);
    }

    /** A count of candidates at a vertex, with the mark where the published weights overflow. */
    private int count(int vertex, long now, int candidates) {
      return candidates > 0 && overflows(config, now, earliest[vertex], latest[vertex]) ? candidates | UNIFORM
          : candidates;
    }

    private int[] startCounts(long minimumTime) {
      if (config.start() != WalkConfig.Start.AFTER_MINIMUM) {
        return null;
      }
      int[] counts = new int[later.length];
      for (int v = 0; v < counts.length; v++) {
        counts[v] = offsets[v + 1] - offsets[v];
      }
      for (int e = 0; e < time.length && time[e] <= minimumTime; e++) {
        counts[source[e]]--;
      }
      for (int v = 0; v < counts.length; v++) {
        counts[v] = count(v, minimumTime, counts[v]);
      }
      return counts;
    }
  }

  /** True if a time is more than the window later; differences beyond 64 bits are. */
  static boolean isBeyond(long time, long now, long window) {
    return time - now > window || time - now < 0;
  }

  /** True where the published weights of a vertex are infinite, seen from a time, and the settings make the choice uniform. */
  static boolean overflows(WalkConfig config, long now, long earliest, long latest) {
    double span = (double) latest - earliest;
    return config.overflow() == WalkConfig.Overflow.UNIFORM && span > 0
        && ((double) latest - now) / span > FLOAT_EXP_LIMIT;
  }
}
