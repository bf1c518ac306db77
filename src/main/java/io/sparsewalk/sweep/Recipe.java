package io.sparsewalk.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Dense;
import io.sparsewalk.sparsity.Rigl;
import io.sparsewalk.sparsity.Slr;
import io.sparsewalk.sparsity.Sparsifier;
import java.io.Serializable;

/** How the trials of a sweep are trained, whatever their place in the grid. */
public record Recipe(ModelConfig model, TrainingConfig training, MethodsConfig methods) implements Serializable {

  /** The method of a trial. */
  public Sparsifier sparsifier(Trial trial, ParameterLayout layout) {
    int[] counts = Allocation.uniform(layout, trial.sparsity());
    return switch (trial.method()) {
      case DENSE -> new Dense(methods.dense(), layout);
      case SLR -> new Slr(methods.slr(), layout, counts);
      case RIGL -> new Rigl(methods.rigl(), layout, counts, trainingSeeds(trial.seed()).child("mask"));
    };
  }

  /** Draws what training needs: the same initial weights and order of examples for all methods of a seed. */
  public static Seeds trainingSeeds(long seed) {
    return Seeds.of(seed).child("training");
  }
}
