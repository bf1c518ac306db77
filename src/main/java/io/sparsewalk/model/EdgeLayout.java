package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;

import java.util.Arrays;

/**
 * The undirected edges of a graph, numbered row by row through the upper triangle of its adjacency. The two entries of an edge
 * have one number; self-loops have none.
 */
public final class EdgeLayout {
  private final SparseMatrix pattern;
  /** By entry; what a self-loop has is not read. */
  private final int[] edges;
  private final int count;

  /**
   * @param adjacency of which only the places of the entries are read: symmetric, columns ascending, every self-loop there
   */
  public EdgeLayout(SparseMatrix adjacency) {
    pattern = adjacency;
    edges = new int[adjacency.size()];
    int[] next = new int[adjacency.rows()];
    int size = 0;
    for (int v = 0; v < adjacency.rows(); v++) {
      for (int k = adjacency.offsets()[v]; k < adjacency.offsets()[v + 1]; k++) {
        int other = adjacency.columns()[k];
        if (other == v) {
          next[v] = k + 1;
        } else {
          // Rows come in order, so the first entry of the other's row that has not been met from below is this edge.
          edges[k] = other > v ? size++ : edges[next[other]++];
        }
      }
    }
    count = size;
  }

  /** Number of undirected edges. */
  public int count() {
    return count;
  }

  /**
   * The graph with these weights: D^-1/2 (A + I) D^-1/2, where A has the weights of the kept edges in both directions, I is
   * never masked, and D is 1 plus the sum of the absolute weights at a vertex: a soft mask may cross 0, a degree must not.
   */
  public WeightedGraph weighted(EdgeWeights weights) {
    check(weights.kept().length == count, "%s edge weights != %s edges", weights.kept().length, count);
    int vertices = pattern.rows();
    int[] offsets = new int[vertices + 1];
    int[] columns = new int[edges.length];
    int[] own = new int[edges.length];
    float[] values = new float[edges.length];
    double[] degrees = new double[vertices];
    int size = 0;
    for (int v = 0; v < vertices; v++) {
      for (int k = pattern.offsets()[v]; k < pattern.offsets()[v + 1]; k++) {
        boolean loop = pattern.columns()[k] == v;
        if (loop || weights.kept()[edges[k]]) {
          columns[size] = pattern.columns()[k];
          own[size] = edges[k];
          values[size] = loop ? 1 : weights.values()[edges[k]];
          degrees[v] += Math.abs(values[size++]);
        }
      }
      offsets[v + 1] = size;
    }
    for (int v = 0; v < vertices; v++) {
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        values[k] = (float) (values[k] / Math.sqrt(degrees[v] * degrees[columns[k]]));
      }
    }
    SparseMatrix adjacency = new SparseMatrix(offsets, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    return new WeightedGraph(adjacency, Arrays.copyOf(own, size), degrees, count);
  }
}
