package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;

/**
 * Some of the pairs of vertices, at random: every unordered pair has a number of its own, drawn from the key, and belongs to the share
 * if that is below. So all edges of a pair, either way, are in or out together, nobody needs a table to say which, and a smaller share
 * is a part of a larger one.
 *
 * @param share expected, of the pairs; 1 = all
 */
public record PairShare(double share, long key) implements Serializable {
  /** Every pair. */
  public static final PairShare ALL = new PairShare(1, 0);

  public PairShare {
    checkRange("share", share, 0, 1);
  }

  /** The share of a split at random. */
  public static PairShare of(double share, Seeds split) {
    return new PairShare(share, split.child("pairs").key());
  }

  /** True if every pair belongs. */
  public boolean isAll() {
    return share == 1;
  }

  /** True if the pair belongs. */
  public boolean has(int source, int target) {
    return draw(source, target) < share;
  }

  /** The number of a pair, in [0, 1). */
  double draw(int source, int target) {
    long pair = Seeds.childKey(Seeds.childKey(key, Math.min(source, target)), Math.max(source, target));
    return Seeds.toUniform(Seeds.bits(pair, 0));
  }
}
