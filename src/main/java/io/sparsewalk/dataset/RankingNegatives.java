package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;

/** Draws other targets for the source of a test edge, a kind at a time. */
final class RankingNegatives {
  private static final int MOST_ATTEMPTS = 10_000;
  private static final int MOST_EARLIER = 50;

  private final PairIndex pairs;
  private final int end;
  private final int[] uniform;
  private final int[] popular;
  private final int[] offsets;
  private final int[] earlier;
  private final LongOpenHashSet tested = new LongOpenHashSet();
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
    end = edges.size();
    popular = Arrays.stream(known).map(rank -> edges.target()[rank]).toArray();
    int vertices = Math.max(edges.vertices(), uniform.length);
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

  /** A target that the source has no edge to: for the kind HISTORICAL none in the test block, else none at all. */
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
      if (target != source && !pairs.hasBefore(source, target, end)) {
        return target;
      }
    }
    throw new DataRefusedException("no vertex found in " + MOST_ATTEMPTS + " attempts that vertex " + source
        + " has no edge to: set split.ranking.positives = 0");
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
