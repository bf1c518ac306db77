package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Arrays;

/** Draws other targets for the source of a test edge, a kind at a time. A source with an edge to every vertex has none, and is not to be asked for. */
final class RankingNegatives {
  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MOST_EARLIER = 50;

  private final Known known;
  private final int[] uniform;
  private final int[] popular;
  private final Int2ObjectOpenHashMap<int[]> absent = new Int2ObjectOpenHashMap<>();
  private long asked;
  private long found;

  /** What is known of the sources that are ranked. */
  interface Known {
    /** True if there is an edge from source to target, whenever. */
    boolean has(int source, int target);

    /** Targets of the edges of a source that are known before the test, by rank. */
    int[] earlier(int source);

    /** True if a test edge leads from source to target. */
    boolean isTested(int source, int target);
  }

  /**
   * @param uniform vertices that may be a target
   * @param popular targets of the edges known before the test, by rank
   */
  RankingNegatives(Known known, int[] uniform, int[] popular) {
    this.known = known;
    this.uniform = uniform;
    this.popular = popular;
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
      if (isAbsent(source, target)) {
        return target;
      }
    }
    int[] rest =
        absent.computeIfAbsent(source, hub -> Arrays.stream(uniform).filter(target -> isAbsent(hub, target)).toArray());
    return rest[seeds.below(rest.length, MOST_ATTEMPTS)];
  }

  private boolean isAbsent(int source, int target) {
    return target != source && !known.has(source, target);
  }

  private int historical(int source, Seeds seeds) {
    int[] earlier = known.earlier(source);
    asked++;
    for (int attempt = 0; earlier.length > 0 && attempt < MOST_EARLIER; attempt++) {
      int target = earlier[seeds.below(earlier.length, attempt)];
      if (target != source && !known.isTested(source, target)) {
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
}
