package io.sparsewalk.spark.sweep;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.table.ParquetColumns;
import java.util.Arrays;

/** Rows of some vertices from tables of embeddings, by vertex. A file of the table is in memory at a time, and what is kept. */
final class EmbeddingRows {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ParquetColumns table;
  private final int[] vertices;
  private final int dimension;

  /**
   * @param vertices ascending
   */
  EmbeddingRows(ParquetColumns table, int[] vertices, int dimension) {
    this.table = table;
    this.vertices = vertices;
    this.dimension = dimension;
  }

  /** Rows of a dense embedding. */
  VertexFeatures dense() {
    float[] values = new float[checked((long) vertices.length * dimension)];
    forEachFile((file, first, from, to) -> {
      float[] all = file.floatLists("vector").values();
      for (int v = from; v < to; v++) {
        System.arraycopy(all, (vertices[v] - first) * dimension, values, v * dimension, dimension);
      }
    });
    return new VertexFeatures.Dense(dimension, values);
  }

  /**
   * Rows of a sparse embedding.
   *
   * @param density of the whole
   */
  VertexFeatures sparse(double density) {
    int[] offsets = new int[vertices.length + 1];
    int[][] columns = {new int[1024]};
    float[][] values = {new float[1024]};
    forEachFile((file, first, from, to) -> {
      ParquetColumns.FloatLists all = file.floatLists("values");
      int[] indices = file.intLists("indices").values();
      for (int v = from; v < to; v++) {
        int begin = all.offsets()[vertices[v] - first];
        int size = all.offsets()[vertices[v] - first + 1] - begin;
        offsets[v + 1] = checked((long) offsets[v] + size);
        if (offsets[v + 1] > columns[0].length) {
          int grown = (int) Math.min(LARGEST_ARRAY, Math.max(offsets[v + 1], 2L * columns[0].length));
          columns[0] = Arrays.copyOf(columns[0], grown);
          values[0] = Arrays.copyOf(values[0], grown);
        }
        System.arraycopy(indices, begin, columns[0], offsets[v], size);
        System.arraycopy(all.values(), begin, values[0], offsets[v], size);
      }
    });
    int size = offsets[vertices.length];
    return new VertexFeatures.Sparse(dimension, offsets, Arrays.copyOf(columns[0], size),
        Arrays.copyOf(values[0], size), density);
  }

  private interface Chosen {
    /**
     * A file with some of the vertices.
     *
     * @param first vertex of the file
     * @param from place of the first of them among those asked for
     * @param to place after the last
     */
    void of(ParquetColumns file, int first, int from, int to);
  }

  private void forEachFile(Chosen use) {
    long[] rows = table.rowsPerFile();
    int from = 0;
    long first = 0;
    for (int f = 0; f < rows.length; f++) {
      int to = from;
      while (to < vertices.length && vertices[to] < first + rows[f]) {
        to++;
      }
      if (to > from) {
        use.of(table.file(f), (int) first, from, to);
      }
      from = to;
      first += rows[f];
    }
    if (from < vertices.length) {
      throw new DataRefusedException(
          "vertex " + vertices[from] + " has no row in an embedding of " + first + " vertices");
    }
  }

  private int checked(long values) {
    if (values > LARGEST_ARRAY) {
      throw new DataRefusedException("the examples of a task have " + vertices.length
          + " vertices, whose rows of dimension " + dimension + " are more than the " + LARGEST_ARRAY + " values ("
          + (4L * LARGEST_ARRAY >> 20)
          + " MiB) that a task can hold: set sweep.engine = averaged, whose sweep.averaging.workers hold the rows of their"
          + " own examples each, or a smaller embedding.dimension");
    }
    return (int) values;
  }
}
