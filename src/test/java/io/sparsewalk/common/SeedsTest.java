package io.sparsewalk.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void streamEqualsTheJdksSplitMix64() {
    Seeds seeds = new Seeds(42);
    SplittableRandom jdk = seeds.generator();
    for (int i = 0; i < 1000; i++) {
      assertThat(seeds.bits(i)).isEqualTo(jdk.nextLong());
    }
  }

  @Test
  void streamsOfNeighbouringEntitiesAreIndependent() {
    // 256 x 256 cells of (value of entity e, value of entity e + 1): uniform if the streams are unrelated.
    int cells = 16;
    long[] counts = new long[cells * cells];
    int pairs = 400_000;
    Seeds root = Seeds.of(7).child("walk");
    for (int e = 0; e < pairs; e++) {
      counts[root.child(e).below(cells, 0) * cells + root.child(e + 1).below(cells, 0)]++;
    }
    assertThat(chiSquareP(counts, pairs)).isGreaterThan(1e-4);
  }

  @Test
  void countersOfOneStreamAreUniformAndUncorrelated() {
    int cells = 32;
    long[] counts = new long[cells * cells];
    int pairs = 400_000;
    Seeds stream = Seeds.of(1).child("x");
    for (int i = 0; i < pairs; i++) {
      counts[stream.below(cells, 2L * i) * cells + stream.below(cells, 2L * i + 1)]++;
    }
    assertThat(chiSquareP(counts, pairs)).isGreaterThan(1e-4);
  }

  @Test
  void everyBitOfAKeyFlipsHalfOfTheBitsOfItsChildren() {
    for (int bit = 0; bit < 64; bit++) {
      long flipped = 0;
      for (int i = 0; i < 1000; i++) {
        flipped +=
            Long.bitCount(Seeds.of(i).child(3).bits(0) ^ new Seeds(Seeds.of(i).key() ^ 1L << bit).child(3).bits(0));
      }
      assertThat(flipped / 64_000.0).isBetween(0.48, 0.52);
    }
  }

  @Test
  void belowStaysInsideItsBound() {
    assertThat(Seeds.toBelow(-1L, 7)).isEqualTo(6);
    assertThat(Seeds.toBelow(0L, 7)).isZero();
    assertThat(Seeds.toBelow(-1L, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(Seeds.toUniform(-1L)).isLessThan(1.0);
  }

  private static double chiSquareP(long[] counts, long total) {
    double expected = (double) total / counts.length;
    double chi = 0;
    for (long c : counts) {
      chi += (c - expected) * (c - expected) / expected;
    }
    return ChiSquaredDistribution.of(counts.length - 1).survivalProbability(chi);
  }
}
