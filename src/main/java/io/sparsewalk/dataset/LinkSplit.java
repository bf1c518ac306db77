package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Train, validation and test of link prediction: for every positive edge one stored negative.
 *
 * @param ranking test positives against many negatives
 * @param known ranks of the edges that may be known when validation and test edges are predicted
 * @param earlier ranks of those that may be known when training edges are; all of {@code known} if they are no other
 * @param walkable edges of lower rank are visible to the walks
 * @param ids vertices have the ids 0 to ids - 1; with the paper's protocol also ids without any edge
 */
public record LinkSplit(Block train, Block valid, Block test, Ranking ranking, int[] known, int[] earlier, int walkable,
    int ids) {

  /**
   * One part.
   *
   * @param ranks of the positive edges
   * @param examples the positives in the order of {@code ranks}, then their negatives in the same order; {@code bothSeen} is
   *     that of the positive, so that positives and negatives stay balanced
   */
  public record Block(int[] ranks, Examples examples) {
    /** Sources, or targets, of the positives whose two ends were seen. */
    int[] ends(boolean sources) {
      int[] vertices = sources ? examples.source() : examples.target();
      return IntStream.range(0, ranks.length).filter(i -> examples.bothSeen()[i]).map(i -> vertices[i]).toArray();
    }
  }

  /**
   * Disjoint blocks of time, walks over the first only, negatives over the vertices seen in training: never a self-loop, never
   * an edge of any block so far. With a history, training examples are the edges after it between vertices seen in it.
   *
   * @throws io.sparsewalk.common.DataRefusedException if the times do not split or no negatives can be found
   */
  public static LinkSplit strict(TimedEdges edges, SplitConfig config, Seeds seeds) {
    TimeCuts cuts = TimeCuts.of(edges.size(), rank -> edges.time()[rank], config);
    PairIndex pairs = new PairIndex(edges);
    Seeds draw = seeds.child("negatives");
    boolean[] early = seen(edges, cuts.walkable());
    int[] trainRanks = IntStream.range(cuts.historyEnd(), cuts.trainEnd())
        .filter(rank -> early[edges.source()[rank]] && early[edges.target()[rank]]).toArray();
    boolean[] seen = seen(edges, cuts.trainEnd());
    int[] everySeen = vertices(seen);
    int[][] candidates = {vertices(early), everySeen, everySeen};
    Block[] blocks = new Block[3];
    int[][] ranks = {trainRanks, IntStream.range(cuts.trainEnd(), cuts.validEnd()).toArray(),
        IntStream.range(cuts.validEnd(), edges.size()).toArray()};
    int[] ends = {cuts.trainEnd(), cuts.validEnd(), edges.size()};
    for (int part = 0; part < 3; part++) {
      Block positives = positives(edges, ranks[part], part == 0 ? early : seen);
      boolean uniform = config.negatives() == SplitConfig.Negatives.UNIFORM;
      int[] heads = uniform ? candidates[part] : positives.ends(true);
      int[] tails = uniform ? heads : positives.ends(false);
      blocks[part] = withNegatives(positives, new NegativeEdges(pairs, heads, tails, false, draw), ends[part]);
    }
    int[] known = IntStream.range(0, cuts.trainEnd()).toArray();
    Ranking ranking = Ranking.of(config.ranking(), blocks[2],
        new RankingNegatives(edges, pairs, known, everySeen, blocks[2].ranks()), seeds.child("ranking"));
    int[] earlier = cuts.historyEnd() == 0 ? known : IntStream.range(0, cuts.historyEnd()).toArray();
    return new LinkSplit(blocks[0], blocks[1], blocks[2], ranking, known, earlier, cuts.walkable(), edges.vertices());
  }

  /**
   * The published procedure (rwalk code behind Peng et al., ICCD 2022): test is the last fifth by time in single precision,
   * ties at random; train and validation are independent samples of the rest, so that most validation edges are training edges;
   * negatives are uniform over all ids, also those without an edge, self-loops included; the walks see every edge.
   *
   * @param edges with times as {@code PublishedTimes} leaves them
   * @param ids number of vertices; with phantom ids the largest raw id + 1
   */
  public static LinkSplit paper(TimedEdges edges, int ids, SplitConfig config, Seeds seeds) {
    int size = edges.size();
    int tests = PaperSamples.tests(size);
    boolean[] isTest = PaperSamples.last(edges.time(), tests, seeds.child("ties"));
    int[] pool = IntStream.range(0, size).filter(rank -> !isTest[rank]).toArray();
    int[] test = IntStream.range(0, size).filter(rank -> isTest[rank]).toArray();
    boolean[] seen = new boolean[ids];
    Arrays.fill(seen, true);
    PairIndex pairs = new PairIndex(edges);
    int[] candidates = IntStream.range(0, ids).toArray();
    int[] trainRanks = PaperSamples.sample(pool, 3 * tests, seeds.child("train"));
    int[][] ranks = {trainRanks, PaperSamples.sample(pool, tests, seeds.child("valid")), test};
    Block[] blocks = new Block[3];
    for (int part = 0; part < 3; part++) {
      // A stream for each part: an edge in two parts gets a negative of its own in each.
      NegativeEdges negatives =
          new NegativeEdges(pairs, candidates, candidates, true, seeds.child("negatives").child(part));
      blocks[part] = withNegatives(positives(edges, ranks[part], seen), negatives, size);
    }
    Ranking ranking = Ranking.of(config.ranking(), blocks[2],
        new RankingNegatives(edges, pairs, trainRanks, candidates, test), seeds.child("ranking"));
    int walkable = config.leaks().testWalks() ? size : TimeCuts.beforePublishedTest(size, rank -> edges.time()[rank]);
    return new LinkSplit(blocks[0], blocks[1], blocks[2], ranking, trainRanks, trainRanks, walkable, ids);
  }

  private static boolean[] seen(TimedEdges edges, int end) {
    boolean[] seen = new boolean[edges.vertices()];
    for (int rank = 0; rank < end; rank++) {
      seen[edges.source()[rank]] = true;
      seen[edges.target()[rank]] = true;
    }
    return seen;
  }

  private static int[] vertices(boolean[] chosen) {
    return IntStream.range(0, chosen.length).filter(v -> chosen[v]).toArray();
  }

  private static Block positives(TimedEdges edges, int[] ranks, boolean[] seen) {
    int[] source = Arrays.stream(ranks).map(rank -> edges.source()[rank]).toArray();
    int[] target = Arrays.stream(ranks).map(rank -> edges.target()[rank]).toArray();
    boolean[] positive = new boolean[ranks.length];
    Arrays.fill(positive, true);
    boolean[] bothSeen = new boolean[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      bothSeen[i] = seen[source[i]] && seen[target[i]];
    }
    return new Block(ranks, new Examples(source, target, positive, bothSeen));
  }

  private static Block withNegatives(Block block, NegativeEdges negatives, int known) {
    Examples positives = block.examples();
    int n = positives.size();
    int[] source = Arrays.copyOf(positives.source(), 2 * n);
    int[] target = Arrays.copyOf(positives.target(), 2 * n);
    boolean[] positive = Arrays.copyOf(positives.positive(), 2 * n);
    boolean[] bothSeen = Arrays.copyOf(positives.bothSeen(), 2 * n);
    for (int i = 0; i < n; i++) {
      long negative = negatives.draw(block.ranks()[i], source[i], known);
      source[n + i] = (int) (negative >>> 32);
      target[n + i] = (int) negative;
      bothSeen[n + i] = bothSeen[i];
    }
    return new Block(block.ranks(), new Examples(source, target, positive, bothSeen));
  }
}
