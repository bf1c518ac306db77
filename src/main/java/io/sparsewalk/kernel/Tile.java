package io.sparsewalk.kernel;

import static io.sparsewalk.common.Checks.check;

/**
 * A matrix of features by examples: feature f of example r stands at {@code values[offset + f * lanes + r]}. The array is not
 * copied.
 *
 * @param lanes examples side by side, a multiple of {@link #BLOCK}; the kernels compute all of them
 */
public record Tile(float[] values, int offset, int lanes) {
  /** Lanes come in multiples of this: eight vectors of the widest species. */
  public static final int BLOCK = 128;

  public Tile {
    check(lanes > 0 && lanes % BLOCK == 0, "lanes must be a positive multiple of %s, was %s", BLOCK, lanes);
  }

  /** A new tile of zeros. */
  public static Tile of(int features, int lanes) {
    return new Tile(new float[Math.multiplyExact(features, lanes)], 0, lanes);
  }

  /** Where a feature begins. */
  public int row(int feature) {
    return offset + feature * lanes;
  }
}
