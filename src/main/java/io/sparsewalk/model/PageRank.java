package io.sparsewalk.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Personalised PageRank of all vertices (Gasteiger et al., NeurIPS 2019): row v of {@code a (I - (1 - a) T)^-1} tells where random
 * walks from v end that go back with probability a. Solved row by row by conjugate gradients to a relative residual of
 * {@link #TOLERANCE}, so the cost is about vertices x edges x 100; rows are independent and computed in parallel.
 */
final class PageRank {
  static final double TOLERANCE = 1e-10;

  private final SparseMatrix transition;
  private final double alpha;

  /**
   * @param transition T, symmetric, with eigenvalues from -1 to 1
   */
  PageRank(SparseMatrix transition, double alpha) {
    this.transition = transition;
    this.alpha = alpha;
  }

  /** The largest entries of every row, ties to the lower vertex, divided by their sum. */
  SparseMatrix largest(int top) {
    int vertices = transition.rows();
    SparseMatrix[] rows = new SparseMatrix[vertices];
    IntStream.range(0, vertices).parallel().forEach(v -> rows[v] = largest(row(v), top));
    int[] offsets = new int[vertices + 1];
    for (int v = 0; v < vertices; v++) {
      offsets[v + 1] = offsets[v] + rows[v].size();
    }
    int[] columns = new int[offsets[vertices]];
    float[] values = new float[columns.length];
    for (int v = 0; v < vertices; v++) {
      System.arraycopy(rows[v].columns(), 0, columns, offsets[v], rows[v].size());
      System.arraycopy(rows[v].values(), 0, values, offsets[v], rows[v].size());
    }
    return new SparseMatrix(offsets, columns, values);
  }

  /** One row of the result, columns ascending. */
  private static SparseMatrix largest(double[] row, int top) {
    int[] chosen = IntStream.range(0, row.length)
        .filter(w -> row[w] > 0)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(w -> -row[w]).thenComparingInt(w -> w))
        .limit(top)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
    double sum = Arrays.stream(chosen).mapToDouble(w -> row[w]).sum();
    float[] values = new float[chosen.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (row[chosen[k]] / sum);
    }
    return new SparseMatrix(new int[] {0, chosen.length}, chosen, values);
  }

  /** The solution x of {@code (I - (1 - a) T) x = a e_v}, by the method of Hestenes and Stiefel (1952). */
  double[] row(int vertex) {
    int vertices = transition.rows();
    double[] x = new double[vertices];
    double[] residual = new double[vertices];
    residual[vertex] = alpha;
    double[] direction = residual.clone();
    double[] image = new double[vertices];
    double square = alpha * alpha;
    while (square > TOLERANCE * TOLERANCE * alpha * alpha) {
      times(direction, image);
      double step = square / dot(direction, image);
      for (int v = 0; v < vertices; v++) {
        x[v] += step * direction[v];
        residual[v] -= step * image[v];
      }
      double next = dot(residual, residual);
      for (int v = 0; v < vertices; v++) {
        direction[v] = residual[v] + next / square * direction[v];
      }
      square = next;
    }
    return x;
  }

  private void times(double[] x, double[] image) {
    for (int v = 0; v < image.length; v++) {
      double sum = 0;
      for (int k = transition.offsets()[v]; k < transition.offsets()[v + 1]; k++) {
        sum += transition.values()[k] * x[transition.columns()[k]];
      }
      image[v] = x[v] - (1 - alpha) * sum;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
