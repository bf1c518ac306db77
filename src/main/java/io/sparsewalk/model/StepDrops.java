package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.RowKernel;

/**
 * What a step of training drops of the features and of the hidden outputs of all vertices. It depends on the step alone, so it
 * is drawn once for all networks of a step.
 */
final class StepDrops {
  private final SparseInputs features;
  private final SparseInputs kept;
  /** Where the entries by column stand by row. */
  private final int[] places;
  /** By entry, by row: 0 if it is dropped. */
  private final float[] drawn;
  /** By hidden layer, rows of its outputs: 0 for what is dropped, else what is left is multiplied by. */
  private final float[][] factors;
  private final ParameterLayout layout;
  private double dropout = Double.NaN;
  private Seeds step;

  StepDrops(SparseInputs features, ParameterLayout layout) {
    this.features = features;
    this.layout = layout;
    kept = features.blank();
    drawn = new float[features.byRow().values().length];
    places = places(features);
    factors = new float[layout.layers() - 1][];
    for (int l = 0; l < factors.length; l++) {
      factors[l] = new float[vertices() * RowKernel.stride(layout.rows(l))];
    }
  }

  private static int[] places(SparseInputs features) {
    int[] next = features.byColumn().starts().clone();
    int[] columns = features.byRow().columns();
    int[] places = new int[columns.length];
    for (int k = 0; k < columns.length; k++) {
      places[next[columns[k]]++] = k;
    }
    return places;
  }

  private int vertices() {
    return features.byRow().starts().length - 1;
  }

  /** Draws for a step, unless that was the last one drawn. */
  void draw(double rate, Seeds of) {
    if (rate == dropout && of.equals(step)) {
      return;
    }
    dropout = rate;
    step = of;
    Seeds own = of.child(0);
    float keep = (float) (1 / (1 - rate));
    float[] values = features.byRow().values();
    for (int k = 0; k < drawn.length; k++) {
      drawn[k] = own.uniform(k) < rate ? 0 : values[k] * keep;
    }
    gather(features.byRow(), null, kept.byRow());
    gather(features.byColumn(), places, kept.byColumn());
    for (int l = 0; l < factors.length; l++) {
      drawFactors(l, of.child(l + 1), keep);
    }
  }

  /** Leaves out what is dropped. */
  private void gather(Entries from, int[] where, Entries to) {
    int size = 0;
    for (int r = 0; r + 1 < from.starts().length; r++) {
      for (int k = from.starts()[r]; k < from.starts()[r + 1]; k++) {
        to.columns()[size] = from.columns()[k];
        to.values()[size] = drawn[where == null ? k : where[k]];
        size += to.values()[size] == 0 ? 0 : 1;
      }
      to.starts()[r + 1] = size;
    }
  }

  private void drawFactors(int layer, Seeds own, float keep) {
    int width = layout.rows(layer);
    int stride = RowKernel.stride(width);
    for (int v = 0; v < vertices(); v++) {
      for (int u = 0; u < width; u++) {
        factors[layer][v * stride + u] = own.uniform(v * width + u) < dropout ? 0 : keep;
      }
    }
  }

  /** The features that are left, divided by their share. */
  SparseInputs features() {
    return kept;
  }

  float[] factors(int layer) {
    return factors[layer];
  }
}
