package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.checkRange;

import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many weights each layer keeps: one at least, the last layer one for each output. {@link #ERK} and {@link #GLOBAL} keep
 * exactly {@code n - round(sparsity * n)} of all n weights, unless these floors are more.
 */
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
    if (this != UNIFORM) {
      settle(layout, densities, counts, layout.weights() - (int) Math.round(sparsity * layout.weights()));
    }
    return counts;
  }

  /** Adds or takes single weights, where that is nearest to the densities, until the sum is the one wanted or no layer can. */
  private static void settle(ParameterLayout layout, double[] densities, int[] counts, int total) {
    int missing = total - IntStream.of(counts).sum();
    int step = Integer.signum(missing);
    for (; missing != 0; missing -= step) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int l = 0; l < counts.length; l++) {
        double gain = step * (densities[l] * layout.weights(l) - counts[l]);
        boolean open = counts[l] + step >= floor(layout, l) && counts[l] + step <= layout.weights(l);
        if (open && gain > most) {
          most = gain;
          best = l;
        }
      }
      if (best < 0) {
        return;
      }
      counts[best] += step;
    }
  }

  /** Weights that a layer keeps at least. */
  static int floor(ParameterLayout layout, int layer) {
    return layer == layout.layers() - 1 ? layout.outputs() : 1;
  }
}
