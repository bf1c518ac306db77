package io.sparsewalk.sparsity;

import io.sparsewalk.model.ParameterLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a method turns a level of sparsity into weights that stay, and which levels it reaches so.
 *
 * <p>A level p of n weights is reached if the mask keeps (1 - p) n of them within 5 % of that number, or within half a weight
 * per layer, which is rounding.
 * What no mask of the method comes so near to is not reached, and refused before anything is trained.
 *
 * @param allocation how many weights each layer keeps
 * @param erkPower exponent of {@link Allocation#ERK}
 * @param structure which weights stay or go together
 * @param firstOnly true: only the first layer becomes sparse, and a level is one of its weights
 */
public record LevelRule(Allocation allocation, double erkPower, Structure structure, boolean firstOnly) {
  private static final double TOLERANCE = 0.05;
  /** Levels that are told apart. */
  private static final double EQUAL = 0.005;
  /** Levels that are tried for {@link #levels}. */
  private static final int STEPS = 1000;

  /** Weights wanted in each layer. */
  public int[] counts(ParameterLayout layout, double sparsity) {
    int[] counts = allocation.counts(layout, sparsity, erkPower);
    for (int l = 1; l < counts.length && firstOnly; l++) {
      counts[l] = layout.weights(l);
    }
    return firstOnly || structure.kind() == Structure.Kind.NONE ? counts : compensated(layout, counts);
  }

  /** A layer that a structure cannot prune so far, as the only unit of the last one, keeps what it must; the others make up for it. */
  private int[] compensated(ParameterLayout layout, int[] wanted) {
    int[] counts = wanted.clone();
    boolean[] least = new boolean[counts.length];
    boolean again = true;
    while (again) {
      again = false;
      int left = IntStream.of(wanted).sum();
      double open = 0;
      for (int l = 0; l < counts.length; l++) {
        left -= least[l] ? counts[l] : 0;
        open += least[l] ? 0 : wanted[l];
      }
      for (int l = 0; l < counts.length; l++) {
        int floor = structure.kept(layout, l, 1)[1];
        counts[l] = least[l] ? counts[l] : (int) Math.max(1, Math.round(left / open * wanted[l]));
        if (!least[l] && counts[l] < floor) {
          counts[l] = floor;
          least[l] = true;
          again = true;
        }
      }
    }
    return counts;
  }

  /** Share of the weights that the mask removes; in the middle, if that depends on the weights. */
  public double reached(ParameterLayout layout, double sparsity) {
    int[] kept = kept(layout, sparsity);
    return 1 - (kept[0] + kept[1]) / 2.0 / weights(layout);
  }

  /** True if the mask removes what is asked for. */
  public boolean reaches(ParameterLayout layout, double sparsity) {
    int[] kept = kept(layout, sparsity);
    double wanted = (1 - sparsity) * weights(layout);
    double slack = Math.max(TOLERANCE * wanted, 0.5 * layers(layout)) + 1e-6;
    return kept[1] - wanted <= slack && wanted - kept[0] <= slack;
  }

  /** Levels that are reached, at most so many: the nearest to one that is not, in order. */
  public List<Double> levels(ParameterLayout layout, double near, int most) {
    return IntStream.range(1, STEPS)
        .mapToObj(i -> rounded(reached(layout, (double) i / STEPS)))
        .distinct()
        .filter(level -> level > 0 && level < 1 && reaches(layout, level) && isReachedItself(layout, level))
        .sorted((a, b) -> Double.compare(Math.abs(a - near), Math.abs(b - near)))
        .limit(most)
        .sorted()
        .toList();
  }

  /** True if asking for this level gives it, and not only one that is near. */
  private boolean isReachedItself(ParameterLayout layout, double level) {
    return Math.abs(reached(layout, level) - level) <= EQUAL;
  }

  /** The structure in words, as it is at this level. */
  public String structure(ParameterLayout layout, double sparsity) {
    return structure.describe(layout, counts(layout, sparsity));
  }

  /** The least and the most weights that the mask keeps, of the layers that become sparse. */
  private int[] kept(ParameterLayout layout, double sparsity) {
    int[] counts = counts(layout, sparsity);
    int[] sum = new int[2];
    for (int l = 0; l < layers(layout); l++) {
      int[] kept = structure.kept(layout, l, counts[l]);
      sum[0] += kept[0];
      sum[1] += kept[1];
    }
    return sum;
  }

  private int layers(ParameterLayout layout) {
    return firstOnly ? 1 : layout.layers();
  }

  private int weights(ParameterLayout layout) {
    return firstOnly ? layout.weights(0) : layout.weights();
  }

  private static double rounded(double level) {
    return Math.round(level * 1e5) / 1e5;
  }
}
