package io.sparsewalk.walk;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.TemporalGraph;

/**
 * Temporal random walks: from edge to strictly later edge, chosen by {@link Transition}. A step draws a later edge uniformly and
 * accepts it with its relative weight: exact without any table, few draws on average. Every number depends only on (seed, walk,
 * start vertex, step), never on who computes it.
 *
 * <p>Searches the next edges in the rows of a {@link TemporalGraph}: the plain form of {@link RecordWalker}, which finds the same
 * walks faster. Allocates nothing per walk; belongs to one thread.
 */
public final class TemporalWalker {
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
    key = key(seeds);
  }

  /** The root of all walks' streams. */
  static long key(Seeds seeds) {
    return seeds.child("walk").key();
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
      int first = free ? graph.begin(vertex) : graph.firstLater(vertex, now);
      int end = free || config.window() == 0 || now > Long.MAX_VALUE - config.window() ? graph.end(vertex)
          : graph.firstLater(vertex, now + config.window());
      if (first == end) {
        break;
      }
      boolean uniform = !free && EdgeRecords.overflows(config, now, earliest(vertex), latest(vertex));
      int edge = choose(vertex, first, end - first, uniform, Seeds.childKey(stream, size));
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

  private int choose(int vertex, int first, int count, boolean uniform, long step) {
    if (count == 1) {
      return first;
    }
    for (long draw = 0; ; draw += 2) {
      int edge = first + Seeds.toBelow(Seeds.bits(step, draw), count);
      if (uniform || Seeds.toUniform(Seeds.bits(step, draw + 1)) < acceptance(vertex, edge)) {
        return edge;
      }
    }
  }

  private float acceptance(int vertex, int edge) {
    long time = graph.time(edge);
    int notLater = graph.firstLater(vertex, time) - graph.begin(vertex);
    return config.bias().acceptance(time, earliest(vertex), latest(vertex), notLater,
        graph.end(vertex) - graph.begin(vertex));
  }

  private long earliest(int vertex) {
    return graph.begin(vertex) == graph.end(vertex) ? 0 : graph.time(graph.begin(vertex));
  }

  private long latest(int vertex) {
    return graph.begin(vertex) == graph.end(vertex) ? 0 : graph.time(graph.end(vertex) - 1);
  }
}
