package io.sparsewalk.kernel;

/**
 * The kept weights of a layer, unit by unit. Unit {@code units[p]} is linked to {@code others[k]} by parameter {@code weights[k]}
 * for k from {@code offsets[p]} to {@code offsets[p + 1]}, exclusive. The arrays are not copied.
 *
 * @param biases parameter of the bias of each unit; empty if there are none (seen backwards)
 */
public record Links(int[] units, int[] offsets, int[] others, int[] weights, int[] biases) {

  /** Number of links: multiply-adds per example of one pass. */
  public int size() {
    return others.length;
  }
}
