package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Settings;
import io.sparsewalk.model.ParameterLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
   * is wanted, but one group at least; with {@link Kind#N_OF_M} the largest of every group, so many that the share is nearest to the
   * one wanted, but one at least. Groups at the edge of a layer that its size does not fill are smaller ones.
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
      int kept = ofGroup(density, group.length);
      return Arrays.stream(Ranking.largestFirst(own, 0, own.length, kept)).map(i -> group[i]);
    }).toArray();
  }

  /** Weights that stay of a group of {@link Kind#N_OF_M}. */
  private static int ofGroup(double density, int size) {
    return Math.max(1, (int) Math.round(density * size));
  }

  private static int[] whole(List<int[]> groups, float[] values, int count) {
    float[] norms = new float[groups.size()];
    for (int g = 0; g < norms.length; g++) {
      norms[g] = meanSquare(groups.get(g), values);
    }
    int[] order = Ranking.largestFirst(norms, 0, norms.length, norms.length);
    int kept = 0;
    int taken = 0;
    while (taken < order.length && !Float.isNaN(norms[order[taken]])
        && (taken == 0 || 2 * (count - kept) >= groups.get(order[taken]).length)) {
      kept += groups.get(order[taken++]).length;
    }
    return Arrays.stream(order, 0, taken).flatMap(g -> Arrays.stream(groups.get(g))).toArray();
  }

  /** Of the values that may be chosen; NaN if there is none. */
  private static float meanSquare(int[] group, float[] values) {
    double sum = 0;
    boolean any = false;
    for (int i : group) {
      any |= !Float.isNaN(values[i]);
      sum += Float.isNaN(values[i]) ? 0 : (double) values[i] * values[i];
    }
    return any ? (float) (sum / group.length) : Ranking.ABSENT;
  }

  /**
   * How many weights of a layer {@link #largest} keeps: the least and the most, which differ where groups at the edge are smaller
   * than the others, so that it depends on the values.
   *
   * @param count weights wanted
   */
  int[] kept(ParameterLayout layout, int layer, int count) {
    int rows = layout.rows(layer);
    int columns = layout.columns(layer);
    int high = Math.min(high(rows), rows);
    int wide = Math.min(wide(columns), columns);
    if (kind == Kind.N_OF_M) {
      double density = (double) count / layout.weights(layer);
      int rest = columns % wide == 0 ? 0 : ofGroup(density, columns % wide);
      int all = rows * (columns / wide * ofGroup(density, wide) + rest);
      return new int[] {all, all};
    }
    int size = high * wide;
    if (rows % high == 0 && columns % wide == 0) {
      int all = size * Math.max(1, (2 * count + size) / (2 * size));
      return new int[] {all, all};
    }
    boolean full = count == layout.weights(layer);
    int smallest = (rows % high == 0 ? high : rows % high) * (columns % wide == 0 ? wide : columns % wide);
    return full ? new int[] {count, count} : new int[] {Math.max(smallest, count - (size - 1) / 2),
        Math.min(layout.weights(layer), Math.max(size, count + size / 2))};
  }

  /**
   * In words, for tables: none, rows, columns, n-of-m 2:4, blocks-4.
   *
   * @param counts weights wanted in each layer
   */
  String describe(ParameterLayout layout, int[] counts) {
    String word = Settings.word(kind);
    return switch (kind) {
      case NONE, ROWS, COLUMNS -> word;
      case BLOCKS -> word + "-" + group;
      case N_OF_M -> word + IntStream.range(0, counts.length)
          .map(l -> ofGroup((double) counts[l] / layout.weights(l), group))
          .distinct()
          .mapToObj(n -> " " + n + ":" + group)
          .collect(Collectors.joining());
    };
  }

  private int high(int rows) {
    return kind == Kind.COLUMNS ? rows : kind == Kind.BLOCKS ? group : 1;
  }

  private int wide(int columns) {
    return switch (kind) {
      case ROWS -> columns;
      case NONE, COLUMNS -> 1;
      case N_OF_M, BLOCKS -> group;
    };
  }

  /** The weights of every group. */
  private List<int[]> groups(ParameterLayout layout, int layer) {
    int rows = layout.rows(layer);
    int columns = layout.columns(layer);
    int high = high(rows);
    int wide = wide(columns);
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
