package io.sparsewalk.trainer;

import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;

/**
 * One step of SGD or Adam on some values; the others and their moments stay as they are.
 *
 * @param active indices of the values that are trained
 * @param decays weight decay of each of them
 */
record Descent(OptimizerConfig config, int[] active, float[] decays) {

  void apply(TrainingState state, float[] gradient, double rate) {
    state.steps()[0]++;
    if (config.kind() == OptimizerConfig.Kind.SGD) {
      sgd(state, gradient, (float) rate);
    } else {
      adam(state, gradient, rate);
    }
  }

  private void sgd(TrainingState state, float[] gradient, float rate) {
    float[] w = state.parameters();
    float[] momentum = state.momentum();
    float mu = (float) config.momentum();
    boolean nesterov = config.nesterov();
    for (int k = 0; k < active.length; k++) {
      int i = active[k];
      float g = gradient[i] + decays[k] * w[i];
      float velocity = mu * momentum[i] + g;
      momentum[i] = velocity;
      w[i] -= rate * (nesterov ? g + mu * velocity : velocity);
    }
  }

  private void adam(TrainingState state, float[] gradient, double rate) {
    float[] w = state.parameters();
    float[] first = state.momentum();
    float[] second = state.second();
    double b1 = config.beta1();
    double b2 = config.beta2();
    double firstCorrection = 1 - Math.pow(b1, (double) state.steps()[0]);
    double secondCorrection = 1 - Math.pow(b2, (double) state.steps()[0]);
    for (int k = 0; k < active.length; k++) {
      int i = active[k];
      double g = gradient[i] + decays[k] * (double) w[i];
      first[i] = (float) (b1 * first[i] + (1 - b1) * g);
      second[i] = (float) (b2 * second[i] + (1 - b2) * g * g);
      double scale = Math.sqrt(second[i] / secondCorrection) + config.epsilon();
      w[i] -= (float) (rate * (first[i] / firstCorrection) / scale);
    }
  }
}
