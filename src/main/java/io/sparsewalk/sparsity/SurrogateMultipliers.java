package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.function.ToDoubleFunction;

/**
 * Surrogate Lagrangian relaxation as it is meant (Gurevin et al., "Enabling retrain-free deep neural network pruning using
 * surrogate Lagrangian relaxation", IJCAI 2021; Bragin et al., JOTA 2015): previous weights are copies, Z starts at the
 * projection, both surrogate conditions compare the Lagrangian on the same data, norms are joint over all layers.
 */
final class SurrogateMultipliers extends Multipliers {
  private float[] previous;
  private double previousLoss = Double.NaN;

  SurrogateMultipliers(SlrConfig config, ParameterLayout layout, int[] counts, float[] start) {
    super(config, layout, counts, start);
    previous = start.clone();
  }

  @Override
  void update(float[] weights, ToDoubleFunction<float[]> loss) {
    double before = Double.isNaN(previousLoss) ? loss.applyAsDouble(previous) : previousLoss;
    double now = loss.applyAsDouble(weights);
    double alpha = alpha();
    double gap = distance(previous, projected);
    if (now + penalty(weights, projected) < before + penalty(previous, projected)) {
      stepTo(alpha, gap, distance(weights, projected));
      ascend(weights, projected);
    }
    float[] next = projectShifted(weights);
    // The loss is the same on both sides.
    if (penalty(weights, next) < penalty(weights, projected)) {
      stepTo(alpha, gap, distance(weights, next));
      ascend(weights, next);
    }
    projected = next;
    previous = weights.clone();
    previousLoss = now;
    k++;
  }

  /** s = alpha s ||W' - Z'|| / ||W - Z||, unless a norm is 0. */
  private void stepTo(double alpha, double gapBefore, double gapNow) {
    if (gapBefore > 0 && gapNow > 0) {
      step = alpha * step * gapBefore / gapNow;
    }
  }

  /** tr(Lambda^T (W - Z)) + rho/2 ||W - Z||^2. */
  private double penalty(float[] weights, float[] z) {
    double[] inner = {0};
    forEachWeight(i -> inner[0] += (double) lambda[i] * (weights[i] - z[i]));
    double gap = distance(weights, z);
    return inner[0] + config.rho() / 2 * gap * gap;
  }

  private double distance(float[] a, float[] b) {
    double sum = 0;
    for (int l = 0; l < layout.layers(); l++) {
      sum += squaredDistance(l, a, b);
    }
    return Math.sqrt(sum);
  }
}
