package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.model.ParameterLayout;

/** How many weights each layer keeps. */
public final class Allocation {
  private Allocation() {}

  /** The same sparsity in every layer: exactly round(sparsity * n) zeros of n weights, but at least one weight is kept. */
  public static int[] uniform(ParameterLayout layout, double sparsity) {
    checkRange("sparsity", sparsity, 0, 1);
    int[] counts = new int[layout.layers()];
    for (int l = 0; l < counts.length; l++) {
      int weights = layout.weights(l);
      counts[l] = Math.max(1, weights - (int) Math.round(sparsity * weights));
    }
    return counts;
  }
}
