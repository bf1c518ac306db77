package io.sparsewalk.kernel;

/**
 * The kept weights of a layer, unit by unit. Unit {@code units[p]} is linked to {@code others[k]} by parameter {@code weights[k]}
 * for k from {@code offsets[p]} to {@code offsets[p + 1]}, exclusive. The arrays are not copied.
 *
 * @param biases parameter of the bias of each unit; empty if there are none (seen backwards)
 * @param quads the units that are computed four at a time
 */
public record Links(int[] units, int[] offsets, int[] others, int[] weights, int[] biases, Quads quads) {

  /** With the quads that pay. */
  public Links(int[] units, int[] offsets, int[] others, int[] weights, int[] biases) {
    this(units, offsets, others, weights, biases, VectorLanes.quads(offsets, others, weights));
  }

  /** Number of links: multiply-adds per example of one pass. */
  public int size() {
    return others.length;
  }
}
