package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;

/**
 * The way of the products of a layer through the graph and back. Dense matrices have rows as in
 * {@link io.sparsewalk.kernel.RowKernel}; those of products are vertex by vertex, once for each view.
 */
interface Spread {

  /** Draws what a step drops, unless that step was the last one drawn. */
  void draw(double dropout, Seeds step);

  /**
   * Overwrites the outputs of a layer, without biases.
   *
   * @param dropping true: without what was drawn
   */
  void forward(int layer, float[] parameters, float[] products, float[] outputs, boolean dropping);

  /**
   * Overwrites the gradient of the products by that of the outputs of the last pass forward.
   *
   * @param gradient those of the parameters of the layer's attention are set
   */
  void backward(int layer, float[] parameters, float[] delta, float[] products, float[] gradient);

  /** Multiply-adds of one pass forward. */
  long forwardMultiplyAdds(int layer);

  /** Multiply-adds of one pass back. */
  long backwardMultiplyAdds(int layer);
}
