package io.sparsewalk.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Sparsifier;
import java.io.Serializable;

/** How the trials of a sweep are trained, whatever their place in the grid. */
public record Recipe(ModelConfig model, TrainingConfig training, MethodsConfig methods, HalvingConfig halving)
    implements Serializable {

  /**
   * The method of a trial.
   *
   * @param stepsPerEpoch of its training
   */
  public Sparsifier sparsifier(Trial trial, ParameterLayout layout, int stepsPerEpoch) {
    return trial.method().sparsifier(new MaskPlan(this, trial, layout, stepsPerEpoch));
  }

  /** The parameters that a training begins with. */
  public float[] initial(ParameterLayout layout, Seeds seeds) {
    return model.isGraph() ? layout.glorot(seeds) : layout.initial(seeds);
  }

  /** Draws what training needs: the same initial weights and order of examples for all methods of a seed. */
  public static Seeds trainingSeeds(long seed) {
    return Seeds.of(seed).child("training");
  }
}
