package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.function.ToDoubleFunction;

/**
 * The Lagrange multipliers of SLR and the projected copy Z of the weights. Holds what its forms share: norms over weights
 * (biases take no part), the projection P, the anchor Z - U with U = Lambda / rho.
 */
abstract sealed class Multipliers permits SurrogateMultipliers, PublishedMultipliers {
  final SlrConfig config;
  final ParameterLayout layout;
  final Selection selection;
  float[] lambda;
  float[] projected;
  double step;
  int k = 1;

  /**
   * @param selection what P keeps
   * @param start the weights before the first iteration
   */
  Multipliers(SlrConfig config, Selection selection, float[] start) {
    this.config = config;
    layout = selection.layout();
    this.selection = selection;
    lambda = new float[layout.size()];
    step = config.step();
    projected = project(start);
  }

  /** One iteration, after the weights were trained against the current anchor. */
  abstract void update(float[] weights, ToDoubleFunction<float[]> loss);

  /** Takes down, or gives back, all that changes. */
  void carry(StateStream stream) {
    lambda = stream.floats(lambda);
    projected = stream.floats(projected);
    step = stream.real(step);
    k = stream.number(k);
  }

  /** Takes note of the mean batch loss of an epoch. */
  void endEpoch(double meanLoss) {}

  /** Factor on the penalty's gradient. */
  double gradientFactor() {
    return 1;
  }

  final Anchor anchor() {
    float[] target = new float[layout.size()];
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) (projected[i] - lambda[i] / config.rho());
    }
    return new Anchor(target, (float) (config.rho() * gradientFactor()));
  }

  /** alpha_k = 1 - 1/(M k^q), q = 1 - 1/k^r. */
  final double alpha() {
    return 1 - 1 / (config.m() * Math.pow(k, 1 - Math.pow(k, -config.r())));
  }

  /** P(weights). */
  final float[] project(float[] weights) {
    float[] result = weights.clone();
    selection.of(weights).applyInPlace(result);
    return result;
  }

  /** P(weights + Lambda / rho). */
  final float[] projectShifted(float[] weights) {
    float[] shifted = weights.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += (float) (lambda[i] / config.rho());
    }
    return project(shifted);
  }

  /** Lambda += step (weights - z). */
  final void ascend(float[] weights, float[] z) {
    forEachWeight(i -> lambda[i] += (float) (step * (weights[i] - z[i])));
  }

  interface Index {
    void visit(int index);
  }

  final void forEachWeight(Index index) {
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        index.visit(i);
      }
    }
  }

  /** ||a - b||^2 over the weights of one layer. */
  final double squaredDistance(int layer, float[] a, float[] b) {
    double sum = 0;
    for (int i = layout.firstWeight(layer); i < layout.firstBias(layer); i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
