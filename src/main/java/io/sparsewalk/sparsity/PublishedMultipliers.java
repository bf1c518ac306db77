package io.sparsewalk.sparsity;

import io.sparsewalk.common.StateStream;
import java.util.function.ToDoubleFunction;

/**
 * The multipliers as the code of Peng et al. (ICCD 2022) computes them: the conditions compare mean losses of different
 * epochs, k counts fulfilled conditions, norms are summed over layers; and, each if the settings say so, the previous weights
 * are an alias of the current ones after the first iteration, the first update measures from W = Z = 0, and the multipliers
 * stay on the gradient tape, which multiplies the penalty's gradient by 1 + sum of steps / rho.
 */
final class PublishedMultipliers extends Multipliers {
  private float[] previous;
  private boolean aliased;
  private float[] previousProjected;
  private double loss;
  private double previousLoss;
  private double taped;

  PublishedMultipliers(SlrConfig config, Selection selection, float[] start) {
    super(config, selection, start);
    boolean zero = config.deviations().zeroStart();
    previous = zero ? new float[start.length] : start.clone();
    previousProjected = zero ? new float[start.length] : projected;
  }

  @Override
  void endEpoch(double meanLoss) {
    previousLoss = loss;
    loss = meanLoss;
  }

  @Override
  double gradientFactor() {
    return config.deviations().tapedMultipliers() ? 1 + taped / config.rho() : 1;
  }

  @Override
  void update(float[] weights, ToDoubleFunction<float[]> unused) {
    if (aliased) {
      previous = weights;
    }
    double alpha = alpha();
    boolean first = loss + penalty(weights, previousProjected) < previousLoss + penalty(previous, previousProjected);
    if (first || k == 1) {
      accept(alpha, weights, previousProjected);
      previousProjected = projected;
    }
    projected = projectShifted(weights);
    boolean second = loss + penalty(weights, projected) < previousLoss + penalty(weights, previousProjected);
    if (second || k == 1) {
      accept(alpha(), weights, projected);
      previousProjected = projected;
    }
  }

  @Override
  void carry(StateStream stream) {
    super.carry(stream);
    // Where it is the alias of the weights, it is so again at the next update.
    previous = stream.floats(previous);
    aliased = stream.flag(aliased);
    previousProjected = stream.floats(previousProjected);
    loss = stream.real(loss);
    previousLoss = stream.real(previousLoss);
    taped = stream.real(taped);
  }

  private void accept(double alpha, float[] weights, float[] z) {
    double gapBefore = distance(previous, previousProjected);
    double gapNow = distance(weights, z);
    k++;
    if (gapBefore != 0 && gapNow != 0) {
      step = alpha * step * gapBefore / gapNow;
    }
    ascend(weights, z);
    taped += step;
    aliased = config.deviations().aliasedWeights();
    previous = aliased ? weights : weights.clone();
  }

  /** Sum over layers of rho/2 ||W - Z + U||^2. */
  private double penalty(float[] weights, float[] z) {
    double[] sum = {0};
    forEachWeight(i -> {
      double gap = weights[i] - z[i] + lambda[i] / config.rho();
      sum[0] += gap * gap;
    });
    return config.rho() / 2 * sum[0];
  }

  private double distance(float[] a, float[] b) {
    double sum = 0;
    for (int l = 0; l < layout.layers(); l++) {
      sum += Math.sqrt(squaredDistance(l, a, b));
    }
    return sum;
  }
}
