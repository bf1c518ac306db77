package io.sparsewalk.topk;

import static io.sparsewalk.common.Checks.checkPositive;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * The rows of a matrix with the largest cosine to one of them, by a look at every row. Rows of zeros are near to nothing. Of equal ones the
 * lower stays.
 *
 * @param rows in the order of their cosines
 */
public record NearestRows(int[] rows, double[] cosines) {

  /** Rows that can be compared with a dense vector. */
  private interface Matrix {
    int rows();

    /** Writes the product of a row with the vector, and with itself. */
    void products(int row, float[] with, double[] out);

    float[] dense(int row);
  }

  /** Among dense rows, one after the other. */
  public static NearestRows dense(float[] values, int dimension, int row, int count) {
    return of(new Dense(values, dimension), row, count);
  }

  /** Among sparse rows. */
  public static NearestRows sparse(SparseRows rows, int row, int count) {
    return of(new Sparse(rows), row, count);
  }

  private static NearestRows of(Matrix matrix, int row, int count) {
    checkPositive("count", count);
    float[] query = matrix.dense(row);
    double[] products = new double[2];
    matrix.products(row, query, products);
    double norm = Math.sqrt(products[1]);
    PriorityQueue<Near> best = new PriorityQueue<>(count + 1);
    for (int other = 0; other < matrix.rows(); other++) {
      matrix.products(other, query, products);
      if (other != row && products[1] > 0 && norm > 0) {
        best.add(new Near(other, products[0] / norm / Math.sqrt(products[1])));
        if (best.size() > count) {
          best.poll();
        }
      }
    }
    int[] rows = new int[best.size()];
    double[] cosines = new double[rows.length];
    for (int i = rows.length - 1; i >= 0; i--) {
      Near near = best.remove();
      rows[i] = near.row();
      cosines[i] = near.cosine();
    }
    return new NearestRows(rows, cosines);
  }

  /** The worst first. */
  private record Near(int row, double cosine) implements Comparable<Near> {
    @Override
    public int compareTo(Near other) {
      int order = Double.compare(cosine, other.cosine);
      return order != 0 ? order : Integer.compare(other.row, row);
    }
  }

  private record Dense(float[] values, int dimension) implements Matrix {
    @Override
    public int rows() {
      return values.length / dimension;
    }

    @Override
    public void products(int row, float[] with, double[] out) {
      double product = 0;
      double square = 0;
      for (int c = 0, at = row * dimension; c < dimension; c++, at++) {
        product += (double) values[at] * with[c];
        square += (double) values[at] * values[at];
      }
      out[0] = product;
      out[1] = square;
    }

    @Override
    public float[] dense(int row) {
      return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
    }
  }

  private record Sparse(SparseRows sparse) implements Matrix {
    @Override
    public int rows() {
      return sparse.rows();
    }

    @Override
    public void products(int row, float[] with, double[] out) {
      double product = 0;
      double square = 0;
      for (int at = sparse.offsets()[row]; at < sparse.offsets()[row + 1]; at++) {
        double value = sparse.values()[at];
        product += value * with[sparse.columns()[at]];
        square += value * value;
      }
      out[0] = product;
      out[1] = square;
    }

    @Override
    public float[] dense(int row) {
      float[] dense = new float[sparse.dimension()];
      for (int at = sparse.offsets()[row]; at < sparse.offsets()[row + 1]; at++) {
        dense[sparse.columns()[at]] = sparse.values()[at];
      }
      return dense;
    }
  }
}
