package io.sparsewalk.walk;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.TemporalGraph;

/**
 * Temporal random walks: from edge to strictly later edge, chosen by {@link Transition}. A step draws a later edge uniformly and
 * accepts it with its weight relative to the vertex's largest, which is at least 1/e: exact without any table, at most e draws on
 * average. Every number depends only on (seed, walk, start vertex, step), never on who computes it. Allocates nothing per walk;
 * belongs to one thread.
 */
public final class TemporalWalker {
  /** Above this exponent the published single-precision weights are infinite. */
  private static final double FLOAT_EXP_LIMIT = 88.7;

  private final TemporalGraph graph;
  private final WalkConfig config;
  private final long minimumTime;
  private final long key;

  /**
   * @param minimumTime earliest time of the whole graph, for {@link WalkConfig.Start#AFTER_MINIMUM}
   */
  public TemporalWalker(TemporalGraph graph, WalkConfig config, long minimumTime, Seeds seeds) {
    this.graph = graph;
    this.config = config;
    this.minimumTime = minimumTime;
    key = seeds.child("walk").key();
  }

  /**
   * Walks once.
   *
   * @param walk number of the walk among those from the vertex
   * @param start may be beyond the graph's vertices: such a walk stays where it is
   * @param out takes the vertices, at least length + 1
   * @return number of vertices written, at least 1
   */
  public int walk(int walk, int start, int[] out) {
    long stream = Seeds.childKey(Seeds.childKey(key, walk), start);
    out[0] = start;
    int size = 1;
    int vertex = start;
    boolean free = config.start() == WalkConfig.Start.FIRST;
    long now = free ? 0 : startTime(start, stream);
    while (size <= config.length() && vertex < graph.vertices()) {
      int end = graph.end(vertex);
      int first = free ? graph.begin(vertex) : graph.firstLater(vertex, now);
      if (first == end) {
        break;
      }
      int edge = choose(vertex, first, now, Seeds.childKey(stream, size));
      vertex = graph.target(edge);
      now = graph.time(edge);
      free = false;
      out[size++] = vertex;
    }
    return size;
  }

  private long startTime(int vertex, long stream) {
    int degree = vertex < graph.vertices() ? graph.end(vertex) - graph.begin(vertex) : 0;
    if (config.start() == WalkConfig.Start.AFTER_MINIMUM || degree == 0) {
      return minimumTime;
    }
    return graph.time(graph.begin(vertex) + Seeds.toBelow(Seeds.bits(stream, 0), degree));
  }

  private int choose(int vertex, int first, long now, long step) {
    int count = graph.end(vertex) - first;
    if (count == 1) {
      return first;
    }
    long earliest = graph.time(graph.begin(vertex));
    long latest = graph.time(graph.end(vertex) - 1);
    double span = (double) latest - earliest;
    boolean uniform = span == 0 || config.bias() == Transition.UNIFORM
        || config.overflow() == WalkConfig.Overflow.UNIFORM && ((double) latest - now) / span > FLOAT_EXP_LIMIT;
    for (long draw = 0; ; draw += 2) {
      int edge = first + Seeds.toBelow(Seeds.bits(step, draw), count);
      if (uniform) {
        return edge;
      }
      double time = graph.time(edge);
      double weight = config.bias().acceptance((time - earliest) / span, (latest - time) / span);
      if (Seeds.toUniform(Seeds.bits(step, draw + 1)) < weight) {
        return edge;
      }
    }
  }
}
