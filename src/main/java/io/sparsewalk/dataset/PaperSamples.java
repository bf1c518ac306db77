package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The draws of the published split. */
final class PaperSamples {
  private PaperSamples() {}

  /** Number of test edges, in the single precision of the published code. */
  static int tests(int edges) {
    return (int) ((float) edges * (1 - 0.8f));
  }

  /** Marks the last {@code count} of ascending times; which of a group of equal times at the border are among them is random. */
  static boolean[] last(long[] times, int count, Seeds seeds) {
    int border = times.length - count;
    boolean[] chosen = new boolean[times.length];
    Arrays.fill(chosen, border, times.length, true);
    if (count == 0) {
      return chosen;
    }
    int begin = border;
    while (begin > 0 && times[begin - 1] == times[border]) {
      begin--;
    }
    int end = border;
    while (end < times.length && times[end] == times[border]) {
      end++;
    }
    Arrays.fill(chosen, begin, end, false);
    for (int rank : sample(IntStream.range(begin, end).toArray(), end - border, seeds)) {
      chosen[rank] = true;
    }
    return chosen;
  }

  /** A uniform sample without replacement, in the order of the pool (selection sampling, Knuth, TAOCP 3.4.2, algorithm S). */
  static int[] sample(int[] pool, int count, Seeds seeds) {
    SplittableRandom random = seeds.generator();
    int[] sample = new int[count];
    int size = 0;
    for (int i = 0; size < count; i++) {
      if (random.nextInt(pool.length - i) < count - size) {
        sample[size++] = pool[i];
      }
    }
    return sample;
  }
}
