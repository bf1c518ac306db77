package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.model.ParameterLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which weights of a layer stay or go together.
 *
 * @param group weights in a group of {@link Kind#N_OF_M}, side of a block of {@link Kind#BLOCKS}
 */
public record Structure(Kind kind, int group) implements Serializable {

  /** Every weight for itself. */
  public static final Structure NONE = new Structure(Kind.NONE, 2);

  /** The patterns. */
  public enum Kind {
    /** Every weight for itself. */
    NONE,
    /** All weights of a unit (a filter). */
    ROWS,
    /** All weights of an input. */
    COLUMNS,
    /** Of every so many neighbouring inputs of a unit the same number stays. */
    N_OF_M,
    /** Squares of units by inputs. */
    BLOCKS
  }

  public Structure {
    check(group >= 2, "group must be 2 or more, was %s", group);
  }

  /**
   * The weights of a layer to keep: those of the groups with the largest norms, so many that their number is nearest to what
   * is wanted, but one group at least; with {@link Kind#N_OF_M} the largest of every group.
   *
   * @param values by parameter; NaN = not to be chosen
   * @param count weights wanted
   */
  int[] largest(ParameterLayout layout, int layer, float[] values, int count) {
    if (kind == Kind.NONE) {
      return Ranking.largestFirst(values, layout.firstWeight(layer), layout.firstBias(layer), count);
    }
    List<int[]> groups = groups(layout, layer);
    return kind == Kind.N_OF_M ? ofEach(groups, values, (double) count / layout.weights(layer))
        : whole(groups, values, count);
  }

  private static int[] ofEach(List<int[]> groups, float[] values, double density) {
    return groups.stream().flatMapToInt(group -> {
      float[] own = new float[group.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = values[group[i]];
      }
      int kept = Math.max(1, (int) Math.round(density * group.length));
      return Arrays.stream(Ranking.largestFirst(own, 0, own.length, kept)).map(i -> group[i]);
    }).toArray();
  }

  private static int[] whole(List<int[]> groups, float[] values, int count) {
    float[] norms = new float[groups.size()];
    for (int g = 0; g < norms.length; g++) {
      double sum = 0;
      for (int i : groups.get(g)) {
        sum += Float.isNaN(values[i]) ? 0 : (double) values[i] * values[i];
      }
      norms[g] = (float) (sum / groups.get(g).length);
    }
    int weights = groups.stream().mapToInt(group -> group.length).sum();
    int kept = Math.max(1, (int) Math.round((double) count * norms.length / weights));
    return Arrays.stream(Ranking.largestFirst(norms, 0, norms.length, kept)).flatMap(g -> Arrays.stream(groups.get(g)))
        .toArray();
  }

  /** The weights of every group. */
  private List<int[]> groups(ParameterLayout layout, int layer) {
    int rows = layout.rows(layer);
    int columns = layout.columns(layer);
    int high = kind == Kind.COLUMNS ? rows : kind == Kind.BLOCKS ? group : 1;
    int wide = kind == Kind.ROWS ? columns : kind == Kind.COLUMNS ? 1 : group;
    List<int[]> groups = new ArrayList<>();
    for (int top = 0; top < rows; top += high) {
      for (int left = 0; left < columns; left += wide) {
        int first = layout.firstWeight(layer) + top * columns + left;
        int width = Math.min(wide, columns - left);
        int size = Math.min(high, rows - top) * width;
        groups.add(IntStream.range(0, size).map(i -> first + i / width * columns + i % width).toArray());
      }
    }
    return groups;
  }
}
