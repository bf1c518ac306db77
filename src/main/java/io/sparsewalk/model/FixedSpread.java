package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.RowKernel;

/** Sums with fixed weights: {@code out = P Z}, and {@code P^T} on the way back. */
final class FixedSpread implements Spread {
  private final Entries forward;
  private final Entries backward;
  private final ParameterLayout layout;

  /**
   * @param propagation a row a vertex, a column for each vertex and view
   */
  FixedSpread(SparseMatrix propagation, ParameterLayout layout) {
    forward = propagation.entries();
    backward = propagation.transposed(propagation.rows() * layout.views()).entries();
    this.layout = layout;
  }

  @Override
  public void draw(double dropout, Seeds step) {
    // Weights of neighbours are never dropped.
  }

  @Override
  public void forward(int layer, float[] parameters, float[] products, float[] outputs, boolean dropping) {
    RowKernel.times(forward, products, RowKernel.stride(layout.rows(layer)), outputs);
  }

  @Override
  public void backward(int layer, float[] parameters, float[] delta, float[] products, float[] gradient) {
    RowKernel.times(backward, delta, RowKernel.stride(layout.rows(layer)), products);
  }

  @Override
  public long forwardMultiplyAdds(int layer) {
    return (long) forward.values().length * layout.rows(layer);
  }

  @Override
  public long backwardMultiplyAdds(int layer) {
    return forwardMultiplyAdds(layer);
  }
}
