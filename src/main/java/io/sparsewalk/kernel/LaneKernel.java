package io.sparsewalk.kernel;

/**
 * The passes of a layer over a tile of examples. Nothing is allocated per call, except in the oracle; an instance belongs to one
 * thread. Sums run in an order that depends only on the arguments, so results are the same on every run of a machine kind.
 */
public interface LaneKernel {

  /** The fastest kernel of this machine. */
  static LaneKernel best() {
    return new VectorLanes();
  }

  /**
   * For every unit: {@code out[unit] = bias + sum of weight * x[other]}, and with {@code relu} the positive part of it.
   *
   * @param parameters all weights and biases
   */
  void forward(float[] parameters, Links links, Tile x, Tile out, boolean relu);

  /**
   * Gradient of the loss with respect to the inputs of a layer, in place of the inputs: for every input of {@code transposed},
   * {@code values[input] = values[input] > 0 ? sum of weight * delta[other] : 0}.
   *
   * @param delta gradient with respect to the layer's outputs, before the activation function
   * @param values outputs of a ReLU layer, overwritten by their gradient before the activation function
   */
  void backward(float[] parameters, Links transposed, Tile delta, Tile values);

  /**
   * Adds the gradient of every link, {@code sum over examples of delta[unit] * x[other]}, and of every bias.
   *
   * @param gradient by parameter
   */
  void gradient(Links links, Tile x, Tile delta, float[] gradient);

  /**
   * Binary cross-entropy of logits, which are overwritten by {@code scale} times its gradient; lanes from {@code count} on become 0.
   *
   * @param logits one feature
   * @param labels 0 or 1 for each example, from {@code first}
   * @return sum of the losses
   */
  double crossEntropy(Tile logits, float[] labels, int first, int count, float scale);

  /**
   * Cross-entropy of the softmax of logits, which are overwritten by {@code scale} times its gradient; lanes from {@code count} on
   * become 0.
   *
   * @param logits one feature a class
   * @param labels class of each example, a whole number, from {@code first}
   * @return sum of the losses
   */
  double softmaxCrossEntropy(Tile logits, int classes, float[] labels, int first, int count, float scale);
}
