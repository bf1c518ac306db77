package io.sparsewalk.sparsity;

import java.util.Arrays;

/** Orders weights by magnitude. */
final class Ranking {
  /** Marks an entry that is not to be chosen. */
  static final float ABSENT = Float.NaN;

  private Ranking() {}

  /** Indices of the {@code count} largest |values| in [first, end), largest first, ties to the lower index, NaN last. */
  static int[] largestFirst(float[] values, int first, int end, int count) {
    long[] ranked = new long[end - first];
    for (int i = first; i < end; i++) {
      int key = Float.isNaN(values[i]) ? Integer.MAX_VALUE : ~Float.floatToIntBits(Math.abs(values[i]));
      ranked[i - first] = (long) key << 32 | i;
    }
    Arrays.sort(ranked);
    return Arrays.stream(ranked, 0, count).mapToInt(rank -> (int) rank).toArray();
  }
}
