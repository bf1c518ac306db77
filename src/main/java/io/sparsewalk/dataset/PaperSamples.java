package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** The draws of the published split. */
final class PaperSamples {
  private PaperSamples() {}

  /** Number of test edges, in the single precision of the published code. */
  static int tests(int edges) {
    return (int) ((float) edges * (1 - 0.8f));
  }

  /**
   * Marks the last {@code count} of so many edges; which of a group of equal times at the border are among them is random.
   *
   * @param time of the edge of a rank, ascending
   */
  static BitSet last(int edges, LongUnaryOperator time, int count, Seeds seeds) {
    int border = edges - count;
    BitSet chosen = new BitSet(edges);
    chosen.set(border, edges);
    if (count == 0) {
      return chosen;
    }
    long tie = time.applyAsLong(border);
    int begin = border;
    while (begin > 0 && time.applyAsLong(begin - 1) == tie) {
      begin--;
    }
    int end = border;
    while (end < edges && time.applyAsLong(end) == tie) {
      end++;
    }
    chosen.clear(begin, end);
    for (int place : sample(end - begin, end - border, seeds)) {
      chosen.set(begin + place);
    }
    return chosen;
  }

  /** Marks a sample of the edges that are not marked. */
  static BitSet sampleOutside(BitSet marked, int edges, int count, Seeds seeds) {
    BitSet chosen = new BitSet(edges);
    int rank = -1;
    int place = -1;
    for (int next : sample(edges - marked.cardinality(), count, seeds)) {
      for (; place < next; place++) {
        rank = marked.nextClearBit(rank + 1);
      }
      chosen.set(rank);
    }
    return chosen;
  }

  /**
   * The blocks of the published procedure (rwalk code behind Peng et al., ICCD 2022): test is the last fifth by time in single precision,
   * ties at random; train and validation are independent samples of the rest, so that most validation edges are training edges.
   *
   * @param time of the edge of a rank, as {@code PublishedTimes} leaves it
   * @param walked edges of lower rank are walked
   * @throws DataRefusedException if there is no test edge
   */
  static BlockRule.Published blocks(int edges, LongUnaryOperator time, long walked, Seeds seeds) {
    int tests = tests(edges);
    if (tests == 0) {
      throw new DataRefusedException("a graph of " + edges + " edges has no test edge: it takes 5");
    }
    BitSet test = last(edges, time, tests, seeds.child("ties"));
    return new BlockRule.Published(sampleOutside(test, edges, 3 * tests, seeds.child("train")),
        sampleOutside(test, edges, tests, seeds.child("valid")), test, walked);
  }

  /** Places, ascending, of a uniform sample without replacement of a pool of a size (selection sampling, Knuth, TAOCP 3.4.2, algorithm S). */
  static int[] sample(int pool, int count, Seeds seeds) {
    SplittableRandom random = seeds.generator();
    int[] sample = new int[count];
    int size = 0;
    for (int i = 0; size < count; i++) {
      if (random.nextInt(pool - i) < count - size) {
        sample[size++] = i;
      }
    }
    return sample;
  }
}
