package io.sparsewalk.sparsity;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Orders weights. */
final class Ranking {
  /** Marks an entry that is not to be chosen. */
  static final float ABSENT = Float.NaN;

  private Ranking() {}

  /** Indices of the {@code count} largest |values| in [first, end), largest first, ties to the lower index, NaN last. */
  static int[] largestFirst(float[] values, int first, int end, int count) {
    return first(first, end, count, i -> largest(values[i]));
  }

  /** The {@code count} of some indices with the largest |values|, largest first, ties to the one that is named first, NaN last. */
  static int[] largestFirst(float[] values, int[] indices, int count) {
    return Arrays.stream(first(0, indices.length, count, k -> largest(values[indices[k]]))).map(k -> indices[k]).toArray();
  }

  private static int largest(float value) {
    return Float.isNaN(value) ? Integer.MAX_VALUE : ~Float.floatToIntBits(Math.abs(value));
  }

  /** Indices of the {@code count} highest values in [first, end), sign and all, highest first, ties to the lower index. */
  static int[] highestFirst(float[] values, int first, int end, int count) {
    return first(first, end, count, i -> {
      int bits = Float.floatToIntBits(values[i] + 0f);
      return bits >= 0 ? ~bits : bits & Integer.MAX_VALUE;
    });
  }

  /** Indices with the lowest keys. */
  private static int[] first(int first, int end, int count, IntUnaryOperator key) {
    long[] ranked = new long[end - first];
    for (int i = first; i < end; i++) {
      ranked[i - first] = (long) key.applyAsInt(i) << 32 | i;
    }
    Arrays.sort(ranked);
    return Arrays.stream(ranked, 0, count).mapToInt(rank -> (int) rank).toArray();
  }
}
