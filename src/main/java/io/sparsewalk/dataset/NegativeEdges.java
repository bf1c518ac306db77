package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;

/**
 * Pairs that are no edges: for every positive either its target is replaced, or, as often, both ends are, by candidates, until
 * the pair is allowed. A source with (almost) no pair left that is none, as an announcer with an edge to everybody, cannot keep a
 * negative: there its positive's target stays and the source is replaced, then both ends are, at last by any vertices; such negatives are
 * counted. One draw depends only on the seed and the positive's rank.
 */
final class NegativeEdges {
  private static final int MOST_ATTEMPTS = 1_000;
  private static final long NONE = -1;

  private final Pool pool;
  private final Ends both;
  private final Ends any;
  private final Seeds seeds;
  private long[] rest;
  private int redrawn;

  /**
   * What negatives are drawn from.
   *
   * @param edges what no negative may be
   * @param heads vertices to draw sources from, uniformly
   * @param tails vertices to draw targets from
   * @param vertices all that may be an end
   * @param selfLoops true if a pair of a vertex with itself may be a negative
   */
  record Pool(Pairs edges, int[] heads, int[] tails, int[] vertices, boolean selfLoops) {}

  /** Some pairs of vertices. */
  interface Pairs {
    boolean has(int source, int target);
  }

  /** Sources and targets to choose from. */
  private record Ends(int[] heads, int[] tails) {}

  NegativeEdges(Pool pool, Seeds seeds) {
    this.pool = pool;
    this.seeds = seeds;
    both = new Ends(pool.heads(), pool.tails());
    any = new Ends(pool.vertices(), pool.vertices());
  }

  /**
   * A negative for a positive.
   *
   * @return source and target packed as {@code source << 32 | target}
   * @throws DataRefusedException if every pair is an edge
   */
  long draw(long rank, int source, int target) {
    Seeds stream = seeds.child(rank);
    boolean tailOnly = stream.bits(0) < 0;
    List<Ends> choices = tailOnly
        ? List.of(new Ends(new int[] {source}, pool.tails()), new Ends(pool.heads(), new int[] {target}), both, any)
        : List.of(both, any);
    for (int choice = 0; choice < choices.size(); choice++) {
      long pair = attempt(choices.get(choice), choice == 0 ? stream : stream.child(choice));
      if (pair != NONE) {
        redrawn += choice > 0 ? 1 : 0;
        return pair;
      }
    }
    redrawn++;
    return ofRest(stream.child("rest"));
  }

  /** Negatives so far that could not be drawn as their positive asked for. */
  int redrawn() {
    return redrawn;
  }

  private long attempt(Ends ends, Seeds stream) {
    for (int attempt = 0; ends.heads().length > 0 && ends.tails().length > 0 && attempt < MOST_ATTEMPTS; attempt++) {
      int from = ends.heads()[stream.below(ends.heads().length, 2L * attempt + 1)];
      int to = ends.tails()[stream.below(ends.tails().length, 2L * attempt + 2)];
      if (isAllowed(from, to)) {
        return pair(from, to);
      }
    }
    return NONE;
  }

  private boolean isAllowed(int from, int to) {
    return (pool.selfLoops() || from != to) && !pool.edges().has(from, to);
  }

  /** One of all pairs that are allowed. They are few, and not many times as many pairs as edges had to be looked at. */
  private long ofRest(Seeds stream) {
    if (rest == null) {
      LongArrayList allowed = new LongArrayList();
      for (int from : pool.vertices()) {
        for (int to : pool.vertices()) {
          if (isAllowed(from, to)) {
            allowed.add(pair(from, to));
          }
        }
      }
      rest = allowed.toLongArray();
    }
    if (rest.length == 0) {
      throw new DataRefusedException("every pair of the " + pool.vertices().length
          + " vertices that may be an end is an edge: " + "link prediction needs pairs that are none");
    }
    return rest[stream.below(rest.length, 0)];
  }

  private static long pair(int from, int to) {
    return (long) from << 32 | to;
  }
}
