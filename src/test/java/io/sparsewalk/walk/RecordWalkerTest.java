package io.sparsewalk.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sparsewalk.common.AliasTable;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.TemporalGraph;
import io.sparsewalk.walk.WalkConfig.Overflow;
import io.sparsewalk.walk.WalkConfig.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordWalkerTest {
  private static final int VERTICES = 200;

  /** Vertex 0 is a hub with a third of the edges; many times are equal; the last ids have no edges. */
  private final int[] source;
  private final int[] target;
  private final long[] time;

  RecordWalkerTest() {
    SplittableRandom random = new SplittableRandom(3);
    source = IntStream.range(0, 6000).map(e -> random.nextInt(3) == 0 ? 0 : random.nextInt(VERTICES - 5)).toArray();
    target = IntStream.range(0, 6000).map(e -> random.nextInt(5) == 0 ? 0 : random.nextInt(VERTICES - 5)).toArray();
    // Long gaps, so that the published weights overflow at some vertices.
    time = random.longs(6000, 0, 900).map(t -> t * t * t).sorted().toArray();
  }

  static Stream<WalkConfig> everyConfig() {
    List<WalkConfig> all = new ArrayList<>();
    for (Transition bias : Transition.values()) {
      for (Start start : Start.values()) {
        for (long window : new long[] {0, 50_000_000}) {
          if (window == 0 || start != Start.AFTER_MINIMUM && bias != Transition.LINEAR) {
            all.add(TemporalWalkerTest.config(6, bias, window, start, Overflow.EXACT));
            all.add(TemporalWalkerTest.config(6, bias, window, start, Overflow.UNIFORM));
          }
        }
      }
    }
    all.add(config(Transition.LATER, WalkConfig.Order.FORWARD, 0.3, 1, 1, Start.ANY));
    all.add(config(Transition.UNIFORM, WalkConfig.Order.NONE, 0, 1, 1, Start.FIRST));
    all.add(config(Transition.SOONER, WalkConfig.Order.NONE, 0.1, 1, 1, Start.FIRST));
    // Rows by time, not by target.
    all.add(config(Transition.UNIFORM, WalkConfig.Order.NONE, 0.1, 4, 0.5, Start.FIRST));
    all.add(config(Transition.LATER, WalkConfig.Order.NONE, 0, 0.5, 4, Start.FIRST));
    return all.stream();
  }

  private static WalkConfig config(Transition bias, WalkConfig.Order order, double restart, double p, double q,
      Start start) {
    return new WalkConfig(3, 6, bias, 0, WalkConfig.Along.OUT, order, restart, p, q, start, WalkConfig.Times.EXACT,
        Overflow.EXACT, WalkConfig.Mode.AUTO, 0);
  }

  @Test
  void secondOrderWalksAreThoseOfThePlainWalkerAndFollowTheWeightsOfNodeToVec() {
    // 0 - 1, 0 - 2, 1 - 2, 1 - 3, both ways. Coming from 0 to 1: back to 0 has 1/p, on to 2 has 1, to 3 has 1/q.
    int[] from = {0, 0, 1, 1, 1, 2, 2, 3};
    int[] to = {1, 2, 0, 2, 3, 0, 1, 1};
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0, 4, 0.5, Start.FIRST);
    RecordWalker records = new RecordWalker(EdgeRecords.of(4, from, to, new long[8], config, 0), config, Seeds.of(3));
    TemporalWalker plain = new TemporalWalker(TemporalGraph.of(4, from, to, new long[8]), config, 0, Seeds.of(3));
    int walks = 40_000;
    int[] out = new int[7 * walks];
    int[] sizes = new int[walks];
    records.walk(0, walks, new int[] {0}, out, sizes);
    long[] counts = new long[3];
    int[] expected = new int[7];
    for (int i = 0; i < walks; i++) {
      assertThat(plain.walk(i, 0, expected)).isEqualTo(sizes[i]);
      assertThat(Arrays.copyOfRange(out, 7 * i, 7 * i + 7)).isEqualTo(expected);
      if (out[7 * i + 1] == 1) {
        counts[out[7 * i + 2] == 0 ? 0 : out[7 * i + 2] - 1]++;
      }
    }
    assertThat(ChiSquareTest.withDefaults().test(new double[] {0.25, 1, 2}, counts).getPValue()).isGreaterThan(1e-4);
  }

  static Stream<Arguments> everyWayOfNodeToVec() {
    return Stream.of(WalkConfig.Along.values())
        .flatMap(along -> Stream.of(true, false)
            .flatMap(directed -> Stream.of(new double[] {4, 0.25}, new double[] {0.25, 4})
                .map(pq -> arguments(along, directed, pq[0], pq[1]))));
  }

  @ParameterizedTest
  @MethodSource("everyWayOfNodeToVec")
  void everyStepOfNodeToVecFollowsItsLawAlongEitherWayOfAnyGraph(WalkConfig.Along along, boolean directed, double p,
      double q) {
    // Repeated edges, edges both ways, self-loops; rows along both ways are in no order of their targets.
    List<int[]> graph = smallGraph(directed);
    WalkConfig config = new WalkConfig(1, 60, Transition.UNIFORM, 0, along, WalkConfig.Order.NONE, 0, p, q, Start.FIRST,
        WalkConfig.Times.EXACT, Overflow.EXACT, WalkConfig.Mode.AUTO, 0);
    WalkEdges seen = walkEdges(graph).as(config);
    RecordWalker walker =
        new RecordWalker(EdgeRecords.of(10, seen.source(), seen.target(), seen.time(), config, 0), config, Seeds.of(3));
    TemporalWalker plain =
        new TemporalWalker(TemporalGraph.of(10, seen.source(), seen.target(), seen.time()), config, 0, Seeds.of(3));
    int walks = 12_000;
    int[] out = new int[61 * walks];
    int[] sizes = new int[walks];
    walker.walk(0, walks, IntStream.range(0, 10).toArray(), out, sizes);
    long[][][] counts = new long[10][10][10];
    int[] expected = new int[61];
    for (int i = 0; i < walks; i++) {
      assertThat(plain.walk(i / 10, i % 10, expected)).isEqualTo(sizes[i]);
      assertThat(Arrays.copyOfRange(out, 61 * i, 61 * i + sizes[i])).isEqualTo(Arrays.copyOf(expected, sizes[i]));
      for (int at = 61 * i + 2; at < 61 * i + sizes[i]; at++) {
        counts[out[at - 2]][out[at - 1]][out[at]]++;
      }
    }
    int judged = 0;
    for (int before = 0; before < 10; before++) {
      for (int here = 0; here < 10; here++) {
        judged += assertLaw(law(graph, config, before, here), counts[before][here]) ? 1 : 0;
      }
    }
    assertThat(judged).isGreaterThanOrEqualTo(10);
  }

  @Test
  void nodeToVecOverAGraphInPartsIsRefused() {
    assertThatThrownBy(() -> new WalkConfig(1, 5, Transition.UNIFORM, 0, WalkConfig.Along.BOTH, WalkConfig.Order.NONE,
        0, 4, 1, Start.FIRST, WalkConfig.Times.EXACT, Overflow.EXACT, WalkConfig.Mode.PARTITIONED, 0))
        .hasMessageContaining("returning 4.0 and in-out 1.0 other than 1 need mode replicated");
  }

  /** Ten vertices; undirected as the ingest stores it: every edge both ways, self-loops once. In the order of source and target. */
  private static List<int[]> smallGraph(boolean directed) {
    SplittableRandom random = new SplittableRandom(12);
    List<int[]> graph =
        new ArrayList<>(List.of(new int[] {4, 4}, new int[] {1, 7}, new int[] {1, 7}, new int[] {7, 1}));
    IntStream.range(0, directed ? 32 : 14).forEach(e -> graph.add(new int[] {random.nextInt(10), random.nextInt(10)}));
    if (!directed) {
      graph
          .addAll(graph.stream().filter(edge -> edge[0] != edge[1]).map(edge -> new int[] {edge[1], edge[0]}).toList());
    }
    graph.sort(Comparator.<int[]>comparingInt(edge -> edge[0]).thenComparingInt(edge -> edge[1]));
    return graph;
  }

  private static WalkEdges walkEdges(List<int[]> graph) {
    return new WalkEdges(graph.stream().mapToInt(edge -> edge[0]).toArray(),
        graph.stream().mapToInt(edge -> edge[1]).toArray(), new long[graph.size()]);
  }

  /** Grover and Leskovec, section 3.2, by looking at all edges: 1/p back, 1 to what the vertex before leads to, 1/q elsewhere. */
  private static double[] law(List<int[]> graph, WalkConfig config, int before, int here) {
    double[] weights = new double[10];
    for (int[] edge : graph) {
      for (int way = 0; way < 2; way++) {
        boolean walked =
            config.along() == WalkConfig.Along.BOTH || (config.along() == WalkConfig.Along.OUT) == (way == 0);
        if (walked && edge[way] == here) {
          int to = edge[1 - way];
          weights[to] +=
              to == before ? 1 / config.returning() : leads(graph, config.along(), before, to) ? 1 : 1 / config.inOut();
        }
      }
    }
    return weights;
  }

  private static boolean leads(List<int[]> graph, WalkConfig.Along along, int from, int to) {
    return graph.stream()
        .anyMatch(edge -> along != WalkConfig.Along.IN && edge[0] == from && edge[1] == to
            || along != WalkConfig.Along.OUT && edge[1] == from && edge[0] == to);
  }

  /** False if there is no choice or there are too few steps to judge. */
  private static boolean assertLaw(double[] weights, long[] counts) {
    int[] possible = IntStream.range(0, weights.length).filter(v -> weights[v] > 0).toArray();
    assertThat(IntStream.range(0, weights.length).filter(v -> counts[v] > 0).allMatch(v -> weights[v] > 0)).isTrue();
    if (possible.length < 2 || Arrays.stream(counts).sum() < 2_000) {
      return false;
    }
    assertThat(ChiSquareTest.withDefaults()
        .test(IntStream.of(possible).mapToDouble(v -> weights[v]).toArray(),
            IntStream.of(possible).mapToLong(v -> counts[v]).toArray())
        .getPValue()).isGreaterThan(1e-5);
    return true;
  }

  @Test
  void weightedWalksAreThoseOfTheAliasTablesOfTheirVertices() {
    SplittableRandom random = new SplittableRandom(4);
    // From very light to very heavy; the hub's row is long, edges repeat.
    float[] weight = new float[source.length];
    for (int e = 0; e < weight.length; e++) {
      weight[e] = (float) Math.exp(12 * random.nextDouble() - 6);
    }
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0.1, 1, 1, Start.FIRST);
    RecordWalker walker =
        new RecordWalker(EdgeRecords.weighted(VERTICES, source, target, weight, config), config, Seeds.of(5));
    int walks = 3 * VERTICES;
    int[] out = new int[7 * walks];
    int[] sizes = new int[walks];
    walker.walk(0, walks, IntStream.range(0, VERTICES).toArray(), out, sizes);
    for (int i = 0; i < walks; i++) {
      int[] expected = weighted(weight, i / VERTICES, i % VERTICES, config);
      assertThat(Arrays.copyOfRange(out, 7 * i, 7 * i + sizes[i])).isEqualTo(expected);
    }
  }

  /** A table of each vertex, made anew at every step. */
  private int[] weighted(float[] weight, int walk, int start, WalkConfig config) {
    long stream = Seeds.childKey(Seeds.childKey(TemporalWalker.key(Seeds.of(5)), walk), start);
    int[] path = {start};
    while (path.length <= 6) {
      int here = path[path.length - 1];
      long step = Seeds.childKey(stream, path.length);
      int[] row = IntStream.range(0, source.length).filter(e -> source[e] == here).toArray();
      boolean back = config.restarts(path.length, step);
      if (row.length == 0 && !back) {
        break;
      }
      AliasTable table = back ? null : new AliasTable(Arrays.stream(row).mapToDouble(e -> weight[e]).toArray());
      path = Arrays.copyOf(path, path.length + 1);
      path[path.length - 1] = back ? start : target[row[table.draw(Seeds.bits(step, 0))]];
    }
    return path;
  }

  @Test
  void weightsMultiplyThoseOfNodeToVec() {
    // As above, coming from 0 to 1, with weights 3 (back), 1 (to 2) and 2 (to 3).
    int[] from = {0, 1, 1, 1, 0, 2};
    int[] to = {1, 0, 2, 3, 2, 0};
    float[] weight = {1, 3, 1, 2, 1e-9f, 1};
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0, 4, 0.5, Start.FIRST);
    RecordWalker walker = new RecordWalker(EdgeRecords.weighted(4, from, to, weight, config), config, Seeds.of(3));
    int[] out = new int[7 * 40_000];
    walker.walk(0, 40_000, new int[] {0}, out, new int[40_000]);
    long[] counts = new long[3];
    for (int i = 0; i < 40_000; i++) {
      if (out[7 * i + 1] == 1) {
        counts[out[7 * i + 2] == 0 ? 0 : out[7 * i + 2] - 1]++;
      }
    }
    assertThat(ChiSquareTest.withDefaults().test(new double[] {3 * 0.25, 1, 2 * 2}, counts).getPValue())
        .isGreaterThan(1e-4);
  }

  @Test
  void aWeightedRecordIsTwentyBytes() {
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0, 1, 1, Start.FIRST);
    float[] weight = new float[source.length];
    Arrays.fill(weight, 1);
    assertThat(EdgeRecords.weighted(VERTICES, source, target, weight, config).bytes())
        .isEqualTo(20 * 6000 + 4 * (VERTICES + 1));
  }

  @Test
  void restartsComeAsOftenAsAskedFor() {
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0.25, 1, 1, Start.FIRST);
    // A ring: a walk stands on its start only after a restart.
    int[] ring = IntStream.range(0, 10).toArray();
    int[] next = IntStream.range(0, 10).map(v -> (v + 1) % 10).toArray();
    RecordWalker walker =
        new RecordWalker(EdgeRecords.of(10, ring, next, new long[10], config, 0), config, Seeds.of(3));
    int[] out = new int[7 * 20_000];
    walker.walk(0, 20_000, new int[] {4}, out, new int[20_000]);
    long restarts = IntStream.range(0, 20_000).filter(i -> out[7 * i + 2] == 4).count();
    assertThat(restarts / 20_000.0).isBetween(0.24, 0.26);
  }

  @ParameterizedTest
  @MethodSource("everyConfig")
  void walksAreThoseOfThePlainWalkerWhateverTheStretch(WalkConfig config) {
    TemporalWalker plain =
        new TemporalWalker(TemporalGraph.of(VERTICES, source, target, time), config, time[0], Seeds.of(5));
    RecordWalker records =
        new RecordWalker(EdgeRecords.of(VERTICES, source, target, time, config, time[0]), config, Seeds.of(5));
    int[] starts = IntStream.range(0, VERTICES + 3).filter(v -> v % 7 != 1).toArray();
    int all = starts.length * config.perVertex();
    int[] expected = new int[config.length() + 1];
    for (int parts : new int[] {1, 3}) {
      for (int part = 0; part < parts; part++) {
        int from = all * part / parts;
        int walks = all * (part + 1) / parts - from;
        int[] out = new int[walks * expected.length];
        int[] sizes = new int[walks];
        long hops = records.walk(from, walks, starts, out, sizes);
        assertThat(hops).isEqualTo(Arrays.stream(sizes).sum() - walks);
        for (int i = 0; i < walks; i++) {
          int size = plain.walk((from + i) / starts.length, starts[(from + i) % starts.length], expected);
          assertThat(Arrays.copyOfRange(out, i * expected.length, i * expected.length + sizes[i]))
              .isEqualTo(Arrays.copyOf(expected, size));
        }
      }
    }
  }

  @Test
  void aStepFromAHubWithTiesFollowsTheExactSoftmax() {
    long[] times = {5, 6, 6, 6, 20, 50, 70, 70, 99, 105};
    int n = times.length;
    int[] from = IntStream.concat(IntStream.of(n + 1), IntStream.range(0, n).map(e -> 0)).toArray();
    int[] to = IntStream.concat(IntStream.of(0), IntStream.rangeClosed(1, n)).toArray();
    long[] when = Arrays.copyOf(new long[] {5}, n + 1);
    System.arraycopy(times, 0, when, 1, n);
    WalkConfig config = TemporalWalkerTest.config(2, Transition.LATER, 0, Start.FIRST, Overflow.EXACT);
    RecordWalker walker = new RecordWalker(EdgeRecords.of(n + 2, from, to, when, config, 5), config, Seeds.of(8));
    int walks = 100_000;
    int[] out = new int[3 * walks];
    walker.walk(0, walks, new int[] {n + 1}, out, new int[walks]);
    // Arrived at 0 at time 5: the edge of time 5 cannot follow.
    long[] counts = new long[n - 1];
    double[] expected = new double[n - 1];
    for (int i = 0; i < walks; i++) {
      counts[out[3 * i + 2] - 2]++;
    }
    for (int e = 1; e < n; e++) {
      expected[e - 1] = Math.exp((times[e] - 5) / 100.0);
    }
    assertThat(ChiSquareTest.withDefaults().test(expected, counts).getPValue()).isGreaterThan(1e-4);
  }

  @Test
  void aSecondOrderRecordIsTwentyBytes() {
    WalkConfig config = config(Transition.UNIFORM, WalkConfig.Order.NONE, 0, 4, 0.5, Start.FIRST);
    assertThat(EdgeRecords.of(VERTICES, source, target, time, config, time[0]).bytes())
        .isEqualTo(20 * 6000 + 4 * (VERTICES + 1));
  }

  @Test
  void aRecordIsSixteenBytes() {
    WalkConfig config = TemporalWalkerTest.config(6, Transition.LATER, 0, Start.FIRST, Overflow.EXACT);
    EdgeRecords records = EdgeRecords.of(VERTICES, source, target, time, config, time[0]);
    assertThat(records.edges()).isEqualTo(6000);
    assertThat(records.bytes()).isEqualTo(16 * 6000 + 4 * (VERTICES + 1));
  }
}
