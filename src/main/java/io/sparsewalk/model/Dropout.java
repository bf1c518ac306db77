package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.Tile;

/**
 * Dropout of hidden units in one step of training (Srivastava et al., JMLR 2014): an output is 0 with the probability of the
 * rate, else divided by what is left of 1. What is dropped depends on the step, the layer, the unit and the place of the
 * example in its batch, so that all networks of a step drop the same.
 */
public final class Dropout {
  private static final int PER_DRAW = 4;

  private final int threshold;
  private final float scale;
  private final Seeds seeds;

  /**
   * @param rate of outputs that become 0, in steps of 2^-16
   * @param seeds of the step
   */
  public Dropout(double rate, Seeds seeds) {
    threshold = (int) Math.round(rate * (1 << 16));
    scale = 1 / (1 - threshold / (float) (1 << 16));
    this.seeds = seeds;
  }

  /** What is drawn for an output, of 2^16, must be at least this for the output to be kept. */
  public int threshold() {
    return threshold;
  }

  /** What a kept output is multiplied by. */
  public float scale() {
    return scale;
  }

  /**
   * Drops outputs of a layer.
   *
   * @param units whose outputs are there
   * @param first place of the tile's first example in the batch, a multiple of the tile's lanes
   */
  void apply(Tile outputs, int[] units, int layer, int first) {
    Seeds own = seeds.child(layer);
    float[] values = outputs.values();
    for (int unit : units) {
      int row = outputs.row(unit);
      for (int r = 0; r < outputs.lanes(); r += PER_DRAW) {
        long bits = own.bits((long) unit << 32 | (first + r) / PER_DRAW);
        int end = Math.min(PER_DRAW, outputs.lanes() - r);
        for (int k = 0; k < end; k++, bits >>>= 16) {
          values[row + r + k] = (bits & 0xFFFF) < threshold ? 0 : values[row + r + k] * scale;
        }
      }
    }
  }

  /** Takes the gradient back through what was kept; that of what was dropped is 0 already. */
  void backward(Tile gradients, int[] units) {
    for (int unit : units) {
      int row = gradients.row(unit);
      for (int r = 0; r < gradients.lanes(); r++) {
        gradients.values()[row + r] *= scale;
      }
    }
  }
}
