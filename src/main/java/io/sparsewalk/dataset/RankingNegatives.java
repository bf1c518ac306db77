package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;

/**
 * Draws other targets for the source of a test edge, a kind at a time. A source with an edge to every vertex has none, and its edges
 * are not ranked.
 */
final class RankingNegatives {
  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MOST_EARLIER = 50;

  private final PairIndex pairs;
  private final int[] uniform;
  private final int[] popular;
  private final int[] offsets;
  private final int[] earlier;
  private final LongOpenHashSet tested = new LongOpenHashSet();
  private final boolean[] candidate;
  private final int[] targets;
  private final Int2ObjectOpenHashMap<int[]> absent = new Int2ObjectOpenHashMap<>();
  private int leftOut;
  private long asked;
  private long found;

  /**
   * @param known ranks of the edges known before the test
   * @param uniform vertices that may be a target
   * @param test ranks of the test edges
   */
  RankingNegatives(TimedEdges edges, PairIndex pairs, int[] known, int[] uniform, int[] test) {
    this.pairs = pairs;
    this.uniform = uniform;
    popular = Arrays.stream(known).map(rank -> edges.target()[rank]).toArray();
    int vertices = Math.max(edges.vertices(), uniform.length);
    candidate = new boolean[vertices];
    for (int vertex : uniform) {
      candidate[vertex] = true;
    }
    targets = pairs.targets(candidate);
    offsets = new int[vertices + 1];
    for (int rank : known) {
      offsets[edges.source()[rank] + 1]++;
    }
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] += offsets[v];
    }
    earlier = new int[known.length];
    int[] next = offsets.clone();
    for (int rank : known) {
      earlier[next[edges.source()[rank]]++] = edges.target()[rank];
    }
    for (int rank : test) {
      tested.add(pair(edges.source()[rank], edges.target()[rank]));
    }
  }

  /** True if there is a vertex that the source has no edge to; sources that have none are counted. */
  boolean admits(int source) {
    boolean admitted = uniform.length - (candidate[source] ? 1 : 0) > targets[source];
    leftOut += admitted ? 0 : 1;
    return admitted;
  }

  /** Test edges so far whose source has an edge to every vertex. */
  int leftOut() {
    return leftOut;
  }

  /** A target that the source, which is admitted, has no edge to: for the kind HISTORICAL none in the test block, else none at all. */
  int draw(Ranking.Kind kind, int source, Seeds seeds) {
    return switch (kind) {
      case UNIFORM -> absent(source, uniform, seeds);
      case DEGREE -> absent(source, popular, seeds);
      case HISTORICAL -> historical(source, seeds);
    };
  }

  private int absent(int source, int[] candidates, Seeds seeds) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      // A hub may have an edge to every popular vertex.
      int[] from = attempt < MOST_ATTEMPTS / 2 ? candidates : uniform;
      int target = from[seeds.below(from.length, attempt)];
      if (isAbsent(source, target)) {
        return target;
      }
    }
    int[] rest =
        absent.computeIfAbsent(source, hub -> Arrays.stream(uniform).filter(target -> isAbsent(hub, target)).toArray());
    return rest[seeds.below(rest.length, MOST_ATTEMPTS)];
  }

  private boolean isAbsent(int source, int target) {
    return target != source && !pairs.has(source, target);
  }

  private int historical(int source, Seeds seeds) {
    int begin = offsets[source];
    int degree = offsets[source + 1] - begin;
    asked++;
    for (int attempt = 0; degree > 0 && attempt < MOST_EARLIER; attempt++) {
      int target = earlier[begin + seeds.below(degree, attempt)];
      if (target != source && !tested.contains(pair(source, target))) {
        found++;
        return target;
      }
    }
    return absent(source, popular, seeds.child("popular"));
  }

  /** Share of the historical negatives asked for that are edges of before; the others are as of the kind DEGREE. */
  double historicalShare() {
    return asked == 0 ? 1 : (double) found / asked;
  }

  private static long pair(int source, int target) {
    return (long) source << 32 | target;
  }
}
