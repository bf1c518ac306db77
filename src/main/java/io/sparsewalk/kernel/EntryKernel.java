package io.sparsewalk.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first layer over sparse rows: every entry of a row costs one multiply-add a unit, zeros cost nothing. Units lie along the
 * vector; groups of rows are turned into lanes and back on the way out and in. For a layer without masked weights; a masked one
 * is cheaper through {@link LaneKernel}. The oracle is {@link ScalarLanes} on the same rows with their zeros written out.
 */
public final class EntryKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  private static final int GROUP = 16;

  private final int units;
  private final int padded;
  private final int columns;
  private final float[] byColumn;
  private final float[] biases;
  private final float[] group;

  /**
   * @param columns inputs of the layer
   * @param units outputs of the layer
   */
  public EntryKernel(int columns, int units) {
    this.units = units;
    this.columns = columns;
    padded = (units + WIDTH - 1) / WIDTH * WIDTH;
    byColumn = new float[columns * padded];
    biases = new float[padded];
    group = new float[GROUP * padded];
  }

  /** Takes over the layer's weights, unit by unit, and the biases behind them; to be called before {@link #forward}. */
  public void load(float[] parameters, int firstWeight) {
    for (int u = 0; u < units; u++) {
      for (int c = 0; c < columns; c++) {
        byColumn[c * padded + u] = parameters[firstWeight + u * columns + c];
      }
    }
    System.arraycopy(parameters, firstWeight + units * columns, biases, 0, units);
  }

  /** {@code out[unit] = positive part of (bias + sum of weight * entry)} for the rows from {@code first}; other lanes become 0. */
  public void forward(Entries rows, int first, int count, Tile out) {
    for (int r = 0; r < count; r += GROUP) {
      int members = Math.min(GROUP, count - r);
      for (int m = 0; m < members; m++) {
        forwardRow(rows, first + r + m, m * padded);
      }
      for (int u = 0; u < units; u++) {
        int at = out.row(u) + r;
        for (int m = 0; m < members; m++) {
          out.values()[at + m] = group[m * padded + u];
        }
      }
    }
    for (int u = 0; u < units; u++) {
      Arrays.fill(out.values(), out.row(u) + count, out.row(u) + out.lanes(), 0);
    }
  }

  private void forwardRow(Entries rows, int row, int to) {
    int begin = rows.starts()[row];
    int end = rows.starts()[row + 1];
    for (int u = 0; u < padded; u += WIDTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, biases, u);
      for (int k = begin; k < end; k++) {
        sum = FloatVector.fromArray(SPECIES, byColumn, rows.columns()[k] * padded + u)
            .fma(FloatVector.broadcast(SPECIES, rows.values()[k]), sum);
      }
      sum.max(0).intoArray(group, to + u);
    }
  }

  /** Starts a gradient of zeros. */
  public void beginGradient() {
    Arrays.fill(byColumn, 0);
  }

  /** Adds the gradient of the weights over the rows from {@code first}; overwrites what {@link #load} took over. */
  public void gradient(Entries rows, int first, int count, Tile delta) {
    for (int r = 0; r < count; r += GROUP) {
      int members = Math.min(GROUP, count - r);
      if (rows.starts()[first + r] == rows.starts()[first + r + members]) {
        continue;
      }
      for (int u = 0; u < units; u++) {
        int at = delta.row(u) + r;
        for (int m = 0; m < members; m++) {
          group[m * padded + u] = delta.values()[at + m];
        }
      }
      for (int m = 0; m < members; m++) {
        gradientRow(rows, first + r + m, m * padded);
      }
    }
  }

  private void gradientRow(Entries rows, int row, int from) {
    for (int k = rows.starts()[row]; k < rows.starts()[row + 1]; k++) {
      int at = rows.columns()[k] * padded;
      FloatVector value = FloatVector.broadcast(SPECIES, rows.values()[k]);
      for (int u = 0; u < padded; u += WIDTH) {
        FloatVector.fromArray(SPECIES, group, from + u)
            .fma(value, FloatVector.fromArray(SPECIES, byColumn, at + u))
            .intoArray(byColumn, at + u);
      }
    }
  }

  /** Adds the gathered gradient to the one by parameter; biases are the caller's. */
  public void unload(float[] gradient, int firstWeight) {
    for (int u = 0; u < units; u++) {
      for (int c = 0; c < columns; c++) {
        gradient[firstWeight + u * columns + c] += byColumn[c * padded + u];
      }
    }
  }
}
