package io.sparsewalk.dataset;

import java.util.Arrays;

/** What the network is told about a vertex. The arrays are not copied. */
public sealed interface VertexFeatures {

  /** Features of one vertex; an example has twice as many, source first. */
  int dimension();

  /** Share of the values that are stored. */
  double density();

  /** Writes the features of a vertex, zeros included, to {@code out[at]} and on. */
  void copyTo(int vertex, float[] out, int at);

  /**
   * Dense rows.
   *
   * @param values vertices x dimension
   */
  record Dense(int dimension, float[] values) implements VertexFeatures {
    @Override
    public double density() {
      return 1;
    }

    @Override
    public void copyTo(int vertex, float[] out, int at) {
      System.arraycopy(values, vertex * dimension, out, at, dimension);
    }
  }

  /**
   * Sparse rows: vertex v has the entries from {@code offsets[v]} to {@code offsets[v + 1]}, exclusive.
   *
   * @param density share of the embedding's values that the selection kept
   */
  record Sparse(int dimension, int[] offsets, int[] columns, float[] values, double density) implements VertexFeatures {
    @Override
    public void copyTo(int vertex, float[] out, int at) {
      Arrays.fill(out, at, at + dimension, 0);
      for (int k = offsets[vertex]; k < offsets[vertex + 1]; k++) {
        out[at + columns[k]] = values[k];
      }
    }
  }
}
