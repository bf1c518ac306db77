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
    return Arrays.stream(first(0, indices.length, count, k -> largest(values[indices[k]])))
        .map(k -> indices[k])
        .toArray();
  }

  private static int largest(float value) {
    return Float.isNaN(value) ? Integer.MAX_VALUE : ~Float.floatToIntBits(Math.abs(value));
  }

  /**
   * Positive numbers in the order of the scores, sign and all; among equal scores in that of the magnitudes, so that weights
   * with the same score, as those from an input that never occurs, are not chosen by their place. Exact below 2^24 weights.
   */
  static float[] untied(float[] scores, float[] weights) {
    int size = scores.length;
    int[] byMagnitude = largestFirst(weights, 0, size, size);
    int[] order = first(0, size, size, place -> {
      int bits = Float.floatToIntBits(scores[byMagnitude[place]] + 0f);
      return bits >= 0 ? ~bits : bits & Integer.MAX_VALUE;
    });
    float[] untied = new float[size];
    for (int rank = 0; rank < size; rank++) {
      untied[byMagnitude[order[rank]]] = size - rank;
    }
    return untied;
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
