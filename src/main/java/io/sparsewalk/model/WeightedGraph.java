package io.sparsewalk.model;

/**
 * A graph whose undirected edges have weights.
 *
 * @param adjacency normalised
 * @param edges number of the edge of every entry; what a self-loop has is not read
 * @param degrees sums of the absolute weights, self-loops included
 * @param count edges, kept or not
 */
public record WeightedGraph(SparseMatrix adjacency, int[] edges, double[] degrees, int count) {

  /**
   * From the gradient g of the entries a of the normalised adjacency to that of the edge weights, through the normalisation:
   * of edge (u, v) it is {@code (g_uv + g_vu) / sqrt(D_u D_v) - sign (p_u + p_v)} with
   * {@code p_u = sum_w (g_uw + g_wu) a_uw / (2 D_u)}.
   *
   * @param ofEntries in the order of the adjacency
   * @return by edge; 0 for those that are not kept
   */
  public float[] gradient(float[] ofEntries) {
    int[] offsets = adjacency.offsets();
    double[] pull = new double[degrees.length];
    for (int v = 0; v < degrees.length; v++) {
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        int other = adjacency.columns()[k];
        double half = (double) ofEntries[k] * adjacency.values()[k] / 2;
        pull[v] += half / degrees[v];
        pull[other] += half / degrees[other];
      }
    }
    double[] sums = new double[count];
    for (int v = 0; v < degrees.length; v++) {
      for (int k = offsets[v]; k < offsets[v + 1]; k++) {
        int other = adjacency.columns()[k];
        if (other != v) {
          // Each of the two entries of an edge brings one of its two pulls.
          sums[edges[k]] +=
              ofEntries[k] / Math.sqrt(degrees[v] * degrees[other]) - Math.signum(adjacency.values()[k]) * pull[v];
        }
      }
    }
    float[] gradient = new float[count];
    for (int e = 0; e < count; e++) {
      gradient[e] = (float) sums[e];
    }
    return gradient;
  }
}
