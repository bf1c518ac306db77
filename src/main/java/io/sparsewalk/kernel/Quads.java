package io.sparsewalk.kernel;

import java.util.Arrays;

/**
 * Which units of {@link Links} are computed four at a time, so that a load of an input serves all four. Quad q is the units at 4 q
 * to 4 q + 3. It has the inputs {@code inputs[j]} for j from {@code starts[q]} to {@code starts[q + 1]}, exclusive: all that one of
 * the four is linked to, ascending. None: its units go one by one, as the weights that a quad misses are computed too, as zeros.
 * The arrays are not copied.
 *
 * @param cells {@code cells[4 j + i]} is the parameter that links input j to the i-th unit, or {@link #MISSING}
 * @param strides of a quad that misses no weight and whose cells are so far apart from input to input; else 0
 */
public record Quads(int[] starts, int[] inputs, int[] cells, int[] strides) {
  static final int SIZE = 4;
  static final int MISSING = -1;
  /** A quad of fewer inputs has too little to do for its 16 sums. */
  private static final int FEWEST_INPUTS = 4;

  /** Every unit by itself. */
  static Quads none(int units) {
    return new Quads(new int[units / SIZE + 1], new int[0], new int[0], new int[units / SIZE]);
  }

  /**
   * The quads of links that keep so many of their weights, or more.
   *
   * @param share kept, from 0 to 1
   */
  static Quads of(int[] offsets, int[] others, int[] weights, double share) {
    Quads quads = new Quads(new int[(offsets.length - 1) / SIZE + 1], new int[others.length],
        new int[SIZE * others.length], new int[(offsets.length - 1) / SIZE]);
    for (int q = 0; q < quads.strides.length; q++) {
      int begin = quads.starts[q];
      int end = quads.merge(Arrays.copyOfRange(offsets, SIZE * q, SIZE * q + SIZE + 1), others, weights, begin);
      int kept = offsets[SIZE * q + SIZE] - offsets[SIZE * q];
      boolean together = end - begin >= FEWEST_INPUTS && kept >= share * SIZE * (end - begin);
      quads.starts[q + 1] = together ? end : begin;
      quads.strides[q] = together && kept == SIZE * (end - begin) ? quads.stride(begin, end) : 0;
    }
    int size = quads.starts[quads.strides.length];
    return new Quads(quads.starts, Arrays.copyOf(quads.inputs, size), Arrays.copyOf(quads.cells, SIZE * size),
        quads.strides);
  }

  /** Merges the inputs of four units; the end of the merged ones, which is the begin if a unit's do not ascend. */
  private int merge(int[] bounds, int[] others, int[] weights, int begin) {
    int[] at = Arrays.copyOf(bounds, SIZE);
    int end = begin;
    while (true) {
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < SIZE; i++) {
        least = at[i] < bounds[i + 1] ? Math.min(least, others[at[i]]) : least;
      }
      if (least == Integer.MAX_VALUE) {
        return end;
      }
      if (end > begin && least <= inputs[end - 1]) {
        return begin;
      }
      inputs[end] = least;
      for (int i = 0; i < SIZE; i++) {
        boolean linked = at[i] < bounds[i + 1] && others[at[i]] == least;
        cells[SIZE * end + i] = linked ? weights[at[i]++] : MISSING;
      }
      end++;
    }
  }

  private int stride(int begin, int end) {
    int stride = cells[SIZE * (begin + 1)] - cells[SIZE * begin];
    for (int c = SIZE * (begin + 1); c < SIZE * end; c++) {
      if (cells[c] - cells[c - SIZE] != stride) {
        return 0;
      }
    }
    return stride;
  }

  /** True if the quad of a unit's place is computed as one. */
  boolean isTogether(int place) {
    int quad = place / SIZE;
    return quad < strides.length && starts[quad] < starts[quad + 1];
  }
}
