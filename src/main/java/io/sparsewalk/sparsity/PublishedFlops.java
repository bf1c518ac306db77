package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;

/**
 * FLOPs of a whole training relative to dense training of the same length on a dense embedding, by the formula behind Table II of
 * Peng et al. (ICCD 2022): forward and backward cost in proportion to the kept weights, only the first layer profits from a
 * sparse embedding, and nothing else counts. What is really executed is counted elsewhere.
 */
public final class PublishedFlops {
  private PublishedFlops() {}

  /**
   * @param inputDensity share of the embedding's values that are kept
   * @param phases phases of the method
   * @param density share of weights kept in the candidate phases; phases that are no candidates are dense
   */
  public static double relative(ParameterLayout layout, double inputDensity, Iterable<Phase> phases, double density) {
    double work = 0;
    double epochs = 0;
    for (Phase phase : phases) {
      work += phase.epochs() * (phase.candidate() ? density : 1);
      epochs += phase.epochs();
    }
    double first = (double) layout.weights(0) / layout.weights();
    return work / epochs * (first * inputDensity + 1 - first);
  }
}
