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
  private final ParameterLayout layout;
  private final Descent descent;

  /**
   * @param exploration weights that are trained besides those of the mask, or null
   * @param decayed parameters below this index have weight decay
   */
  OptimizerStep(OptimizerConfig config, ParameterLayout layout, Mask mask, Exploration exploration, int decayed) {
    this.layout = layout;
    Mask trained = exploration == null ? mask : exploration.trained();
    int[] indices = new int[layout.size()];
    int size = 0;
    for (int i = 0; i < indices.length; i++) {
      if (trained.keeps(i)) {
        indices[size++] = i;
      }
    }
    int[] active = Arrays.copyOf(indices, size);
    float[] decays = new float[size];
    for (int k = 0; k < active.length; k++) {
      double factor = active[k] >= decayed ? 0 : mask.keeps(active[k]) ? 1 : exploration.decayFactor();
      decays[k] = (float) (config.weightDecay() * factor);
    }
    descent = new Descent(config, active, decays);
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
    descent.apply(state, gradient, rate);
  }
}
