package io.sparsewalk.dataset;

/** What the network is told about a vertex. The arrays are not copied. */
public sealed interface VertexFeatures {

  /** Features of one vertex; an example has twice as many, source first. */
  int dimension();

  /** Share of the values that are stored. */
  double density();

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
  }

  /**
   * Sparse rows: vertex v has the entries from {@code offsets[v]} to {@code offsets[v + 1]}, exclusive.
   *
   * @param density share of the embedding's values that the selection kept
   */
  record Sparse(int dimension, int[] offsets, int[] columns, float[] values, double density)
      implements VertexFeatures {}
}
