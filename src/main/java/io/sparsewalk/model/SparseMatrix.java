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
   * The matrix that the layers of a network multiply their products by.
   *
   * @param source one end of each edge
   * @param target the other
   */
  public static SparseMatrix propagation(ModelConfig model, int vertices, int[] source, int[] target) {
    return switch (model.kind()) {
      case SAGE -> ownAndMean(vertices, source, target);
      case GAT -> neighbours(vertices, source, target);
      case GCN -> {
        SparseMatrix normalised = normalisedAdjacency(vertices, source, target);
        yield model.diffusion().kind() == ModelConfig.Diffusion.Kind.NONE ? normalised
            : new PageRank(normalised, model.diffusion().alpha()).largest(model.diffusion().top());
      }
      case MLP -> throw new IllegalArgumentException("an mlp has no neighbours");
    };
  }

  /**
   * A + I of an undirected graph: edges in both directions and once, self-loops of the input replaced by one for every vertex, all
   * values 1.
   */
  static SparseMatrix neighbours(int vertices, int[] source, int[] target) {
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
    Arrays.fill(values, 1);
    return new SparseMatrix(offsets, columns, values);
  }

  /** D^-1/2 (A + I) D^-1/2 (Kipf and Welling, ICLR 2017), D the row sums of {@link #neighbours}. */
  public static SparseMatrix normalisedAdjacency(int vertices, int[] source, int[] target) {
    SparseMatrix ones = neighbours(vertices, source, target);
    int[] offsets = ones.offsets;
    for (int v = 0; v < vertices; v++) {
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        int other = ones.columns[k];
        double degrees = (double) (offsets[v + 1] - offsets[v]) * (offsets[other + 1] - offsets[other]);
        ones.values[k] = (float) (1 / Math.sqrt(degrees));
      }
    }
    return ones;
  }

  /**
   * [I | D^-1 A]: a vertex itself in the first columns, the mean over its neighbours, without itself, in as many more (Hamilton et
   * al., NIPS 2017, with all neighbours). A vertex without neighbours has a mean of 0.
   */
  static SparseMatrix ownAndMean(int vertices, int[] source, int[] target) {
    SparseMatrix ones = neighbours(vertices, source, target);
    int[] columns = new int[ones.size()];
    for (int v = 0; v < vertices; v++) {
      int begin = ones.offsets[v];
      int degree = ones.offsets[v + 1] - begin - 1;
      columns[begin] = v;
      int at = begin + 1;
      for (int k = begin; k <= begin + degree; k++) {
        if (ones.columns[k] != v) {
          ones.values[at] = 1f / degree;
          columns[at++] = vertices + ones.columns[k];
        }
      }
    }
    return new SparseMatrix(ones.offsets, columns, ones.values);
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
