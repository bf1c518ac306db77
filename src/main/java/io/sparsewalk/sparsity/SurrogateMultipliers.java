package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.function.ToDoubleFunction;

/**
 * Surrogate Lagrangian relaxation as it is meant (Gurevin et al., "Enabling retrain-free deep neural network pruning using
 * surrogate Lagrangian relaxation", IJCAI 2021; Bragin et al., JOTA 2015): previous weights are copies, Z starts at the
 * projection, both surrogate conditions compare the Lagrangian on the same data, norms are joint over all layers.
 *
 * <p>Steps follow Bragin's rule s_k ||g_k|| = alpha_k s_(k-1) ||g_(k-1)||, with g the successive surrogate directions W - Z, of
 * which an iteration has two. As printed, both steps have the gap before the iteration, ||W_(k-1) - Z_(k-1)||, as their numerator:
 * s ||g|| then grows whenever the gap shrinks within an iteration, and training with momentum may diverge.
 *
 * <p>A condition that fails leaves the multipliers as they are. The next iteration, an epoch later, solves both subproblems again
 * from the latest values, as printed; it is iteration k + 1 here.
 */
final class SurrogateMultipliers extends Multipliers {
  private float[] previous;
  private double lastLength;
  private double previousLoss = Double.NaN;

  SurrogateMultipliers(SlrConfig config, Selection selection, float[] start) {
    super(config, selection, start);
    previous = start.clone();
    lastLength = distance(previous, projected);
  }

  @Override
  void update(float[] weights, ToDoubleFunction<float[]> loss) {
    double before = Double.isNaN(previousLoss) ? loss.applyAsDouble(previous) : previousLoss;
    double now = loss.applyAsDouble(weights);
    double alpha = alpha();
    double gap = distance(previous, projected);
    lastLength = config.form() == SlrConfig.Form.PRINTED ? gap : lastLength;
    if (now + penalty(weights, projected) < before + penalty(previous, projected)) {
      ascend(alpha, weights, projected);
    }
    lastLength = config.form() == SlrConfig.Form.PRINTED ? gap : lastLength;
    float[] next = projectShifted(weights);
    // The loss is the same on both sides.
    if (penalty(weights, next) < penalty(weights, projected)) {
      ascend(alpha, weights, next);
    }
    projected = next;
    previous = weights.clone();
    previousLoss = now;
    k++;
  }

  @Override
  void carry(StateStream stream) {
    super.carry(stream);
    previous = stream.floats(previous);
    lastLength = stream.real(lastLength);
    previousLoss = stream.real(previousLoss);
  }

  /** Goes a step along W - Z; a direction of length 0 leaves everything as it is. */
  private void ascend(double alpha, float[] weights, float[] z) {
    double length = distance(weights, z);
    if (length > 0 && lastLength > 0) {
      step = alpha * step * lastLength / length;
    }
    ascend(weights, z);
    lastLength = length;
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
