package io.sparsewalk.embedding;

import static io.sparsewalk.common.Checks.check;

/** Draws from a discrete distribution in constant time (Walker 1977, built as in Vose 1991). */
final class AliasTable {
  private final double[] threshold;
  private final int[] alias;

  /**
   * @param weights not negative, not all 0
   */
  AliasTable(double[] weights) {
    int n = weights.length;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    check(sum > 0 && !Double.isInfinite(sum), "weights must have a positive finite sum, was %s", sum);
    threshold = new double[n];
    alias = new int[n];
    int[] queue = new int[n];
    int small = 0;
    int large = n;
    for (int i = 0; i < n; i++) {
      threshold[i] = weights[i] * n / sum;
      alias[i] = i;
      if (threshold[i] < 1) {
        queue[small++] = i;
      } else {
        queue[--large] = i;
      }
    }
    while (small > 0 && large < n) {
      int poor = queue[--small];
      int rich = queue[large];
      alias[poor] = rich;
      threshold[rich] -= 1 - threshold[poor];
      if (threshold[rich] < 1) {
        large++;
        queue[small++] = rich;
      }
    }
    // What is left differs from 1 by rounding only.
    while (small > 0) {
      threshold[queue[--small]] = 1;
    }
  }

  /** An index, from 64 random bits: the upper half chooses the cell, the lower the side. */
  int draw(long bits) {
    int cell = (int) ((bits >>> 32) * threshold.length >>> 32);
    return (bits & 0xFFFFFFFFL) * 0x1.0p-32 < threshold[cell] ? cell : alias[cell];
  }

  /** The exact probability of an index; linear. */
  double probability(int index) {
    double sum = 0;
    for (int i = 0; i < threshold.length; i++) {
      sum += (i == index ? threshold[i] : 0) + (alias[i] == index && i != index ? 1 - threshold[i] : 0);
    }
    return sum / threshold.length;
  }
}
