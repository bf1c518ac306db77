package io.sparsewalk.walk;

import io.sparsewalk.common.Seeds;

/**
 * The walks of {@link TemporalWalker} over {@link EdgeRecords}, many at once: each pass draws one candidate for every walker,
 * then reads all their records, then judges all of them, so that the cache misses of independent walkers overlap. Allocates
 * nothing per walk; belongs to one thread.
 */
public final class RecordWalker {
  private static final int WIDTH = 128;

  private final EdgeRecords graph;
  private final WalkConfig config;
  private final long key;
  private final boolean secondOrder;

  // One element a walker under way.
  private final int[] slot = new int[WIDTH];
  private final int[] size = new int[WIDTH];
  private final long[] stream = new long[WIDTH];
  private final long[] step = new long[WIDTH];
  private final int[] draw = new int[WIDTH];
  private final int[] first = new int[WIDTH];
  private final int[] count = new int[WIDTH];
  private final int[] candidate = new int[WIDTH];
  private final int[] vertex = new int[WIDTH];
  private final int[] nextFirst = new int[WIDTH];
  private final int[] nextCount = new int[WIDTH];
  private final int[] acceptance = new int[WIDTH];
  private final int[] start = new int[WIDTH];
  private final int[] last = new int[WIDTH];
  private final int[] before = new int[WIDTH];

  public RecordWalker(EdgeRecords graph, WalkConfig config, Seeds seeds) {
    this.graph = graph;
    this.config = config;
    key = TemporalWalker.key(seeds);
    secondOrder = config.isSecondOrder();
  }

  /**
   * Walks a stretch of the sequence of (walk, start), ordered by walk, then by place among the starts.
   *
   * @param from number of the first walk in the sequence
   * @param walks length of the stretch
   * @param starts start vertices; those beyond the graph's vertices stay where they are
   * @param out takes the vertices of walk i from i * (length + 1), at least walks * (length + 1)
   * @param sizes takes the number of vertices of each walk, at least 1
   * @return hops in all
   */
  public long walk(long from, int walks, int[] starts, int[] out, int[] sizes) {
    int width = config.length() + 1;
    int next = 0;
    int active = 0;
    long hops = 0;
    while (true) {
      while (active < WIDTH && next < walks) {
        active += begin(active, from + next, next, starts, out, sizes) ? 1 : 0;
        next++;
      }
      if (active == 0) {
        return hops;
      }
      drawAll(active);
      for (int i = active - 1; i >= 0; i--) {
        if (!accepts(i)) {
          draw[i] += 2;
          continue;
        }
        out[slot[i] * width + size[i]++] = vertex[i];
        before[i] = last[i];
        last[i] = vertex[i];
        first[i] = nextFirst[i];
        count[i] = nextCount[i];
        step[i] = Seeds.childKey(stream[i], size[i]);
        while (size[i] < width && config.restarts(size[i], step[i])) {
          out[slot[i] * width + size[i]++] = start[i];
          stand(i);
          step[i] = Seeds.childKey(stream[i], size[i]);
        }
        if (size[i] == width || count[i] == 0) {
          sizes[slot[i]] = size[i];
          hops += size[i] - 1;
          move(--active, i);
        } else {
          draw[i] = 0;
        }
      }
    }
  }

  /** Starts a walk at a place among the walkers; false if it ends where it begins. */
  private boolean begin(int at, long number, int walk, int[] starts, int[] out, int[] sizes) {
    int from = starts[(int) (number % starts.length)];
    out[walk * (config.length() + 1)] = from;
    sizes[walk] = 1;
    if (from >= graph.vertices()) {
      return false;
    }
    start[at] = from;
    stream[at] = Seeds.childKey(Seeds.childKey(key, number / starts.length), from);
    stand(at);
    if (count[at] == 0) {
      return false;
    }
    slot[at] = walk;
    size[at] = 1;
    step[at] = Seeds.childKey(stream[at], 1);
    draw[at] = 0;
    return true;
  }

  /** Puts a walker on its start vertex, where it has the choice of a beginning. */
  private void stand(int at) {
    int from = start[at];
    last[at] = from;
    before[at] = -1;
    int begin = graph.begin(from);
    int end = graph.end(from);
    switch (config.start()) {
      case FIRST -> {
        first[at] = begin;
        count[at] = end - begin;
      }
      case AFTER_MINIMUM -> {
        count[at] = graph.startCount(from);
        first[at] = end - (count[at] & ~EdgeRecords.UNIFORM);
      }
      case ANY -> {
        int edge = begin == end ? begin : begin + Seeds.toBelow(Seeds.bits(stream[at], 0), end - begin);
        first[at] = begin == end ? begin : graph.ownFirst(edge);
        count[at] = begin == end ? 0 : graph.ownCount(edge);
      }
    }
  }

  /** Draws a candidate for every walker and reads its record. */
  private void drawAll(int active) {
    if (graph.others == null) {
      for (int i = 0; i < active; i++) {
        candidate[i] = first[i] + Seeds.toBelow(Seeds.bits(step[i], draw[i]), count[i] & ~EdgeRecords.UNIFORM);
      }
    } else {
      drawByWeight(active);
    }
    int[][] shards = graph.shards;
    for (int i = 0; i < active; i++) {
      int edge = candidate[i];
      int[] shard = shards[edge >>> EdgeRecords.SHARD_BITS];
      int base = (edge & EdgeRecords.SHARD_MASK) << 2;
      vertex[i] = shard[base];
      nextFirst[i] = shard[base + 1];
      nextCount[i] = shard[base + 2];
      acceptance[i] = shard[base + 3];
    }
  }

  /** Draws cells of the alias tables of the vertices, and their sides. */
  private void drawByWeight(int active) {
    for (int i = 0; i < active; i++) {
      long bits = Seeds.bits(step[i], draw[i]);
      int cell = first[i] + (int) ((bits >>> 32) * count[i] >>> 32);
      int own = graph.shards[cell >>> EdgeRecords.SHARD_BITS][((cell & EdgeRecords.SHARD_MASK) << 2) + 3];
      candidate[i] = Integer.compareUnsigned((int) bits, own) < 0 ? cell : graph.others[cell];
    }
  }

  private boolean accepts(int i) {
    if (count[i] <= 1 || graph.others != null && !secondOrder) {
      return true;
    }
    double weight = graph.others == null ? Float.intBitsToFloat(acceptance[i]) : 1;
    if (secondOrder && before[i] >= 0) {
      weight *= config.secondOrderWeight(vertex[i] == before[i], graph.hasEdge(before[i], vertex[i]));
    }
    return Seeds.toUniform(Seeds.bits(step[i], draw[i] + 1)) < weight;
  }

  private void move(int from, int to) {
    slot[to] = slot[from];
    size[to] = size[from];
    stream[to] = stream[from];
    step[to] = step[from];
    draw[to] = draw[from];
    first[to] = first[from];
    count[to] = count[from];
    start[to] = start[from];
    last[to] = last[from];
    before[to] = before[from];
  }
}
