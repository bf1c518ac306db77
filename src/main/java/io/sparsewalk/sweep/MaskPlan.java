package io.sparsewalk.sweep;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.LevelRule;
import io.sparsewalk.sparsity.Selection;
import io.sparsewalk.sparsity.SoftBound;
import io.sparsewalk.sparsity.Structure;

/**
 * What the method of a trial is made of.
 *
 * @param stepsPerEpoch of its training
 */
record MaskPlan(Recipe recipe, Trial trial, ParameterLayout layout, int stepsPerEpoch) {

  MethodsConfig methods() {
    return recipe.methods();
  }

  /** Draws the mask. */
  Seeds seeds() {
    return Recipe.trainingSeeds(trial.seed()).child("mask");
  }

  /** Draws what grows. */
  Seeds growth() {
    return seeds().child("growth");
  }

  private LevelRule rule() {
    return methods().levelRule(trial.method());
  }

  private int[] counts(double sparsity) {
    return rule().counts(layout, sparsity);
  }

  /** Weights that stay, in the groups of the settings. */
  Selection selection() {
    return selection(rule().structure());
  }

  /** Weights that stay, each by itself. */
  Selection free() {
    return selection(Structure.NONE);
  }

  private Selection selection(Structure structure) {
    return new Selection(layout, counts(trial.sparsity()), structure, rule().allocation() == Allocation.GLOBAL);
  }

  /**
   * A network that is larger at first.
   *
   * @param over by how much its sparsity is lower in the first part, by half of it in the second; 0 = never
   */
  SoftBound bound(double over) {
    int[] counts = counts(trial.sparsity());
    return over == 0 ? SoftBound.none(layout, counts) : new SoftBound(layout, counts,
        counts(Math.max(0, trial.sparsity() - over)), counts(Math.max(0, trial.sparsity() - over / 2)));
  }

  /** Fresh parameters. */
  float[] initial(Seeds fresh) {
    return recipe.initial(layout, fresh);
  }
}
