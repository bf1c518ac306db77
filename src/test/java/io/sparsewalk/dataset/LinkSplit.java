package io.sparsewalk.dataset;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Train, validation and test of link prediction from all edges at once, the twin that the split by parts is compared with: for every
 * positive edge one stored negative.
 *
 * @param ranking test positives against many negatives
 * @param known ranks of the edges that may be known when validation and test edges are predicted
 * @param earlier ranks of those that may be known when training edges are; all of {@code known} if they are no other
 * @param walked ranks of the edges that the walks see
 * @param ids vertices have the ids 0 to ids - 1; with the paper's protocol also ids without any edge
 */
public record LinkSplit(Block train, Block valid, Block test, Ranking ranking, int[] known, int[] earlier,
    BitSet walked, int ids, Account account) {

  /**
   * What was done otherwise than on the usual graph.
   *
   * @param atRandom true if chance divided the edges, not time
   * @param trainedOnNewVertices true if no training edge was between vertices of the history, so that all of them are examples
   * @param selfLoopsLeftOut edges from a vertex to itself that are no examples
   * @param negativesRedrawn that could not be drawn as their positive asked for
   * @param rankingLeftOut test edges that are not ranked because their source has an edge to every vertex
   */
  public record Account(boolean atRandom, boolean trainedOnNewVertices, int selfLoopsLeftOut, int negativesRedrawn,
      int rankingLeftOut) {}

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
   * Disjoint blocks of time, or of pairs at random; walks over the first only; negatives over the vertices seen in training: never an
   * edge of any block so far, never a self-loop. Nor is a positive: the walks see self-loops, but a test that has them among the
   * positives only is passed by who compares the two ends. With a history, training examples are the edges after it between vertices seen in it,
   * or, if there is no such edge (a star, whose leaves are all new), all edges after it, with negatives over the vertices seen in training.
   *
   * @param config with a division that is settled
   * @throws io.sparsewalk.common.DataRefusedException if the edges do not split or no negatives can be found
   */
  public static LinkSplit strict(TimedEdges edges, SplitConfig config, Seeds seeds) {
    EdgeBlocks parts = EdgeBlocks.of(edges, config, seeds);
    PairIndex pairs = new PairIndex(edges, parts.place());
    boolean[] seen = seen(edges, parts.known());
    boolean[] history = seen(edges, parts.earlier());
    boolean newVerticesOnly = positives(edges, parts, 0, history).length == 0;
    boolean[] early = newVerticesOnly ? seen : history;
    int[] everySeen = vertices(seen);
    int[][] candidates = {vertices(early), everySeen, everySeen};
    Block[] blocks = new Block[3];
    int redrawn = 0;
    for (int part = 0; part < 3; part++) {
      Block positives =
          block(edges, someOf(positives(edges, parts, part, early), parts, part), part == 0 ? early : seen);
      boolean uniform = config.negatives() == SplitConfig.Negatives.UNIFORM;
      int[] heads = uniform ? candidates[part] : positives.ends(true);
      int[] tails = uniform ? heads : positives.ends(false);
      int end = parts.ends()[part];
      NegativeEdges negatives = new NegativeEdges(
          new NegativeEdges.Pool((s, t) -> pairs.hasBefore(s, t, end), heads, tails, candidates[part], false),
          seeds.child("negatives"));
      blocks[part] = withNegatives(positives, negatives);
      redrawn += negatives.redrawn();
    }
    WholeRanking ranked = new WholeRanking(edges, pairs, parts.known(), everySeen, blocks[2].ranks());
    Ranking ranking = ranked.of(config.ranking(), blocks[2], seeds.child("ranking"));
    int selfLoops =
        (int) IntStream.range(0, edges.size()).filter(rank -> edges.source()[rank] == edges.target()[rank]).count();
    return new LinkSplit(blocks[0], blocks[1], blocks[2], ranking, parts.known(), parts.earlier(), set(parts.earlier()),
        edges.vertices(),
        new Account(config.by() == SplitConfig.By.RANDOM, newVerticesOnly, selfLoops, redrawn, ranked.leftOut()));
  }

  /** Ranks of the positives of a part: of training, those between vertices seen early. */
  private static int[] positives(TimedEdges edges, EdgeBlocks parts, int part, boolean[] early) {
    return IntStream.of(parts.examples()[part])
        .filter(rank -> edges.source()[rank] != edges.target()[rank])
        .filter(rank -> part > 0 || early[edges.source()[rank]] && early[edges.target()[rank]])
        .toArray();
  }

  private static int[] someOf(int[] ranks, EdgeBlocks parts, int part) {
    if (ranks.length == 0) {
      throw new DataRefusedException("no example is left for " + List.of("train", "valid", "test").get(part) + ": of "
          + parts.examples()[part].length + " edges there, none is between two different vertices");
    }
    return ranks;
  }

  private static BitSet set(int[] ranks) {
    BitSet set = new BitSet();
    for (int rank : ranks) {
      set.set(rank);
    }
    return set;
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
    if (tests == 0) {
      throw new DataRefusedException("a graph of " + size + " edges has no test edge: it takes 5");
    }
    BitSet isTest = PaperSamples.last(size, rank -> edges.time()[(int) rank], tests, seeds.child("ties"));
    int[] pool = IntStream.range(0, size).filter(rank -> !isTest.get(rank)).toArray();
    int[] test = isTest.stream().toArray();
    boolean[] seen = new boolean[ids];
    Arrays.fill(seen, true);
    PairIndex pairs = new PairIndex(edges);
    int[] candidates = IntStream.range(0, ids).toArray();
    int[] trainRanks = sample(pool, 3 * tests, seeds.child("train"));
    int[][] ranks = {trainRanks, sample(pool, tests, seeds.child("valid")), test};
    Block[] blocks = new Block[3];
    int redrawn = 0;
    for (int part = 0; part < 3; part++) {
      // A stream for each part: an edge in two parts gets a negative of its own in each.
      NegativeEdges negatives =
          new NegativeEdges(new NegativeEdges.Pool(pairs::has, candidates, candidates, candidates, true),
              seeds.child("negatives").child(part));
      blocks[part] = withNegatives(block(edges, ranks[part], seen), negatives);
      redrawn += negatives.redrawn();
    }
    WholeRanking ranked = new WholeRanking(edges, pairs, trainRanks, candidates, test);
    Ranking ranking = ranked.of(config.ranking(), blocks[2], seeds.child("ranking"));
    BitSet walked = new BitSet();
    walked.set(0,
        config.leaks().testWalks() ? size : TimeCuts.beforePublishedTest(size, rank -> edges.time()[(int) rank]));
    return new LinkSplit(blocks[0], blocks[1], blocks[2], ranking, trainRanks, trainRanks, walked, ids,
        new Account(false, false, 0, redrawn, ranked.leftOut()));
  }

  static int[] sample(int[] pool, int count, Seeds seeds) {
    return Arrays.stream(PaperSamples.sample(pool.length, count, seeds)).map(place -> pool[place]).toArray();
  }

  private static boolean[] seen(TimedEdges edges, int[] ranks) {
    boolean[] seen = new boolean[edges.vertices()];
    for (int rank : ranks) {
      seen[edges.source()[rank]] = true;
      seen[edges.target()[rank]] = true;
    }
    return seen;
  }

  private static int[] vertices(boolean[] chosen) {
    return IntStream.range(0, chosen.length).filter(v -> chosen[v]).toArray();
  }

  private static Block block(TimedEdges edges, int[] ranks, boolean[] seen) {
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

  private static Block withNegatives(Block block, NegativeEdges negatives) {
    Examples positives = block.examples();
    int n = positives.size();
    int[] source = Arrays.copyOf(positives.source(), 2 * n);
    int[] target = Arrays.copyOf(positives.target(), 2 * n);
    boolean[] positive = Arrays.copyOf(positives.positive(), 2 * n);
    boolean[] bothSeen = Arrays.copyOf(positives.bothSeen(), 2 * n);
    for (int i = 0; i < n; i++) {
      long negative = negatives.draw(block.ranks()[i], source[i], target[i]);
      source[n + i] = (int) (negative >>> 32);
      target[n + i] = (int) negative;
      bothSeen[n + i] = bothSeen[i];
    }
    return new Block(block.ranks(), new Examples(source, target, positive, bothSeen));
  }
}
