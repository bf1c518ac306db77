package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;

/** How many weights each layer keeps: one at least, the last layer one for each output. */
public enum Allocation {
  /** The same sparsity in every layer: exactly round(sparsity * n) zeros of n weights. */
  UNIFORM {
    @Override
    double[] densities(ParameterLayout layout, double density, double power) {
      double[] densities = new double[layout.layers()];
      Arrays.fill(densities, density);
      return densities;
    }
  },
  /**
   * Erdos and Renyi (Mocanu et al. 2018; Evci et al. 2020): densities in proportion to a power of (n_in + n_out) / (n_in
   * n_out), at most 1, so that the whole network has the density asked for.
   */
  ERK {
    @Override
    double[] densities(ParameterLayout layout, double density, double power) {
      double[] densities = new double[layout.layers()];
      boolean[] full = new boolean[layout.layers()];
      boolean again = true;
      while (again) {
        again = false;
        double left = density * layout.weights();
        double ends = 0;
        for (int l = 0; l < densities.length; l++) {
          left -= full[l] ? layout.weights(l) : 0;
          ends += full[l] ? 0 : raw(layout, l, power) * layout.weights(l);
        }
        for (int l = 0; l < densities.length; l++) {
          densities[l] = full[l] ? 1 : left / ends * raw(layout, l, power);
          if (densities[l] > 1) {
            full[l] = true;
            again = true;
          }
        }
      }
      return densities;
    }

    private double raw(ParameterLayout layout, int layer, double power) {
      return Math.pow((double) (layout.rows(layer) + layout.columns(layer)) / layout.weights(layer), power);
    }
  },
  /**
   * One ranking over all layers, for methods that score weights; counts are those of {@link #UNIFORM}, of which only the sum
   * holds.
   */
  GLOBAL {
    @Override
    double[] densities(ParameterLayout layout, double density, double power) {
      return UNIFORM.densities(layout, density, power);
    }
  };

  /** Kept share of the weights of every layer. */
  abstract double[] densities(ParameterLayout layout, double density, double power);

  /** Weights that every layer keeps; ERK with power 1. */
  public int[] counts(ParameterLayout layout, double sparsity) {
    return counts(layout, sparsity, 1);
  }

  /**
   * Weights that every layer keeps.
   *
   * @param power of {@link #ERK}: 0 = uniform
   */
  public int[] counts(ParameterLayout layout, double sparsity, double power) {
    checkRange("sparsity", sparsity, 0, 1);
    double[] densities = densities(layout, 1 - sparsity, power);
    int[] counts = new int[densities.length];
    for (int l = 0; l < counts.length; l++) {
      int weights = layout.weights(l);
      counts[l] = Math.max(floor(layout, l), weights - (int) Math.round((1 - densities[l]) * weights));
    }
    return counts;
  }

  /** Weights that a layer keeps at least. */
  static int floor(ParameterLayout layout, int layer) {
    return layer == layout.layers() - 1 ? layout.outputs() : 1;
  }
}
