package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinkSplitTest {
  private static final SplitConfig SHARES = new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0,
      SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, new RankingConfig(20, 5));
  private final TimedEdges edges = edges(3000, 150);

  @Test
  void blocksAreDisjointInTimeAndTiesStayTogether() {
    LinkSplit split = LinkSplit.strict(edges, SHARES, Seeds.of(1));
    int train = split.known().length;
    int[] loops =
        IntStream.range(0, edges.size()).filter(rank -> edges.source()[rank] == edges.target()[rank]).toArray();
    assertThat(loops).isNotEmpty();
    assertThat(IntStream.of(loops)).as("self-loops are no examples")
        .allMatch(rank -> examples(split).noneMatch(r -> r == rank));
    assertThat(audit(split)).containsEntry("self_loops_left_out", loops.length / 3000.0);
    assertThat(examples(split).count() + loops.length).isEqualTo(edges.size());
    assertThat(train).isGreaterThanOrEqualTo(1800).isLessThan(1850);
    assertThat(edges.time()[train - 1]).isLessThan(edges.time()[train]);
    assertThat(lastTime(split.train())).isLessThan(firstTime(split.valid()));
    assertThat(lastTime(split.valid())).isLessThan(firstTime(split.test()));
    assertThat(split.walked().length()).isEqualTo(split.walked().cardinality()).isEqualTo(train);
  }

  private static IntStream examples(LinkSplit split) {
    return Stream.of(split.train(), split.valid(), split.test()).flatMapToInt(block -> IntStream.of(block.ranks()));
  }

  private long lastTime(LinkSplit.Block block) {
    return IntStream.of(block.ranks()).mapToLong(rank -> edges.time()[rank]).max().orElseThrow();
  }

  private long firstTime(LinkSplit.Block block) {
    return IntStream.of(block.ranks()).mapToLong(rank -> edges.time()[rank]).min().orElseThrow();
  }

  @Test
  void strictNegativesAreSeenVerticesNoSelfLoopsAndNoEdgesSoFar() {
    LinkSplit split = LinkSplit.strict(edges, SHARES, Seeds.of(1));
    Set<Integer> seen = new HashSet<>();
    for (int rank : split.known()) {
      seen.add(edges.source()[rank]);
      seen.add(edges.target()[rank]);
    }
    for (LinkSplit.Block block : List.of(split.train(), split.valid(), split.test())) {
      int end = (int) IntStream.range(0, edges.size()).filter(rank -> edges.time()[rank] <= lastTime(block)).count();
      Set<List<Integer>> known = IntStream.range(0, end)
          .mapToObj(rank -> List.of(edges.source()[rank], edges.target()[rank]))
          .collect(Collectors.toSet());
      Examples examples = block.examples();
      int n = block.ranks().length;
      int tails = 0;
      for (int i = n; i < 2 * n; i++) {
        assertThat(examples.positive()[i]).isFalse();
        assertThat(examples.source()[i]).isNotEqualTo(examples.target()[i]);
        assertThat(known).doesNotContain(List.of(examples.source()[i], examples.target()[i]));
        assertThat(seen).contains(examples.target()[i]);
        boolean keepsSource = examples.source()[i] == examples.source()[i - n];
        tails += keepsSource ? 1 : 0;
        assertThat(keepsSource || seen.contains(examples.source()[i])).isTrue();
        assertThat(examples.bothSeen()[i]).isEqualTo(examples.bothSeen()[i - n])
            .isEqualTo(seen.contains(examples.source()[i - n]) && seen.contains(examples.target()[i - n]));
      }
      assertThat((double) tails / n).isCloseTo(0.5, within(0.06));
    }
  }

  @Test
  void strictAuditShowsNoLeak() {
    Map<String, Double> audit = audit(LinkSplit.strict(edges, SHARES, Seeds.of(1)));
    assertThat(audit).containsEntry("valid_edges_in_train", 0.0)
        .containsEntry("test_edges_in_train", 0.0)
        .containsEntry("test_edges_seen_by_walks", 0.0)
        .containsEntry("test_self_loops", 0.0)
        .containsEntry("negatives_redrawn", 0.0)
        .containsEntry("ranking_left_out", 0.0)
        .doesNotContainKey("split_at_random");
    assertThat(audit.get("test_kept")).isStrictlyBetween(0.0, 1.0);
  }

  @Test
  void negativesByDegreeHaveTheEndsOfThePositives() {
    LinkSplit split = LinkSplit.strict(edges, with(0, SplitConfig.Negatives.DEGREE), Seeds.of(1));
    LinkSplit uniform = LinkSplit.strict(edges, SHARES, Seeds.of(1));
    for (LinkSplit.Block block : List.of(split.train(), split.valid(), split.test())) {
      Set<Integer> heads = IntStream.of(block.ends(true)).boxed().collect(Collectors.toSet());
      Set<Integer> tails = IntStream.of(block.ends(false)).boxed().collect(Collectors.toSet());
      Examples examples = block.examples();
      for (int i = block.ranks().length; i < examples.size(); i++) {
        assertThat(tails).contains(examples.target()[i]);
        assertThat(
            heads.contains(examples.source()[i]) || examples.source()[i] == examples.source()[i - block.ranks().length])
            .isTrue();
      }
    }
    // Popular targets are as frequent among negatives as among positives, far more than among uniform ones.
    assertThat(meanTargetDegree(split, false)).isBetween(0.6 * meanTargetDegree(split, true),
        1.1 * meanTargetDegree(split, true));
    assertThat(meanTargetDegree(uniform, false)).isLessThan(0.6 * meanTargetDegree(uniform, true));
  }

  private double meanTargetDegree(LinkSplit split, boolean positives) {
    Examples train = split.train().examples();
    int n = split.train().ranks().length;
    return IntStream.range(positives ? 0 : n, positives ? n : 2 * n)
        .mapToLong(i -> IntStream.of(edges.target()).filter(v -> v == train.target()[i]).count())
        .average()
        .orElseThrow();
  }

  private static SplitConfig with(double history, SplitConfig.Negatives negatives) {
    return new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, history, negatives, LeaksConfig.ALL, SHARES.ranking());
  }

  @Test
  void aHistoryIsWalkedAndNeverAnExample() {
    LinkSplit plain = LinkSplit.strict(edges, SHARES, Seeds.of(1));
    LinkSplit split = LinkSplit.strict(edges, with(0.4, SplitConfig.Negatives.UNIFORM), Seeds.of(1));
    assertThat(split.walked().length()).isEqualTo(split.walked().cardinality()).isEqualTo(1200);
    assertThat(split.earlier()).containsExactly(IntStream.range(0, 1200).toArray());
    assertThat(split.known()).containsExactly(IntStream.range(0, 1800).toArray());
    assertThat(IntStream.of(split.train().ranks())).allMatch(rank -> rank >= 1200 && rank < 1800);
    Set<Integer> seen = IntStream.range(0, 1200)
        .boxed()
        .flatMap(rank -> Stream.of(edges.source()[rank], edges.target()[rank]))
        .collect(Collectors.toSet());
    assertThat(seen).containsAll(IntStream.of(split.train().examples().source()).boxed().toList())
        .containsAll(IntStream.of(split.train().examples().target()).boxed().toList());
    // What is predicted is the same.
    assertThat(split.test().examples().source()).containsExactly(plain.test().examples().source());
    assertThat(split.test().examples().target()).containsExactly(plain.test().examples().target());
    assertThat(split.test().examples().bothSeen()).containsExactly(plain.test().examples().bothSeen());
  }

  @Test
  void rankingNegativesAreWhatTheirKindSays() {
    LinkSplit split = LinkSplit.strict(edges, SHARES, Seeds.of(1));
    Ranking ranking = split.ranking();
    Set<List<Integer>> every = pairs(0, edges.size());
    Set<List<Integer>> train = pairs(0, 1800);
    Set<List<Integer>> test = pairs(2400, 3000);
    assertThat(ranking.positives()).isEqualTo(20);
    assertThat(ranking.examples().size()).isEqualTo(20 + 3 * 100);
    int earlier = 0;
    for (int p = 0; p < 20; p++) {
      int source = ranking.examples().source()[p];
      assertThat(test).contains(List.of(source, ranking.examples().target()[p]));
      for (Ranking.Kind kind : Ranking.Kind.values()) {
        for (int n = 0; n < 5; n++) {
          int at = ranking.firstNegative(kind, p) + n;
          List<Integer> pair = List.of(ranking.examples().source()[at], ranking.examples().target()[at]);
          assertThat(pair.get(0)).isEqualTo(source).isNotEqualTo(pair.get(1));
          assertThat(ranking.examples().positive()[at]).isFalse();
          assertThat(kind == Ranking.Kind.HISTORICAL ? test : every).doesNotContain(pair);
          earlier += kind == Ranking.Kind.HISTORICAL && train.contains(pair) ? 1 : 0;
        }
      }
    }
    assertThat(ranking.historicalShare()).isEqualTo(earlier / 100.0);
    assertThat(LinkSplit.strict(edges, SHARES, Seeds.of(1)).ranking().examples().target())
        .containsExactly(ranking.examples().target());
  }

  private Set<List<Integer>> pairs(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(rank -> List.of(edges.source()[rank], edges.target()[rank]))
        .collect(Collectors.toSet());
  }

  @Test
  void paperSplitHasThePublishedSizesAndLeaks() {
    LinkSplit split = LinkSplit.paper(edges, 400, SHARES, Seeds.of(1));
    // trunc(float32(3000) * 0.19999998807907104)
    assertThat(split.test().ranks()).hasSize(599);
    assertThat(split.valid().ranks()).hasSize(599);
    assertThat(split.train().ranks()).hasSize(1797);
    assertThat(split.ids()).isEqualTo(400);
    Map<String, Double> audit = audit(split);
    assertThat(audit.get("valid_edges_in_train")).isCloseTo(0.75, within(0.06));
    assertThat(audit).containsEntry("test_edges_seen_by_walks", 1.0).containsEntry("test_edges_in_train", 0.0);
    int largestPool = IntStream.of(split.train().ranks()).map(rank -> (int) edges.time()[rank]).max().getAsInt();
    int smallestTest = IntStream.of(split.test().ranks()).map(rank -> (int) edges.time()[rank]).min().getAsInt();
    assertThat(largestPool).isLessThanOrEqualTo(smallestTest);
    Set<List<Integer>> all = IntStream.range(0, edges.size())
        .mapToObj(rank -> List.of(edges.source()[rank], edges.target()[rank]))
        .collect(Collectors.toSet());
    Examples test = split.test().examples();
    int phantoms = 0;
    for (int i = 599; i < 1198; i++) {
      assertThat(all).doesNotContain(List.of(test.source()[i], test.target()[i]));
      phantoms += test.target()[i] >= edges.vertices() ? 1 : 0;
    }
    assertThat(audit.get("test_negatives_without_edges")).isGreaterThan(phantoms / 599.0 - 1e-9);
    assertThat(phantoms / 599.0).as("share of ids without an edge")
        .isCloseTo(1 - edges.vertices() / 400.0, within(0.07));
  }

  @Test
  void withoutTestWalksNoEdgeThatAnySeedMayTestIsWalked() {
    SplitConfig config = new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0, SplitConfig.Negatives.UNIFORM,
        new LeaksConfig(false, false), SHARES.ranking());
    boolean[] tested = new boolean[edges.size()];
    int walkable = 0;
    for (int seed = 0; seed < 40; seed++) {
      LinkSplit split = LinkSplit.paper(edges, edges.vertices(), config, Seeds.of(seed));
      IntStream.of(split.test().ranks()).forEach(rank -> tested[rank] = true);
      walkable = split.walked().length();
      assertThat(audit(split)).containsEntry("test_edges_seen_by_walks", 0.0);
    }
    assertThat(IntStream.range(0, edges.size()).filter(rank -> tested[rank]).min()).hasValue(walkable);
  }

  @Test
  void publishedSizesOfTheRealDataSets() {
    assertThat((int) ((float) 1_148_072 * (1 - 0.8f))).isEqualTo(229_614);
    assertThat((int) ((float) 7_833_140 * (1 - 0.8f))).isEqualTo(1_566_627);
    assertThat((int) ((float) 63_497_050 * (1 - 0.8f))).isEqualTo(12_699_409);
  }

  @Test
  void paperTiesAtTheBorderAreDrawnAtRandom() {
    long[] times = new long[100];
    Arrays.fill(times, 50, 100, 1);
    int[] chosen = new int[100];
    for (int seed = 0; seed < 400; seed++) {
      PaperSamples.last(100, rank -> times[(int) rank], 20, Seeds.of(seed)).stream().forEach(i -> chosen[i]++);
    }
    assertThat(IntStream.range(0, 50).map(i -> chosen[i]).sum()).isZero();
    assertThat(IntStream.range(50, 100).map(i -> chosen[i]).sum()).isEqualTo(8000);
    assertThat(IntStream.range(50, 100)).allMatch(i -> chosen[i] > 110 && chosen[i] < 210);
  }

  @Test
  void timesThatDoNotSplitAreRefused() {
    long[] times = new long[100];
    assertThatThrownBy(() -> TimeCuts.of(times.length, rank -> times[(int) rank], SHARES))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("of 100 edges 100 fall to train and 0 to validation");
  }

  @Test
  void aGraphWithoutNonEdgesIsRefused() {
    TimedEdges pair =
        new TimedEdges(2, new int[] {0, 1, 0, 1, 0}, new int[] {1, 0, 1, 0, 1}, new long[] {1, 2, 3, 4, 5});
    assertThatThrownBy(() -> LinkSplit.strict(pair, SHARES, Seeds.of(1))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("every pair of the 2 vertices that may be an end is an edge");
    TimedEdges complete =
        timed(IntStream.range(0, 20).boxed().flatMap(u -> IntStream.range(0, 20).mapToObj(v -> new int[] {u, v})));
    for (ThrowingCallable split : List.<ThrowingCallable>of(() -> LinkSplit.strict(complete, SHARES, Seeds.of(1)),
        () -> LinkSplit.paper(complete, 20, SHARES, Seeds.of(1)))) {
      assertThatThrownBy(split).isInstanceOf(DataRefusedException.class).hasMessageContaining("every pair of the ");
    }
  }

  static Stream<Arguments> hubs() {
    SplittableRandom random = new SplittableRandom(5);
    List<int[]> pairs = IntStream.range(0, 40)
        .boxed()
        .flatMap(u -> IntStream.range(0, 40).filter(v -> v != u).mapToObj(v -> new int[] {u, v}))
        .toList();
    return Stream.of(arguments("star out", star(500, false)), arguments("star in", star(500, true)),
        arguments("announcer",
            Stream
                .concat(IntStream.range(1, 60).mapToObj(v -> new int[] {0, v}),
                    Stream.concat(
                        IntStream.range(0, 2000)
                            .mapToObj(e -> new int[] {1 + random.nextInt(59), 1 + random.nextInt(59)}),
                        IntStream.range(0, 900).mapToObj(e -> new int[] {0, 1 + random.nextInt(59)})))
                .toList()),
        // Every pair but one is an edge at least once, in any order.
        arguments("near-complete",
            Stream.concat(pairs.stream().skip(1), pairs.stream().skip(1))
                .sorted(Comparator.comparing(edge -> Seeds.childKey(edge[0], edge[1])))
                .toList()));
  }

  private static List<int[]> star(int leaves, boolean in) {
    return Stream
        .concat(IntStream.rangeClosed(1, leaves).boxed(), IntStream.range(0, leaves).mapToObj(e -> 1 + e * 7 % leaves))
        .map(leaf -> in ? new int[] {leaf, 0} : new int[] {0, leaf})
        .toList();
  }

  @ParameterizedTest
  @MethodSource("hubs")
  void noHubMakesAGraphUnfit(String name, List<int[]> list) {
    TimedEdges graph = timed(list.stream());
    int all = graph.size();
    Set<List<Integer>> every = IntStream.range(0, all)
        .mapToObj(rank -> List.of(graph.source()[rank], graph.target()[rank]))
        .collect(Collectors.toSet());
    for (SplitConfig.By by : List.of(SplitConfig.By.TIME, SplitConfig.By.RANDOM)) {
      for (SplitConfig.Negatives negatives : SplitConfig.Negatives.values()) {
        SplitConfig config = new SplitConfig(by, 0.6, 0.2, 0, negatives, LeaksConfig.ALL, SHARES.ranking());
        LinkSplit split = LinkSplit.strict(graph, config, Seeds.of(1));
        assertFair(split, every, false);
        // Every leaf of a star leads to the hub only: it keeps its negatives.
        assertThat(audit(split, graph).get("negatives_redrawn") > 0)
            .isEqualTo(!name.equals("star in") || negatives == SplitConfig.Negatives.DEGREE);
        Set<Integer> seen = IntStream.of(split.known())
            .boxed()
            .flatMap(rank -> Stream.of(graph.source()[rank], graph.target()[rank]))
            .collect(Collectors.toSet());
        Examples test = split.test().examples();
        long full = IntStream.range(0, split.test().ranks().length)
            .filter(i -> test.bothSeen()[i])
            .filter(
                i -> seen.stream().allMatch(v -> v == test.source()[i] || every.contains(List.of(test.source()[i], v))))
            .count();
        assertThat(audit(split, graph).get("ranking_left_out")).isEqualTo((double) full / split.test().ranks().length);
      }
    }
    assertFair(LinkSplit.paper(graph, graph.vertices(), SHARES, Seeds.of(1)), every, true);
  }

  /** A negative for every positive, none an edge; every ranked positive has its negatives, and none is an edge. */
  private static void assertFair(LinkSplit split, Set<List<Integer>> every, boolean loops) {
    Examples test = split.test().examples();
    int n = split.test().ranks().length;
    assertThat(test.size()).isEqualTo(2 * n);
    for (int i = n; i < 2 * n; i++) {
      assertThat(every).doesNotContain(List.of(test.source()[i], test.target()[i]));
      assertThat(loops || test.source()[i] != test.target()[i]).isTrue();
    }
    Ranking ranking = split.ranking();
    for (int p = 0; p < ranking.positives(); p++) {
      for (Ranking.Kind kind : List.of(Ranking.Kind.UNIFORM, Ranking.Kind.DEGREE)) {
        for (int k = 0; k < ranking.negatives(); k++) {
          int at = ranking.firstNegative(kind, p) + k;
          assertThat(ranking.examples().source()[at]).isEqualTo(ranking.examples().source()[p])
              .isNotEqualTo(ranking.examples().target()[at]);
          assertThat(every).doesNotContain(List.of(ranking.examples().source()[at], ranking.examples().target()[at]));
        }
      }
    }
  }

  @Test
  void aSourceWithPairsEnoughKeepsHalfItsNegatives() {
    // Vertex 0 leads to four of five others.
    SplittableRandom random = new SplittableRandom(6);
    TimedEdges graph = timed(IntStream.range(0, 4000)
        .mapToObj(e -> e % 2 == 0 ? new int[] {0, 1 + random.nextInt(160)}
            : new int[] {random.nextInt(200), random.nextInt(200)}));
    LinkSplit split = LinkSplit.strict(graph, SHARES, Seeds.of(1));
    assertThat(audit(split, graph)).containsEntry("negatives_redrawn", 0.0).containsEntry("ranking_left_out", 0.0);
  }

  @Test
  void aRandomSplitKeepsThePairsTogetherAndTheWalksInsideTraining() {
    for (double history : new double[] {0, 0.3}) {
      SplitConfig config = new SplitConfig(SplitConfig.By.RANDOM, 0.6, 0.2, history, SplitConfig.Negatives.UNIFORM,
          LeaksConfig.ALL, SHARES.ranking());
      LinkSplit split = LinkSplit.strict(edges, config, Seeds.of(7));
      Map<Set<Integer>, Set<Integer>> parts = new HashMap<>();
      for (int part = 0; part < 3; part++) {
        for (int rank : List.of(split.train(), split.valid(), split.test()).get(part).ranks()) {
          parts.computeIfAbsent(Set.of(edges.source()[rank], edges.target()[rank]), pair -> new HashSet<>()).add(part);
        }
      }
      assertThat(parts.values()).allMatch(where -> where.size() == 1);
      assertThat(parts.size()).as("repeats and edges back exist").isLessThan((int) examples(split).count() - 100);
      assertThat(split.valid().ranks().length / 3000.0).isCloseTo(0.2, within(0.04));
      assertThat(split.test().ranks().length / 3000.0).isCloseTo(0.2, within(0.04));
      PairShare walks = PairShare.of(config.walked(), Seeds.of(7));
      IntStream.range(0, edges.size())
          .forEach(rank -> assertThat(split.walked().get(rank))
              .isEqualTo(walks.has(edges.source()[rank], edges.target()[rank])));
      assertThat(split.walked().stream().toArray()).isEqualTo(split.earlier());
      assertThat(examples(split).anyMatch(rank -> split.walked().get(rank))).isEqualTo(history == 0);
      assertThat(IntStream.concat(IntStream.of(split.valid().ranks()), IntStream.of(split.test().ranks())))
          .noneMatch(rank -> split.walked().get(rank) || Arrays.binarySearch(split.known(), rank) >= 0);
      assertThat(audit(split)).containsEntry("split_at_random", 1.0)
          .containsEntry("test_edges_seen_by_walks", 0.0)
          .containsEntry("test_pairs_in_train", 0.0)
          .containsEntry("valid_pairs_in_train", 0.0);
      assertFair(split, pairs(0, edges.size()), false);
      assertThat(LinkSplit.strict(edges, config, Seeds.of(7)).test().ranks()).isEqualTo(split.test().ranks());
      assertThat(LinkSplit.strict(edges, config, Seeds.of(8)).test().ranks()).isNotEqualTo(split.test().ranks());
    }
  }

  @Test
  void aRandomSplitAsksForNothingOfTheTimes() {
    TimedEdges still = new TimedEdges(edges.vertices(), edges.source(), edges.target(), new long[edges.size()]);
    SplitConfig config = new SplitConfig(SplitConfig.By.RANDOM, 0.6, 0.2, 0, SplitConfig.Negatives.UNIFORM,
        LeaksConfig.ALL, SHARES.ranking());
    assertThat(LinkSplit.strict(still, config, Seeds.of(1)).test().ranks())
        .isEqualTo(LinkSplit.strict(edges, config, Seeds.of(1)).test().ranks());
    assertThatThrownBy(() -> LinkSplit.strict(still, SHARES, Seeds.of(1))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("-D split.by=random");
  }

  @Test
  void aPartOfSelfLoopsOnlyIsRefused() {
    TimedEdges loops =
        timed(IntStream.range(0, 100).mapToObj(e -> e < 80 ? new int[] {e % 9, e % 7 + 9} : new int[] {3, 3}));
    assertThatThrownBy(() -> LinkSplit.strict(loops, SHARES, Seeds.of(1))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("no example is left for test: of 20 edges there, none is between two different vertices");
  }

  /** Edges one moment after the other. */
  private static TimedEdges timed(Stream<int[]> pairs) {
    List<int[]> list = pairs.toList();
    int vertices = 1 + list.stream().mapToInt(edge -> Math.max(edge[0], edge[1])).max().orElseThrow();
    return new TimedEdges(vertices, list.stream().mapToInt(edge -> edge[0]).toArray(),
        list.stream().mapToInt(edge -> edge[1]).toArray(), IntStream.range(0, list.size()).asLongStream().toArray());
  }

  private Map<String, Double> audit(LinkSplit split) {
    return audit(split, edges);
  }

  private static Map<String, Double> audit(LinkSplit split, TimedEdges edges) {
    return WholeAudit.of(split, edges)
        .stream()
        .collect(Collectors.toMap(LeakAudit.Figure::name, LeakAudit.Figure::value));
  }

  /** Random edges whose vertices come up one after the other, with ties in time. */
  private static TimedEdges edges(int size, int vertices) {
    SplittableRandom random = new SplittableRandom(8);
    int[] source = new int[size];
    int[] target = new int[size];
    long[] time = new long[size];
    for (int i = 0; i < size; i++) {
      int born = 2 + (vertices - 2) * i / size;
      source[i] = random.nextInt(born);
      target[i] = random.nextInt(born);
      time[i] = i / 4;
    }
    return new TimedEdges(vertices, source, target, time);
  }
}
