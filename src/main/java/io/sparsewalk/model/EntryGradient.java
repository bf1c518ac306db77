package io.sparsewalk.model;

import java.util.Arrays;

/**
 * The gradient of the entries of an adjacency A that layers of {@code A (H W) + b} share: of entry (v, w) the sum over the
 * layers of {@code delta_v . (H W)_w}. Belongs to one pass.
 */
final class EntryGradient {
  private final SparseMatrix adjacency;
  private final float[][] products;
  private final float[] sums;

  EntryGradient(SparseMatrix adjacency, ParameterLayout layout) {
    this.adjacency = adjacency;
    products = new float[layout.layers()][];
    for (int l = 0; l < products.length; l++) {
      products[l] = new float[adjacency.rows() * layout.rows(l)];
    }
    sums = new float[adjacency.size()];
  }

  /** Notes the H W of a layer on the way forward. */
  void note(int layer, float[] product) {
    System.arraycopy(product, 0, products[layer], 0, products[layer].length);
  }

  /**
   * Takes in the gradient of a layer's outputs, before the ReLU, on the way backward; the last layer comes first.
   *
   * @return multiply-adds executed
   */
  long add(int layer, float[] delta) {
    if (layer == products.length - 1) {
      Arrays.fill(sums, 0);
    }
    float[] product = products[layer];
    int width = product.length / adjacency.rows();
    for (int v = 0; v < adjacency.rows(); v++) {
      for (int k = adjacency.offsets()[v]; k < adjacency.offsets()[v + 1]; k++) {
        int other = adjacency.columns()[k] * width;
        float sum = 0;
        for (int c = 0; c < width; c++) {
          sum += delta[v * width + c] * product[other + c];
        }
        sums[k] += sum;
      }
    }
    return (long) adjacency.size() * width;
  }

  /** In the order of the adjacency; valid until the next pass. */
  float[] sums() {
    return sums;
  }
}
