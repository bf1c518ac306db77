package io.sparsewalk.model;

import io.sparsewalk.kernel.Entries;

/**
 * The features of all vertices twice: a layer without masked weights goes through them vertex by vertex, all units side by side;
 * a masked one column by column, weight by weight. Either way a sum runs in the same order.
 *
 * @param byRow by vertex; columns ascending
 * @param byColumn by column; vertices, ascending, in the place of columns
 */
record SparseInputs(Entries byRow, Entries byColumn) {

  /** All features. */
  static SparseInputs of(SparseMatrix features, int columns) {
    return new SparseInputs(features.entries(), features.transposed(columns).entries());
  }

  /** Room for some of these. */
  SparseInputs blank() {
    return new SparseInputs(blank(byRow), blank(byColumn));
  }

  private static Entries blank(Entries like) {
    return new Entries(new int[like.starts().length], new int[like.columns().length], new float[like.columns().length]);
  }
}
