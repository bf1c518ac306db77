package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;

/**
 * Pairs that are no edges: for every positive either its target is replaced, or, as often, both ends are, by candidates, until
 * the pair is allowed. One draw depends only on the seed and the positive's rank.
 */
final class NegativeEdges {
  private static final int MOST_ATTEMPTS = 10_000;

  private final PairIndex pairs;
  private final int[] heads;
  private final int[] tails;
  private final boolean selfLoops;
  private final Seeds seeds;

  /**
   * @param heads vertices to draw sources from, uniformly
   * @param tails vertices to draw targets from
   * @param selfLoops true if a pair of a vertex with itself may be a negative
   */
  NegativeEdges(PairIndex pairs, int[] heads, int[] tails, boolean selfLoops, Seeds seeds) {
    this.pairs = pairs;
    this.heads = heads;
    this.tails = tails;
    this.selfLoops = selfLoops;
    this.seeds = seeds;
  }

  /**
   * A negative for a positive.
   *
   * @param known edges of lower rank are not allowed
   * @return source and target packed as {@code source << 32 | target}
   */
  long draw(int rank, int source, int known) {
    Seeds stream = seeds.child(rank);
    boolean tailOnly = stream.bits(0) < 0;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      int from = tailOnly ? source : heads[stream.below(heads.length, 2L * attempt + 1)];
      int to = tails[stream.below(tails.length, 2L * attempt + 2)];
      if ((selfLoops || from != to) && !pairs.hasBefore(from, to, known)) {
        return (long) from << 32 | to;
      }
    }
    throw new DataRefusedException("no negative edge found for the edge of rank " + rank + " in " + MOST_ATTEMPTS
        + " attempts: the graph is too dense for " + tails.length + " candidates");
  }
}
