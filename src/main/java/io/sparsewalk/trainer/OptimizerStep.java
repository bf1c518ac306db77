package io.sparsewalk.trainer;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Exploration;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import java.util.Arrays;

/** One step of SGD or Adam on the parameters that are trained; the others and their moments stay as they are. */
final class OptimizerStep {
  private final OptimizerConfig config;
  private final ParameterLayout layout;
  private final int[] active;
  private final float[] decays;

  /**
   * @param exploration weights that are trained besides those of the mask, or null
   * @param decayed parameters below this index have weight decay
   */
  OptimizerStep(OptimizerConfig config, ParameterLayout layout, Mask mask, Exploration exploration, int decayed) {
    this.config = config;
    this.layout = layout;
    Mask trained = exploration == null ? mask : exploration.trained();
    int[] indices = new int[layout.size()];
    int size = 0;
    for (int i = 0; i < indices.length; i++) {
      if (trained.keeps(i)) {
        indices[size++] = i;
      }
    }
    active = Arrays.copyOf(indices, size);
    decays = new float[active.length];
    for (int k = 0; k < active.length; k++) {
      double factor = active[k] >= decayed ? 0 : mask.keeps(active[k]) ? 1 : exploration.decayFactor();
      decays[k] = (float) (config.weightDecay() * factor);
    }
  }

  /** Adds the pull of a proximal term to the gradient of the weights. */
  void pull(Anchor anchor, float[] parameters, float[] gradient) {
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        gradient[i] += anchor.rho() * (parameters[i] - anchor.target()[i]);
      }
    }
  }

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
    double firstCorrection = 1 - Math.pow(b1, state.steps()[0]);
    double secondCorrection = 1 - Math.pow(b2, state.steps()[0]);
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
