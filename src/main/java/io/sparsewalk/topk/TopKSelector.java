package io.sparsewalk.topk;

import static io.sparsewalk.common.Checks.check;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keeps the largest values of an embedding matrix, exactly as many as asked for, ties to the lower (row, column). The threshold
 * is found by two counting passes over the upper and lower 16 bits of an ordered form of the floats: linear time.
 */
public final class TopKSelector {
  private static final int SMALL = 4096;

  private TopKSelector() {}

  /**
   * Keeps the largest values.
   *
   * @param values rows x dimension
   * @param eligible rows that take part; the others become empty
   * @return round(keepPercent / 100 * n) of the n values in scope, at least 1; fewer if there are fewer that are not 0
   */
  public static SparseRows select(float[] values, int dimension, boolean[] eligible, TopKConfig config) {
    check(values.length == eligible.length * dimension, "%s values are not %s rows of %s", values.length,
        eligible.length, dimension);
    boolean[] kept = new boolean[values.length];
    Selection selection = new Selection(values, config, kept);
    if (config.scope() == TopKConfig.Scope.ROW) {
      int[] order = new int[dimension];
      for (int r = 0; r < eligible.length; r++) {
        int first = r * dimension;
        if (eligible[r]) {
          Arrays.setAll(order, c -> first + c);
          selection.keep(order);
        }
      }
    } else if (config.scope() == TopKConfig.Scope.COLUMN) {
      int[] rows = IntStream.range(0, eligible.length).filter(r -> eligible[r]).toArray();
      for (int c = 0; c < dimension; c++) {
        int column = c;
        selection.keep(Arrays.stream(rows).map(r -> r * dimension + column).toArray());
      }
    } else {
      selection.keep(entries(dimension, eligible));
    }
    return rows(values, dimension, kept);
  }

  private static int[] entries(int dimension, boolean[] eligible) {
    int[] entries = new int[eligible.length * dimension];
    int size = 0;
    for (int i = 0; i < entries.length; i++) {
      if (eligible[i / dimension]) {
        entries[size++] = i;
      }
    }
    return Arrays.copyOf(entries, size);
  }

  static SparseRows rows(float[] values, int dimension, boolean[] kept) {
    int[] offsets = new int[values.length / dimension + 1];
    int size = 0;
    for (int i = 0; i < kept.length; i++) {
      size += kept[i] ? 1 : 0;
      offsets[i / dimension + 1] = size;
    }
    int[] columns = new int[size];
    float[] entries = new float[size];
    for (int i = 0, at = 0; i < kept.length; i++) {
      if (kept[i]) {
        columns[at] = i % dimension;
        entries[at++] = values[i];
      }
    }
    return new SparseRows(dimension, offsets, columns, entries);
  }

  /** Marks the largest of some entries. */
  private record Selection(float[] values, TopKConfig config, boolean[] kept) {

    void keep(int[] entries) {
      long left = Math.max(1, Math.round(config.keepPercent() / 100 * entries.length));
      int threshold = entries.length < SMALL ? sorted(entries, left) : counted(entries, left);
      for (int i : entries) {
        left -= Integer.compareUnsigned(key(values[i], config.by()), threshold) > 0 ? 1 : 0;
      }
      for (int i : entries) {
        int key = key(values[i], config.by());
        boolean larger = Integer.compareUnsigned(key, threshold) > 0;
        if ((larger || key == threshold && left-- > 0) && values[i] != 0) {
          kept[i] = true;
        }
      }
    }

    /** The key of the given rank, from the largest: cheaper than counting for a row. */
    private int sorted(int[] entries, long rank) {
      int[] keys = Arrays.stream(entries).map(i -> key(values[i], config.by()) ^ Integer.MIN_VALUE).sorted().toArray();
      return keys[(int) (keys.length - Math.min(rank, keys.length))] ^ Integer.MIN_VALUE;
    }

    private int counted(int[] entries, long rank) {
      int high = cell(entries, rank, -1);
      int low = cell(entries, rank - above(entries, high), high);
      return high << 16 | low;
    }

    /** The cell of a 16-bit histogram in which the entry of the given rank, from the largest, falls. */
    private int cell(int[] entries, long rank, int high) {
      int[] counts = histogram(entries, high);
      long seen = 0;
      for (int c = counts.length - 1; c > 0; c--) {
        seen += counts[c];
        if (seen >= rank) {
          return c;
        }
      }
      return 0;
    }

    private long above(int[] entries, int cell) {
      int[] counts = histogram(entries, -1);
      long seen = 0;
      for (int c = cell + 1; c < counts.length; c++) {
        seen += counts[c];
      }
      return seen;
    }

    /** Counts by upper half of the key (high = -1), or by lower half among the keys of one upper half. */
    private int[] histogram(int[] entries, int high) {
      int[] counts = new int[1 << 16];
      for (int i : entries) {
        int key = key(values[i], config.by());
        if (high < 0) {
          counts[key >>> 16]++;
        } else if (key >>> 16 == high) {
          counts[key & 0xFFFF]++;
        }
      }
      return counts;
    }
  }

  /** An int whose unsigned order is that of the values, or of their magnitudes. */
  static int key(float value, TopKConfig.By by) {
    int bits = Float.floatToIntBits(by == TopKConfig.By.ABSOLUTE ? Math.abs(value) : value + 0f);
    return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
  }
}
