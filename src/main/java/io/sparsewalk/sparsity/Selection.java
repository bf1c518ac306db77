package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;

/**
 * How a method that prunes chooses the weights that stay.
 *
 * @param counts weights kept in each layer in the end
 * @param structure which weights stay or go together
 */
public record Selection(ParameterLayout layout, int[] counts, Structure structure) {

  /** Every weight for itself. */
  public static Selection free(ParameterLayout layout, int[] counts) {
    return new Selection(layout, counts, new Structure(Structure.Kind.NONE, 2));
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
    return Mask.ranked(layout, l -> structure.largest(layout, l, values, wanted[l]));
  }
}
