package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;

/**
 * A fixed pattern for every layer: a flat block butterfly and a low-rank term (Chen et al., "Pixelated Butterfly", ICLR 2022),
 * both counted.
 *
 * <p>A layer is cut into B by B blocks, B a power of 2; the flat butterfly of stride s has the blocks (i, i xor s), and the
 * strides come in the order 0 (the diagonal), 1, 2, 4, ... as far as the count goes. The low-rank term, which the paper writes
 * as U V, is held to be r full stripes of the shorter kind (rows or columns): a matrix of rank r at most that needs no second
 * product. In a layer of one row or column, where no block is nearer than another, weights stay from the first on.
 */
final class Butterfly {
  private Butterfly() {}

  /**
   * By parameter a number that is larger the earlier the weight comes.
   *
   * @param counts weights that stay in each layer
   * @param block side of a block, for a layer that is large enough
   * @param lowRankShare of the counts
   */
  static float[] priorities(ParameterLayout layout, int[] counts, int block, double lowRankShare) {
    float[] priorities = new float[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      int rows = layout.rows(l);
      int columns = layout.columns(l);
      int blocks = Math.max(1, Integer.highestOneBit(Math.min(rows, columns) / block));
      boolean byRow = columns <= rows;
      int stripes = (int) (lowRankShare * counts[l] / Math.min(rows, columns));
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          boolean lowRank = (byRow ? row : column) < stripes;
          int stride = (int) ((long) row * blocks / rows) ^ (int) ((long) column * blocks / columns);
          priorities[layout.firstWeight(l) + row * columns + column] = lowRank ? Float.MAX_VALUE : priority(stride);
        }
      }
    }
    return priorities;
  }

  /** Strides that are powers of 2 in their order; the rest of the matrix last. */
  private static float priority(int stride) {
    boolean butterfly = Integer.bitCount(stride) <= 1;
    return butterfly ? 1 / (1f + stride) : 1e-9f / stride;
  }
}
