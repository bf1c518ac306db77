package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How a method that scores weights chooses those that stay.
 *
 * @param counts weights kept in each layer in the end
 * @param structure which weights stay or go together
 * @param global true: only the sum of the counts holds, all layers are ranked together
 */
public record Selection(ParameterLayout layout, int[] counts, Structure structure, boolean global) {

  /** Every weight for itself, layer by layer. */
  public static Selection free(ParameterLayout layout, int[] counts) {
    return new Selection(layout, counts, Structure.NONE, false);
  }

  /** The largest of these values. */
  Mask of(float[] values) {
    return of(values, counts);
  }

  /**
   * As {@link #of(float[])}, of another size.
   *
   * @param wanted weights kept in each layer
   */
  Mask of(float[] values, int[] wanted) {
    if (global) {
      return Mask.largest(layout, values, shares(values, wanted));
    }
    return Mask.ranked(layout, l -> structure.largest(layout, l, values, wanted[l]));
  }

  /** How many weights of each layer are among the best of all, where each layer keeps what it must. */
  private int[] shares(float[] values, int[] wanted) {
    int left = IntStream.of(wanted).sum();
    boolean[] sure = new boolean[layout.size()];
    int[] shares = new int[layout.layers()];
    for (int l = 0; l < shares.length; l++) {
      shares[l] = Allocation.floor(layout, l);
      left -= shares[l];
      Arrays.stream(Ranking.largestFirst(values, layout.firstWeight(l), layout.firstBias(l), shares[l]))
          .forEach(i -> sure[i] = true);
    }
    for (int i : Ranking.largestFirst(values, 0, layout.size(), layout.size())) {
      int layer = layer(i);
      if (left > 0 && layer >= 0 && !sure[i]) {
        shares[layer]++;
        left--;
      }
    }
    return shares;
  }

  /** The layer of a weight; -1 for a bias. */
  private int layer(int parameter) {
    int layer = 0;
    while (parameter >= layout.firstWeight(layer + 1)) {
      layer++;
    }
    return parameter < layout.firstBias(layer) ? layer : -1;
  }
}
