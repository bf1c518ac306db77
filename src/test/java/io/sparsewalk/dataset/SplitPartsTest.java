package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of edges, each divided by itself, are the split of all edges at once. */
class SplitPartsTest {
  private static final RankingConfig RANKING = new RankingConfig(30, 5);
  private static final Seeds SEEDS = Seeds.of(4);

  /** A graph cut into parts, of which some are empty if there are more of them than edges. */
  private record Cut(TimedEdges edges, int parts) implements EdgeParts {
    @Override
    public Ends ends(int part) {
      return new Ends(at(part), Arrays.copyOfRange(edges.source(), at(part), at(part + 1)),
          Arrays.copyOfRange(edges.target(), at(part), at(part + 1)));
    }

    @Override
    public long[] times(int part) {
      return Arrays.copyOfRange(edges.time(), at(part), at(part + 1));
    }

    private int at(int part) {
      return (int) ((long) edges.size() * part / parts);
    }
  }

  /** What the stage does, file by file. */
  private static final class Split {
    final EdgeParts edges;
    final SplitGround ground;
    final SplitCounts counts;
    final SplitSamples samples;
    final boolean newVertices;
    final Examples[] blocks = new Examples[3];
    final Ranking ranking;
    private SplitCounts found;

    Split(EdgeParts edges, BlockRule rule, int ids, SplitConfig config) {
      this.edges = edges;
      SeenVertices vertices = IntStream.range(0, edges.parts())
          .mapToObj(part -> SeenVertices.of(rule, edges.ends(part)))
          .reduce(SeenVertices::or)
          .orElseThrow();
      SplitPlan plan = rule instanceof BlockRule.Published published ? SplitPlan.paper(published, ids, SEEDS)
          : SplitPlan.strict(rule, config, vertices, ids, SEEDS);
      newVertices = plan.protocol() == Protocol.STRICT && counts(plan).positives(BlockRule.TRAIN) == 0;
      plan = newVertices ? plan.withNewVertices() : plan;
      counts = counts(plan);
      ground = SplitGround.of(plan, edges, counts);
      samples = new SplitSamples(ground, edges, counts);
      found = counts;
      for (int block = 0; block < 3; block++) {
        int b = block;
        SplitPlan settled = plan;
        List<BlockExamples> all = IntStream.range(0, edges.parts())
            .mapToObj(part -> ground.drawn() != null && b == 0 ? ground.drawn()
                .range(part * ground.drawn().size() / edges.parts(), (part + 1) * ground.drawn().size() / edges.parts())
                : settled.positives(b, edges.ends(part)))
            .map(positives -> BlockExamples.of(ground, b, positives))
            .toList();
        found = all.stream().map(each -> each.counts(ground, b, vertices.connected())).reduce(found, SplitCounts::plus);
        blocks[b] =
            joined(Stream.concat(all.stream().map(BlockExamples::positives), all.stream().map(BlockExamples::negatives))
                .toList());
      }
      SplitSamples.Ranked ranked = samples.ranking(config.ranking());
      ranking = ranked.ranking();
      found = found.plus(ranked.counts());
    }

    private SplitCounts counts(SplitPlan plan) {
      return IntStream.range(0, edges.parts())
          .mapToObj(part -> SplitCounts.of(plan, edges.ends(part)))
          .reduce(new SplitCounts(), SplitCounts::plus);
    }

    List<LeakAudit.Figure> audit(boolean atRandom) {
      return LeakAudit.of(found, new LeakAudit.About(atRandom, true, newVertices, ranking.historicalShare()));
    }
  }

  private static Examples joined(List<Examples> parts) {
    int size = parts.stream().mapToInt(Examples::size).sum();
    boolean[] positive = new boolean[size];
    boolean[] seen = new boolean[size];
    int at = 0;
    for (Examples part : parts) {
      System.arraycopy(part.positive(), 0, positive, at, part.size());
      System.arraycopy(part.bothSeen(), 0, seen, at, part.size());
      at += part.size();
    }
    return new Examples(parts.stream().flatMapToInt(part -> IntStream.of(part.source())).toArray(),
        parts.stream().flatMapToInt(part -> IntStream.of(part.target())).toArray(), positive, seen);
  }

  static Stream<TimedEdges> graphs() {
    int[] star = IntStream.range(0, 600).toArray();
    return Stream.of(edges(3000, 150),
        // A star whose leaves are new, then known: no training edge is between vertices of the history.
        new TimedEdges(301, new int[600], Arrays.stream(star).map(e -> 1 + e % 300).toArray(),
            Arrays.stream(star).asLongStream().toArray()),
        // A hub with an edge to everybody, and others.
        new TimedEdges(40, Arrays.stream(star).map(e -> e % 3 == 0 ? 0 : 1 + e * 7 % 39).toArray(),
            Arrays.stream(star).map(e -> e % 3 == 0 ? 1 + e / 3 % 39 : 1 + e * 11 % 39).toArray(),
            Arrays.stream(star).mapToLong(e -> e / 2).toArray()));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void anyNumberOfPartsIsTheStrictSplitOfTheWhole(TimedEdges graph) {
    for (SplitConfig.By by : List.of(SplitConfig.By.TIME, SplitConfig.By.RANDOM)) {
      for (double history : new double[] {0, 0.3}) {
        for (SplitConfig.Negatives negatives : SplitConfig.Negatives.values()) {
          SplitConfig config = new SplitConfig(by, 0.6, 0.2, history, negatives, LeaksConfig.ALL, RANKING);
          LinkSplit whole = LinkSplit.strict(graph, config, SEEDS);
          for (int parts : new int[] {1, 2, 7}) {
            BlockRule rule = by == SplitConfig.By.RANDOM ? BlockRule.ByPair.of(config, SEEDS)
                : new BlockRule.ByTime(TimeCuts.of(graph.size(), rank -> graph.time()[(int) rank], config));
            assertSame(new Split(new Cut(graph, parts), rule, graph.vertices(), config), whole, graph);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void anyNumberOfPartsIsThePublishedSplitOfTheWhole(TimedEdges graph) {
    for (LeaksConfig leaks : List.of(LeaksConfig.ALL, new LeaksConfig(true, false))) {
      SplitConfig config =
          new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0, SplitConfig.Negatives.UNIFORM, leaks, RANKING);
      int ids = graph.vertices() + 50;
      LinkSplit whole = LinkSplit.paper(graph, ids, config, SEEDS);
      for (int parts : new int[] {1, 2, 7}) {
        BlockRule rule = BlockRule.Published.of(graph.size(), rank -> graph.time()[(int) rank], leaks, SEEDS);
        assertSame(new Split(new Cut(graph, parts), rule, ids, config), whole, graph);
      }
    }
  }

  private static void assertSame(Split split, LinkSplit whole, TimedEdges graph) {
    List<LinkSplit.Block> blocks = List.of(whole.train(), whole.valid(), whole.test());
    for (int block = 0; block < 3; block++) {
      assertSame(split.blocks[block], blocks.get(block).examples());
    }
    assertSame(split.ranking.examples(), whole.ranking().examples());
    assertThat(split.ranking.positives()).isEqualTo(whole.ranking().positives());
    assertThat(
        split.audit(whole.account().atRandom()).stream().map(each -> List.of(each.name(), each.value())).toList())
        .isEqualTo(
            WholeAudit.of(whole, graph).stream().map(each -> List.<Object>of(each.name(), each.value())).toList());
    assertSamples(split, blocks);
    assertFitted(split, whole);
  }

  private static void assertSame(Examples actual, Examples expected) {
    assertThat(actual.source()).isEqualTo(expected.source());
    assertThat(actual.target()).isEqualTo(expected.target());
    assertThat(actual.positive()).isEqualTo(expected.positive());
    assertThat(actual.bothSeen()).isEqualTo(expected.bothSeen());
  }

  /** As the baselines thin them: all, or every so many-th of positives and negatives together. */
  private static void assertSamples(Split split, List<LinkSplit.Block> blocks) {
    for (int most : new int[] {100_000, 97, 1}) {
      for (int block = 1; block < 3; block++) {
        assertSame(split.samples.kept(block, most), thinned(blocks.get(block).examples().seen(), most));
      }
    }
  }

  private static void assertFitted(Split split, LinkSplit whole) {
    boolean own = whole.earlier().length < whole.known().length;
    int positives = whole.train().ranks().length;
    int first = own ? 0 : (int) (2 / 3.0 * positives);
    int[] before = own ? whole.earlier() : Arrays.stream(whole.train().ranks()).limit(first).sorted().toArray();
    SplitSamples.Chosen chosen = split.samples.before(2 / 3.0);
    assertThat(IntStream.range(0, split.edges.parts()).boxed().flatMap(part -> {
      Stream.Builder<Integer> ranks = Stream.builder();
      split.edges.ends(part).forEach((rank, source, target) -> {
        if (chosen.has(rank, source, target)) {
          ranks.add((int) rank);
        }
      });
      return ranks.build();
    }).collect(Collectors.toList())).isEqualTo(Arrays.stream(before).boxed().toList());
    boolean[] met = new boolean[whole.ids()];
    Examples train = whole.train().examples();
    split.edges.forEach((rank, source, target) -> {
      if (Arrays.binarySearch(before, (int) rank) >= 0) {
        met[source] = true;
        met[target] = true;
      }
    });
    int[] fitted = IntStream.range(0, train.size())
        .filter(i -> i % positives >= first)
        .filter(i -> met[train.source()[i % positives]] && met[train.target()[i % positives]])
        .toArray();
    for (int most : new int[] {100_000, 50}) {
      assertSame(split.samples.fitted(chosen, most), thinned(train.subset(fitted), most));
    }
  }

  private static Examples thinned(Examples examples, int most) {
    int stride = (examples.size() + most - 1) / most;
    return stride <= 1 ? examples
        : examples.subset(IntStream.range(0, examples.size() / stride).map(i -> i * stride).toArray());
  }

  @Test
  void aHistoryOfSomeVerticesSaysOfThemWhatThatOfAllDoes() {
    TimedEdges graph = edges(3000, 150);
    int[] ranks = IntStream.range(0, 3000).filter(rank -> rank % 3 > 0).toArray();
    PairHistory all = new PairHistory(150, gathered(graph.source(), ranks), gathered(graph.target(), ranks),
        Arrays.stream(ranks).mapToLong(rank -> graph.time()[rank]).toArray());
    Examples pairs = new Examples(new int[] {3, 7, 100, 149}, new int[] {9, 20, 7, 3}, new boolean[4], new boolean[4]);
    PairHistory some =
        SplitSamples.history(new Cut(graph, 7), 150, (rank, source, target) -> rank % 3 > 0, SplitSamples.ends(pairs));
    for (TrivialScores.Baseline baseline : TrivialScores.Baseline.values()) {
      assertThat(new TrivialScores(some).of(baseline, pairs)).isEqualTo(new TrivialScores(all).of(baseline, pairs));
    }
  }

  private static int[] gathered(int[] values, int[] places) {
    return Arrays.stream(places).map(i -> values[i]).toArray();
  }

  @Test
  void ranksBeyondAnIntDivideAsTheLowOnesDo() {
    // The same edges, once from rank 0 and once from 2^31 - 100 on, where ints would turn negative.
    long base = (1L << 31) - 100;
    TimedEdges graph = edges(3000, 150);
    SplitConfig config =
        new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0.3, SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, RANKING);
    TimeCuts low = TimeCuts.of(3000, rank -> graph.time()[(int) rank], config);
    TimeCuts high = new TimeCuts(base + low.historyEnd(), base + low.trainEnd(), base + low.validEnd());
    for (int i = 0; i < 3000; i++) {
      for (int block = 0; block < 3; block++) {
        assertThat(new BlockRule.ByTime(high).isExample(block, base + i, 1, 2))
            .isEqualTo(new BlockRule.ByTime(low).isExample(block, i, 1, 2));
      }
      assertThat(new BlockRule.ByTime(high).isWalked(base + i, 1, 2))
          .isEqualTo(new BlockRule.ByTime(low).isWalked(i, 1, 2));
    }
    EdgeParts.Ends ends = new EdgeParts.Ends(base, graph.source(), graph.target());
    SplitPlan plan = SplitPlan.strict(new BlockRule.ByTime(high), config,
        SeenVertices.of(new BlockRule.ByTime(high), ends), 150, SEEDS);
    Positives test = plan.positives(BlockRule.TEST, ends);
    assertThat(test.rank()[0]).isGreaterThanOrEqualTo(base + low.validEnd());
    assertThat(SplitCounts.of(plan, ends).positives(BlockRule.TEST)).isEqualTo(test.size());
  }

  @Test
  void cutsOfManyEdgesAreLongs() {
    SplitConfig config =
        new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0, SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, RANKING);
    TimeCuts cuts = TimeCuts.of(10_000_000_000L, rank -> rank / 2, config);
    assertThat(cuts).isEqualTo(new TimeCuts(0, 6_000_000_000L, 8_000_000_000L));
  }

  @Test
  void aGraphWithoutNonEdgesIsRefusedByItsParts() {
    TimedEdges pair =
        new TimedEdges(2, new int[] {0, 1, 0, 1, 0}, new int[] {1, 0, 1, 0, 1}, new long[] {1, 2, 3, 4, 5});
    SplitConfig config =
        new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0, SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, RANKING);
    BlockRule rule = new BlockRule.ByTime(TimeCuts.of(5, rank -> pair.time()[(int) rank], config));
    assertThatThrownBy(() -> new Split(new Cut(pair, 2), rule, 2, config)).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("every pair of the 2 vertices that may be an end is an edge");
  }

  /** Random edges whose vertices come up one after the other, with ties in time and loops. */
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
