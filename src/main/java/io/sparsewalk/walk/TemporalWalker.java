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
    long stream = stream(walk, start);
    out[0] = start;
    int size = 1;
    boolean fresh = true;
    long now = 0;
    int before = -1;
    while (size <= config.length() && graph.holds(out[size - 1])) {
      long step = Seeds.childKey(stream, size);
      if (config.restarts(size, step)) {
        out[size++] = start;
        fresh = true;
        continue;
      }
      int vertex = out[size - 1];
      int edge = choose(stream, step, fresh, vertex, now, fresh ? -1 : before);
      if (edge < 0) {
        break;
      }
      before = vertex;
      fresh = false;
      now = graph.time(edge);
      out[size++] = graph.target(edge);
    }
    return size;
  }

  /**
   * Takes the next step of a walker that stands on a vertex of this graph.
   *
   * @param starts start vertices in all, which turns the walker's number into that of the walk
   * @return false if its walk has ended
   */
  public boolean hop(Walkers walkers, int walker, int starts) {
    int size = walkers.size(walker);
    int vertex = walkers.vertex(walker);
    if (size > config.length() || !graph.holds(vertex)) {
      return false;
    }
    long stream = stream(walkers.number(walker) / starts, walkers.start(walker));
    long step = Seeds.childKey(stream, size);
    if (config.restarts(size, step)) {
      walkers.restart(walker);
      return size < config.length();
    }
    int edge = choose(stream, step, walkers.isFresh(walker), vertex, walkers.now(walker), -1);
    if (edge < 0) {
      return false;
    }
    walkers.hop(walker, graph.target(edge), graph.time(edge));
    return size < config.length();
  }

  private long stream(long walk, int start) {
    return Seeds.childKey(Seeds.childKey(key, walk), start);
  }

  /**
   * The edge of a step, or -1.
   *
   * @param stream of the walk
   * @param step its child for this step
   * @param fresh true on the start vertex; {@code last} is then not read
   * @param last time of the edge before
   * @param before vertex before, or -1
   */
  private int choose(long stream, long step, boolean fresh, int vertex, long last, int before) {
    boolean free = config.order() == WalkConfig.Order.NONE || fresh && config.start() == WalkConfig.Start.FIRST;
    long now = fresh && !free ? startTime(vertex, stream) : last;
    int first = free ? graph.begin(vertex) : graph.firstLater(vertex, now);
    int end = free || config.window() == 0 || now > Long.MAX_VALUE - config.window() ? graph.end(vertex)
        : graph.firstLater(vertex, now + config.window());
    if (first == end) {
      return -1;
    }
    boolean uniform = !free && EdgeRecords.overflows(config, now, earliest(vertex), latest(vertex));
    return choose(vertex, first, end - first, uniform, step, before);
  }

  private long startTime(int vertex, long stream) {
    int degree = graph.end(vertex) - graph.begin(vertex);
    if (config.start() == WalkConfig.Start.AFTER_MINIMUM || degree == 0) {
      return minimumTime;
    }
    return graph.time(graph.begin(vertex) + Seeds.toBelow(Seeds.bits(stream, 0), degree));
  }

  private int choose(int vertex, int first, int count, boolean uniform, long step, int before) {
    if (count == 1) {
      return first;
    }
    for (long draw = 0;; draw += 2) {
      int edge = first + Seeds.toBelow(Seeds.bits(step, draw), count);
      double weight = uniform ? 1 : acceptance(vertex, edge);
      if (config.isSecondOrder() && before >= 0) {
        weight *= config.secondOrderWeight(graph.target(edge) == before, hasEdge(before, graph.target(edge)));
      }
      if (Seeds.toUniform(Seeds.bits(step, draw + 1)) < weight) {
        return edge;
      }
    }
  }

  private boolean hasEdge(int source, int target) {
    for (int edge = graph.begin(source); edge < graph.end(source); edge++) {
      if (graph.target(edge) == target) {
        return true;
      }
    }
    return false;
  }

  private float acceptance(int vertex, int edge) {
    long time = graph.time(edge);
    int notLater = graph.firstLater(vertex, time) - graph.begin(vertex);
    return config.bias()
        .acceptance(time, earliest(vertex), latest(vertex), notLater, graph.end(vertex) - graph.begin(vertex));
  }

  private long earliest(int vertex) {
    return graph.begin(vertex) == graph.end(vertex) ? 0 : graph.time(graph.begin(vertex));
  }

  private long latest(int vertex) {
    return graph.begin(vertex) == graph.end(vertex) ? 0 : graph.time(graph.end(vertex) - 1);
  }
}
