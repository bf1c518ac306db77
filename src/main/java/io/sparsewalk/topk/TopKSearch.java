package io.sparsewalk.topk;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The selection of {@link TopKSelector} over a matrix whose rows lie in parts, of which nobody sees all: every part counts, the counts are added
 * up, and the search goes on between narrower bounds. First by the upper 16 bits of the ordered form of the floats, then by the lower 16, then
 * ties with the threshold part by part; then every part selects its own. 512 KiB of counts per scope: one for the matrix, one for each column.
 *
 * @param bounds upper halves of the thresholds, then thresholds; by scope
 * @param left values that are still to be kept from the bound on, by scope; at the end the number of ties that are
 */
public record TopKSearch(TopKConfig config, int dimension, Step step, int[] bounds, long[] left)
    implements Serializable {
  private static final int CELLS = 1 << 16;

  /** What is counted next. */
  public enum Step { UPPER_HALF, LOWER_HALF, TIES }

  public TopKSearch {
    check(config.scope() != TopKConfig.Scope.ROW, "rows are selected each by itself");
  }

  /** Begins. */
  public static TopKSearch of(TopKConfig config, int dimension) {
    int scopes = config.scope() == TopKConfig.Scope.MATRIX ? 1 : dimension;
    return new TopKSearch(config, dimension, Step.UPPER_HALF, new int[scopes], new long[scopes]);
  }

  private int scope(int column) {
    return bounds.length == 1 ? 0 : column;
  }

  /**
   * Counts of a part for this step, to be added up over parts; those of ties are needed of every part.
   *
   * @param values rows x dimension
   * @param eligible rows that take part
   */
  public long[] counts(float[] values, boolean[] eligible) {
    long[] counts = new long[step == Step.TIES ? bounds.length : Math.multiplyExact(bounds.length, CELLS)];
    for (int row = 0; row < eligible.length; row++) {
      for (int column = 0; eligible[row] && column < dimension; column++) {
        int key = TopKSelector.key(values[row * dimension + column], config.by());
        int scope = scope(column);
        switch (step) {
          case UPPER_HALF -> counts[scope * CELLS + (key >>> 16)]++;
          case LOWER_HALF -> counts[scope * CELLS + (key & 0xFFFF)] += key >>> 16 == bounds[scope] ? 1 : 0;
          case TIES -> counts[scope] += key == bounds[scope] ? 1 : 0;
        }
      }
    }
    return counts;
  }

  /** The next step, after the counts of all parts. */
  public TopKSearch next(long[] counts) {
    int[] found = new int[bounds.length];
    long[] more = left.clone();
    for (int scope = 0; scope < found.length; scope++) {
      int first = scope * CELLS;
      if (step == Step.UPPER_HALF) {
        long all = Arrays.stream(counts, first, first + CELLS).sum();
        more[scope] = Math.max(1, Math.round(config.keepPercent() / 100 * all));
      }
      int cell = CELLS - 1;
      for (; cell > 0 && counts[first + cell] < more[scope]; cell--) {
        more[scope] -= counts[first + cell];
      }
      found[scope] = step == Step.UPPER_HALF ? cell : bounds[scope] << 16 | cell;
    }
    return new TopKSearch(config, dimension, Step.values()[step.ordinal() + 1], found, more);
  }

  /**
   * The rows of a part.
   *
   * @param before ties in the parts before, by scope
   */
  public SparseRows select(float[] values, boolean[] eligible, long[] before) {
    boolean[] kept = new boolean[values.length];
    long[] ties = left.clone();
    for (int scope = 0; scope < ties.length; scope++) {
      ties[scope] -= before[scope];
    }
    for (int row = 0; row < eligible.length; row++) {
      for (int column = 0; eligible[row] && column < dimension; column++) {
        int at = row * dimension + column;
        int scope = scope(column);
        int key = TopKSelector.key(values[at], config.by());
        boolean isKept = Integer.compareUnsigned(key, bounds[scope]) > 0 || key == bounds[scope] && ties[scope]-- > 0;
        kept[at] = isKept && values[at] != 0;
      }
    }
    return TopKSelector.rows(values, dimension, kept);
  }
}
