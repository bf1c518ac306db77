package io.sparsewalk.model;

import io.sparsewalk.kernel.Entries;
import java.io.Serializable;
import java.util.Arrays;

/** A sparse matrix by rows: row r has the entries from {@code offsets[r]} to {@code offsets[r + 1]}, exclusive. The arrays are not copied. */
public record SparseMatrix(int[] offsets, int[] columns, float[] values) implements Serializable {
  public int rows() {
    return offsets.length - 1;
  }

  /** Entries that are stored. */
  public int size() {
    return values.length;
  }

  /** As kernels take it. */
  Entries entries() {
    return new Entries(offsets, columns, values);
  }

  /**
   * D^-1/2 (A + I) D^-1/2 of an undirected graph (Kipf and Welling, ICLR 2017): edges in both directions and once, self-loops
   * of the input replaced by one of weight 1 for every vertex, D the row sums.
   *
   * @param source one end of each edge
   * @param target the other
   */
  public static SparseMatrix normalisedAdjacency(int vertices, int[] source, int[] target) {
    long[] cells = new long[2 * source.length + vertices];
    int size = 0;
    for (int e = 0; e < source.length; e++) {
      if (source[e] != target[e]) {
        cells[size++] = (long) source[e] << 32 | target[e];
        cells[size++] = (long) target[e] << 32 | source[e];
      }
    }
    for (int v = 0; v < vertices; v++) {
      cells[size++] = (long) v << 32 | v;
    }
    cells = Arrays.stream(cells, 0, size).sorted().distinct().toArray();
    int[] offsets = new int[vertices + 1];
    int[] columns = new int[cells.length];
    for (int k = 0; k < cells.length; k++) {
      offsets[(int) (cells[k] >>> 32) + 1]++;
      columns[k] = (int) cells[k];
    }
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] += offsets[v];
    }
    float[] values = new float[cells.length];
    for (int v = 0; v < vertices; v++) {
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        int other = columns[k];
        double degrees = (double) (offsets[v + 1] - offsets[v]) * (offsets[other + 1] - offsets[other]);
        values[k] = (float) (1 / Math.sqrt(degrees));
      }
    }
    return new SparseMatrix(offsets, columns, values);
  }

  /** The rows divided by their sums; a row whose sum is 0 stays. */
  public SparseMatrix rowNormalised() {
    float[] normalised = values.clone();
    for (int r = 0; r < rows(); r++) {
      double sum = 0;
      for (int k = offsets[r]; k < offsets[r + 1]; k++) {
        sum += values[k];
      }
      for (int k = offsets[r]; k < offsets[r + 1] && sum != 0; k++) {
        normalised[k] = (float) (values[k] / sum);
      }
    }
    return new SparseMatrix(offsets, columns, normalised);
  }

  /**
   * Rows and columns exchanged.
   *
   * @param width columns of this matrix
   */
  SparseMatrix transposed(int width) {
    int[] starts = new int[width + 1];
    for (int column : columns) {
      starts[column + 1]++;
    }
    for (int c = 0; c < width; c++) {
      starts[c + 1] += starts[c];
    }
    int[] next = starts.clone();
    int[] others = new int[columns.length];
    float[] moved = new float[columns.length];
    for (int r = 0; r < rows(); r++) {
      for (int k = offsets[r]; k < offsets[r + 1]; k++) {
        int at = next[columns[k]]++;
        others[at] = r;
        moved[at] = values[k];
      }
    }
    return new SparseMatrix(starts, others, moved);
  }
}
