package io.sparsewalk.common;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * Draws from a discrete distribution in constant time (Walker 1977, built as in Vose 1991). 8 bytes an index, next to each other.
 */
public final class AliasTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** For every index the share of its cell that is its own, in units of 2^-32, unsigned, and the owner of the rest. */
  private final int[] cells;

  /**
   * @param weights not negative, not all 0
   */
  public AliasTable(double[] weights) {
    int n = weights.length;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    check(sum > 0 && !Double.isInfinite(sum), "weights must have a positive finite sum, was %s", sum);
    double[] own = new double[n];
    int[] queue = new int[n];
    cells = new int[2 * n];
    int small = 0;
    int large = n;
    for (int i = 0; i < n; i++) {
      own[i] = weights[i] * n / sum;
      // What is left in the end differs from 1 by rounding only, and owns its cell.
      cells[2 * i + 1] = i;
      if (own[i] < 1) {
        queue[small++] = i;
      } else {
        queue[--large] = i;
      }
    }
    while (small > 0 && large < n) {
      int poor = queue[--small];
      int rich = queue[large];
      cells[2 * poor] = (int) (long) (own[poor] * 0x1.0p32);
      cells[2 * poor + 1] = rich;
      own[rich] -= 1 - own[poor];
      if (own[rich] < 1) {
        large++;
        queue[small++] = rich;
      }
    }
  }

  /** An index, from 64 random bits: the upper half chooses the cell, the lower the side. */
  public int draw(long bits) {
    int cell = (int) ((bits >>> 32) * (cells.length >>> 1) >>> 32);
    return Integer.compareUnsigned((int) bits, cells[2 * cell]) < 0 ? cell : cells[2 * cell + 1];
  }

  /** The share of an index's cell that is its own, in units of 2^-32, unsigned. */
  public int own(int index) {
    return cells[2 * index];
  }

  /** The owner of the rest of an index's cell. */
  public int other(int index) {
    return cells[2 * index + 1];
  }

  /** The exact probability of an index; linear. */
  public double probability(int index) {
    double sum = 0;
    for (int i = 0; i < cells.length / 2; i++) {
      double own = Integer.toUnsignedLong(cells[2 * i]) * 0x1.0p-32;
      sum += (i == index ? own : 0) + (cells[2 * i + 1] == index ? 1 - own : 0);
    }
    int indices = cells.length / 2;
    return sum / indices;
  }
}
