package io.sparsewalk.dataset;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** Edges that are examples of a block, in its order. */
public record Positives(long[] rank, int[] source, int[] target) {

  /** How many. */
  public int size() {
    return rank.length;
  }

  /** A stretch of them. */
  public Positives range(int from, int to) {
    return new Positives(Arrays.copyOfRange(rank, from, to), Arrays.copyOfRange(source, from, to),
        Arrays.copyOfRange(target, from, to));
  }

  /** The same by ascending draw, then by rank, which they must have been in. */
  Positives byDraw(BlockRule rule) {
    double[] draws = new double[size()];
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      draws[i] = rule.draw(source[i], target[i]);
      order[i] = i;
    }
    IntArrays.quickSort(order, (a, b) -> {
      int less = Double.compare(draws[a], draws[b]);
      return less != 0 ? less : Integer.compare(a, b);
    });
    return new Positives(Arrays.stream(order).mapToLong(i -> rank[i]).toArray(), gather(source, order),
        gather(target, order));
  }

  private static int[] gather(int[] values, int[] places) {
    return Arrays.stream(places).map(i -> values[i]).toArray();
  }

  /** Collects some. */
  static final class Builder {
    private final LongArrayList ranks = new LongArrayList();
    private final IntArrayList sources = new IntArrayList();
    private final IntArrayList targets = new IntArrayList();

    void add(long rank, int source, int target) {
      ranks.add(rank);
      sources.add(source);
      targets.add(target);
    }

    Positives build() {
      return new Positives(ranks.toLongArray(), sources.toIntArray(), targets.toIntArray());
    }
  }
}
