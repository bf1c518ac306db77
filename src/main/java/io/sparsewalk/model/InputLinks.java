package io.sparsewalk.model;

import io.sparsewalk.kernel.Links;

/**
 * The kept weights of a layer by their inputs: input i has the entries from {@code offsets[i]} to {@code offsets[i + 1]},
 * exclusive. For inputs that are mostly 0.
 *
 * @param units outputs that the weights lead to
 * @param weights indices of the parameters
 */
record InputLinks(int[] offsets, int[] units, int[] weights) {

  /**
   * Of some inputs.
   *
   * @param first becomes input 0
   * @param inputs how many
   */
  static InputLinks of(Links links, int first, int inputs) {
    int[] offsets = new int[inputs + 1];
    for (int other : links.others()) {
      if (other >= first && other < first + inputs) {
        offsets[other - first + 1]++;
      }
    }
    for (int i = 0; i < inputs; i++) {
      offsets[i + 1] += offsets[i];
    }
    int[] next = offsets.clone();
    int[] units = new int[offsets[inputs]];
    int[] weights = new int[units.length];
    for (int p = 0; p < links.units().length; p++) {
      for (int k = links.offsets()[p]; k < links.offsets()[p + 1]; k++) {
        int input = links.others()[k] - first;
        if (input >= 0 && input < inputs) {
          int at = next[input]++;
          units[at] = links.units()[p];
          weights[at] = links.weights()[k];
        }
      }
    }
    return new InputLinks(offsets, units, weights);
  }
}
