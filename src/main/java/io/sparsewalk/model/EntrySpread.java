package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.RowKernel;
import java.util.Arrays;

/**
 * As {@link FixedSpread} through an adjacency A, with the gradient of its entries, which all layers of {@code A (H W) + b} share: of
 * entry (v, w) the sum over the layers of {@code delta_v . (H W)_w}.
 */
final class EntrySpread implements Spread {
  private final FixedSpread spread;
  private final SparseMatrix adjacency;
  private final ParameterLayout layout;
  private final float[][] products;
  private final float[] sums;

  EntrySpread(SparseMatrix adjacency, ParameterLayout layout) {
    this.adjacency = adjacency;
    this.layout = layout;
    spread = new FixedSpread(adjacency, layout);
    products = new float[layout.layers()][];
    for (int l = 0; l < products.length; l++) {
      products[l] = new float[adjacency.rows() * RowKernel.stride(layout.rows(l))];
    }
    sums = new float[adjacency.size()];
  }

  @Override
  public void draw(double dropout, Seeds step) {
    spread.draw(dropout, step);
  }

  @Override
  public void forward(int layer, float[] parameters, float[] of, float[] outputs, boolean dropping) {
    System.arraycopy(of, 0, products[layer], 0, products[layer].length);
    spread.forward(layer, parameters, of, outputs, dropping);
  }

  @Override
  public void backward(int layer, float[] parameters, float[] delta, float[] of, float[] gradient) {
    // The last layer comes first.
    if (layer == products.length - 1) {
      Arrays.fill(sums, 0);
    }
    int width = layout.rows(layer);
    int stride = RowKernel.stride(width);
    for (int v = 0; v < adjacency.rows(); v++) {
      for (int k = adjacency.offsets()[v]; k < adjacency.offsets()[v + 1]; k++) {
        int other = adjacency.columns()[k] * stride;
        float sum = 0;
        for (int u = 0; u < width; u++) {
          sum += delta[v * stride + u] * products[layer][other + u];
        }
        sums[k] += sum;
      }
    }
    spread.backward(layer, parameters, delta, of, gradient);
  }

  @Override
  public long forwardMultiplyAdds(int layer) {
    return spread.forwardMultiplyAdds(layer);
  }

  @Override
  public long backwardMultiplyAdds(int layer) {
    return 2 * spread.backwardMultiplyAdds(layer);
  }

  /** In the order of the adjacency; valid until the next pass. */
  float[] gradientOfEntries() {
    return sums;
  }
}
