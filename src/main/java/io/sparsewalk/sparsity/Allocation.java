package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;

/** How many weights each layer keeps; at least one. */
public enum Allocation {
  /** The same sparsity in every layer: exactly round(sparsity * n) zeros of n weights. */
  UNIFORM {
    @Override
    double[] densities(ParameterLayout layout, double density) {
      double[] densities = new double[layout.layers()];
      Arrays.fill(densities, density);
      return densities;
    }
  },
  /**
   * Erdos and Renyi (Mocanu et al. 2018; Evci et al. 2020): densities in proportion to (n_in + n_out) / (n_in n_out), at most 1, so
   * that the whole network has the density asked for.
   */
  ERK {
    @Override
    double[] densities(ParameterLayout layout, double density) {
      double[] densities = new double[layout.layers()];
      boolean[] full = new boolean[layout.layers()];
      boolean again = true;
      while (again) {
        again = false;
        double left = density * layout.weights();
        double ends = 0;
        for (int l = 0; l < densities.length; l++) {
          left -= full[l] ? layout.weights(l) : 0;
          ends += full[l] ? 0 : layout.rows(l) + layout.columns(l);
        }
        for (int l = 0; l < densities.length; l++) {
          densities[l] = full[l] ? 1 : left / ends * (layout.rows(l) + layout.columns(l)) / layout.weights(l);
          if (densities[l] > 1) {
            full[l] = true;
            again = true;
          }
        }
      }
      return densities;
    }
  };

  /** Kept share of the weights of every layer. */
  abstract double[] densities(ParameterLayout layout, double density);

  /** Weights that every layer keeps. */
  public int[] counts(ParameterLayout layout, double sparsity) {
    checkRange("sparsity", sparsity, 0, 1);
    double[] densities = densities(layout, 1 - sparsity);
    int[] counts = new int[densities.length];
    for (int l = 0; l < counts.length; l++) {
      int weights = layout.weights(l);
      counts[l] = Math.max(1, weights - (int) Math.round((1 - densities[l]) * weights));
    }
    return counts;
  }
}
