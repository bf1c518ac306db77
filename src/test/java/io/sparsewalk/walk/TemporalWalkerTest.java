package io.sparsewalk.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.TemporalGraph;
import io.sparsewalk.walk.WalkConfig.Overflow;
import io.sparsewalk.walk.WalkConfig.Start;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemporalWalkerTest {
  /** Vertex 0 has an edge to each of 1 to 8; two share a time. */
  private static final long[] TIMES = {5, 6, 6, 20, 50, 70, 99, 105};

  @ParameterizedTest
  @EnumSource(Transition.class)
  void oneStepFollowsTheExactSoftmax(Transition bias) {
    TemporalWalker walker = new TemporalWalker(star(TIMES), config(bias, Start.FIRST, Overflow.EXACT), 0, Seeds.of(1));
    double[] expected = new double[8];
    for (int e = 0; e < 8; e++) {
      double gap = TIMES[e] / 100.0;
      long time = TIMES[e];
      expected[e] = switch (bias) {
        case LATER -> Math.exp(gap);
        case SOONER -> Math.exp(-gap);
        case LINEAR -> Arrays.stream(TIMES).filter(t -> t <= time).count();
        case UNIFORM -> 1;
      };
    }
    assertThat(ChiSquareTest.withDefaults().test(expected, frequencies(walker)).getPValue()).isGreaterThan(1e-4);
  }

  @Test
  void aSpanOfZeroIsUniform() {
    TemporalWalker walker = new TemporalWalker(star(new long[] {7, 7, 7, 7}),
        config(Transition.LATER, Start.FIRST, Overflow.EXACT), 0, Seeds.of(1));
    assertThat(ChiSquareTest.withDefaults().test(frequencies(walker)).getPValue()).isGreaterThan(1e-4);
  }

  @Test
  void whereThePublishedWeightsOverflowItIsUniformIfAskedFor() {
    // The edges lie within 100 units, 10 000 units after the start.
    long[] far = IntStream.range(0, 8).mapToLong(i -> 10_000 + TIMES[i]).toArray();
    TemporalWalker walker =
        new TemporalWalker(star(far), config(Transition.LATER, Start.AFTER_MINIMUM, Overflow.UNIFORM), 0, Seeds.of(1));
    assertThat(ChiSquareTest.withDefaults().test(frequencies(walker)).getPValue()).isGreaterThan(1e-4);
    TemporalWalker exact =
        new TemporalWalker(star(far), config(Transition.LATER, Start.AFTER_MINIMUM, Overflow.EXACT), 0, Seeds.of(1));
    assertThat(ChiSquareTest.withDefaults().test(frequencies(exact)).getPValue()).isLessThan(1e-6);
  }

  @Test
  void everyHopIsAnEdgeStrictlyLaterThanTheOneBefore() {
    SplittableRandom random = new SplittableRandom(4);
    int[] source = random.ints(4000, 0, 60).toArray();
    int[] target = random.ints(4000, 0, 60).toArray();
    long[] time = random.longs(4000, 0, 700).sorted().toArray();
    TemporalGraph graph = TemporalGraph.of(60, source, target, time);
    int[] walk = new int[9];
    int full = 0;
    for (Start start : Start.values()) {
      TemporalWalker walker =
          new TemporalWalker(graph, config(8, Transition.LATER, 0, start, Overflow.EXACT), 0, Seeds.of(2));
      for (int v = 0; v < 62; v++) {
        for (int w = 0; w < 5; w++) {
          int size = walker.walk(w, v, walk);
          full += size == 9 ? 1 : 0;
          assertThat(size).isGreaterThanOrEqualTo(1);
          assertThat(walk[0]).isEqualTo(v);
          assertThat(isTemporalPath(graph, walk, size, start == Start.AFTER_MINIMUM ? 0 : -1)).isTrue();
          assertThat(v < 60 || size == 1).as("ids without edges stay where they are").isTrue();
        }
      }
    }
    assertThat(full).isPositive();
  }

  /** Greedy: the earliest possible arrival is the best for what follows. */
  private static boolean isTemporalPath(TemporalGraph graph, int[] walk, int size, long after) {
    long now = after;
    for (int i = 1; i < size; i++) {
      int edge = graph.firstLater(walk[i - 1], now);
      while (edge < graph.end(walk[i - 1]) && graph.target(edge) != walk[i]) {
        edge++;
      }
      if (edge == graph.end(walk[i - 1])) {
        return false;
      }
      now = graph.time(edge);
    }
    return true;
  }

  @Test
  void theEarliestEdgesAreNeverWalkedAfterTheMinimum() {
    TemporalWalker walker = new TemporalWalker(star(new long[] {5, 5, 9}),
        config(Transition.LATER, Start.AFTER_MINIMUM, Overflow.EXACT), 5, Seeds.of(1));
    int[] walk = new int[2];
    for (int w = 0; w < 100; w++) {
      assertThat(walker.walk(w, 0, walk)).isEqualTo(2);
      assertThat(walk[1]).isEqualTo(3);
    }
  }

  @Test
  void publishedTimesCollapseNearTimesAndKeepTheOrder() {
    long span = 2774L * 86_400;
    long[] times = IntStream.range(0, 2000).mapToLong(i -> i < 1000 ? i * 5L : span - (1999 - i) * 5L).toArray();
    long[] narrowed = times.clone();
    PublishedTimes.narrowInPlace(narrowed, 0, span);
    assertThat(narrowed[0]).isZero();
    assertThat(narrowed[times.length - 1]).isEqualTo(100_000_000_000_000_000L);
    assertThat(narrowed).isSorted();
    for (int i = 1; i < times.length; i++) {
      float before = (float) (Math.rint((double) times[i - 1] / span * 1e10) / 1e10);
      float now = (float) (Math.rint((double) times[i] / span * 1e10) / 1e10);
      assertThat(narrowed[i] == narrowed[i - 1]).isEqualTo(before == now);
    }
    // 14 seconds late in the span of stackoverflow fall together.
    assertThat(IntStream.range(1, times.length).filter(i -> narrowed[i] == narrowed[i - 1]).count()).isPositive();
  }

  private static long[] frequencies(TemporalWalker walker) {
    int[] walk = new int[2];
    long[] counts = new long[64];
    int most = 0;
    for (int w = 0; w < 80_000; w++) {
      walker.walk(w, 0, walk);
      counts[walk[1] - 1]++;
      most = Math.max(most, walk[1]);
    }
    return Arrays.copyOf(counts, most);
  }

  private static TemporalGraph star(long[] times) {
    return TemporalGraph.of(times.length + 1, new int[times.length], IntStream.rangeClosed(1, times.length).toArray(),
        times);
  }

  private static WalkConfig config(Transition bias, Start start, Overflow overflow) {
    return config(1, bias, 0, start, overflow);
  }

  static WalkConfig config(int length, Transition bias, long window, Start start, Overflow overflow) {
    return new WalkConfig(3, length, bias, window, WalkConfig.Along.OUT, WalkConfig.Order.FORWARD, 0, 1, 1, start,
        WalkConfig.Times.EXACT, overflow, WalkConfig.Mode.AUTO, 0);
  }
}
