package io.sparsewalk.dataset;

import java.util.Arrays;

/**
 * What edges of before tell about vertices and pairs: degrees, earlier edges of a pair, common neighbours, times. At most 24
 * bytes an edge and 32 a vertex, and 16 an edge on the way; 12 MiB more once common neighbours are counted.
 */
public final class PairHistory {
  /** 2^20 slots of 12 bytes remember most of the pairs of the baselines, at most 200,000 of each part and those of the ranking. */
  private static final int MEMORY_BITS = 20;

  private final int[] outOffsets;
  /** Target and place of every edge, by source, ascending. */
  private final long[] out;
  private final int[] nearOffsets;
  private final int[] near;
  private final int[] in;
  private final long[] times;
  private final long[] lastOut;
  private final long[] lastIn;
  /** The last pair of a slot whose common neighbours were counted, and their number. */
  private long[] counted;
  private int[] counts;

  /**
   * Edges by rank, ascending.
   *
   * @param vertices all ids are below
   * @param time of the edges, ascending; kept
   */
  public PairHistory(int vertices, int[] source, int[] target, long[] time) {
    times = time;
    in = new int[vertices];
    lastOut = new long[vertices];
    lastIn = new long[vertices];
    for (int e = 0; e < source.length; e++) {
      in[target[e]]++;
      lastOut[source[e]] = times[e];
      lastIn[target[e]] = times[e];
    }
    outOffsets = new int[vertices + 1];
    out = rows(source, target, outOffsets);
    nearOffsets = new int[vertices + 1];
    near = neighbours(source, target, nearOffsets);
  }

  private PairHistory(PairHistory same) {
    outOffsets = same.outOffsets;
    out = same.out;
    nearOffsets = same.nearOffsets;
    near = same.near;
    in = same.in;
    times = same.times;
    lastOut = same.lastOut;
    lastIn = same.lastIn;
  }

  /** The same for another thread, which remembers common neighbours itself. */
  public PairHistory forThread() {
    return new PairHistory(this);
  }

  /** Target and place of every edge by its source, ascending in each row. */
  private static long[] rows(int[] source, int[] target, int[] offsets) {
    for (int vertex : source) {
      offsets[vertex + 1]++;
    }
    int[] next = begin(offsets);
    long[] rows = new long[source.length];
    for (int e = 0; e < source.length; e++) {
      rows[next[source[e]]++] = (long) target[e] << 32 | e;
    }
    for (int v = 0; v + 1 < offsets.length; v++) {
      Arrays.sort(rows, offsets[v], offsets[v + 1]);
    }
    return rows;
  }

  /** Sums counts to beginnings, of which a copy to move is returned. */
  private static int[] begin(int[] offsets) {
    for (int v = 1; v < offsets.length; v++) {
      offsets[v] = Math.addExact(offsets[v], offsets[v - 1]);
    }
    return offsets.clone();
  }

  /** The other ends of all edges of a vertex, each once, ascending. */
  private static int[] neighbours(int[] source, int[] target, int[] offsets) {
    for (int e = 0; e < source.length; e++) {
      offsets[source[e] + 1]++;
      offsets[target[e] + 1]++;
    }
    int[] next = begin(offsets);
    int[] ends = new int[offsets[offsets.length - 1]];
    for (int e = 0; e < source.length; e++) {
      ends[next[source[e]]++] = target[e];
      ends[next[target[e]]++] = source[e];
    }
    int size = 0;
    int begin = 0;
    for (int v = 0; v + 1 < offsets.length; v++) {
      int end = offsets[v + 1];
      Arrays.sort(ends, begin, end);
      offsets[v] = size;
      for (int i = begin; i < end; i++) {
        if (i == begin || ends[i] != ends[size - 1]) {
          ends[size++] = ends[i];
        }
      }
      begin = end;
    }
    offsets[offsets.length - 1] = size;
    return Arrays.copyOf(ends, size);
  }

  /** Edges from a vertex. */
  public int outDegree(int vertex) {
    return outOffsets[vertex + 1] - outOffsets[vertex];
  }

  /** Edges to a vertex. */
  public int inDegree(int vertex) {
    return in[vertex];
  }

  /** Distinct vertices with an edge from or to a vertex, itself included if it has a self-loop. */
  public int neighbours(int vertex) {
    return nearOffsets[vertex + 1] - nearOffsets[vertex];
  }

  /** Edges from source to target. */
  public int count(int source, int target) {
    return place(source, target + 1) - place(source, target);
  }

  /** Time of the last edge from source to target, which must be there. */
  public long lastTime(int source, int target) {
    return times[(int) out[place(source, target + 1) - 1]];
  }

  /** Time of the last edge from a vertex, which must have one. */
  public long lastOut(int vertex) {
    return lastOut[vertex];
  }

  /** Time of the last edge to a vertex, which must have one. */
  public long lastIn(int vertex) {
    return lastIn[vertex];
  }

  /** Time of the first edge of all. */
  public long begin() {
    return times[0];
  }

  /** Time of the last edge of all. */
  public long end() {
    return times[times.length - 1];
  }

  /** The first edge of a source to this target or a later one. */
  private int place(int source, int target) {
    int at = Arrays.binarySearch(out, outOffsets[source], outOffsets[source + 1], (long) target << 32);
    return at < 0 ? -at - 1 : at;
  }

  /** Told of every common neighbour of a pair. */
  public interface Common {
    void of(int vertex);
  }

  /** Vertices that have an edge with both, whatever its direction, ascending. */
  public void common(int source, int target, Common each) {
    boolean sourceIsLess = neighbours(source) < neighbours(target);
    int less = sourceIsLess ? source : target;
    int more = sourceIsLess ? target : source;
    int at = nearOffsets[more];
    int end = nearOffsets[more + 1];
    for (int i = nearOffsets[less]; i < nearOffsets[less + 1] && at < end; i++) {
      at = gallop(at, end, near[i]);
      if (at < end && near[at] == near[i]) {
        each.of(near[i]);
      }
    }
  }

  /**
   * The first neighbour from {@code begin} on that is not below a vertex, or the end. Looks 1, 2, 4 and so on further, then between
   * the last two: as vertices are asked for in order, most are near.
   */
  private int gallop(int begin, int end, int vertex) {
    int low = begin;
    int step = 1;
    while (low + step < end && near[low + step] < vertex) {
      low += step;
      step *= 2;
    }
    int at = Arrays.binarySearch(near, low, Math.min(end, low + step + 1), vertex);
    return at < 0 ? -at - 1 : at;
  }

  /** Number of common neighbours. Remembers pairs, since several baselines ask for the same. One thread at a time. */
  public int common(int source, int target) {
    long pair = (long) source << 32 | target;
    // The highest bits of a product with the golden ratio spread well.
    int slot = (int) (pair * 0x9E3779B97F4A7C15L >>> 64 - MEMORY_BITS);
    if (counted == null) {
      counted = new long[1 << MEMORY_BITS];
      counts = new int[1 << MEMORY_BITS];
      Arrays.fill(counted, -1);
    }
    if (counted[slot] != pair) {
      int[] count = {0};
      common(source, target, vertex -> count[0]++);
      counted[slot] = pair;
      counts[slot] = count[0];
    }
    return counts[slot];
  }
}
