package io.sparsewalk.topk;

/**
 * Sparse rows: row r has the entries from {@code offsets[r]} to {@code offsets[r + 1]}, exclusive, by column. Not copied.
 */
public record SparseRows(int dimension, int[] offsets, int[] columns, float[] values) {
  public int rows() {
    return offsets.length - 1;
  }

  /** Kept share of the values of this many rows. */
  public double density(int rowsOfMatrix) {
    return (double) values.length / ((double) rowsOfMatrix * dimension);
  }
}
