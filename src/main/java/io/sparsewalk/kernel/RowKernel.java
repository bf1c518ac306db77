package io.sparsewalk.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of rows of dense matrices, whose values lie side by side: rows begin every {@link #stride} values, so that they are whole
 * vectors. Products are rounded before they are added, so the bits are those of plain loops on every machine.
 */
public final class RowKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private RowKernel() {}

  /** The distance of rows of so many values. */
  public static int stride(int width) {
    return (width + WIDTH - 1) / WIDTH * WIDTH;
  }

  /** {@code to[toRow + u] += value * from[fromRow + u]} for every u below the stride. */
  public static void add(float value, float[] from, int fromRow, float[] to, int toRow, int stride) {
    FloatVector factor = FloatVector.broadcast(SPECIES, value);
    for (int u = 0; u < stride; u += WIDTH) {
      FloatVector.fromArray(SPECIES, from, fromRow + u)
          .mul(factor)
          .add(FloatVector.fromArray(SPECIES, to, toRow + u))
          .intoArray(to, toRow + u);
    }
  }

  /**
   * A sparse matrix times a dense one.
   *
   * @param dense a row for each column of the sparse matrix
   * @param product overwritten: a row for each of its rows
   */
  public static void times(Entries sparse, float[] dense, int stride, float[] product) {
    for (int r = 0; r + 1 < sparse.starts().length; r++) {
      int begin = sparse.starts()[r];
      int end = sparse.starts()[r + 1];
      for (int u = 0; u < stride; u += WIDTH) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = begin; k < end; k++) {
          sum =
              FloatVector.fromArray(SPECIES, dense, sparse.columns()[k] * stride + u).mul(sparse.values()[k]).add(sum);
        }
        sum.intoArray(product, r * stride + u);
      }
    }
  }
}
