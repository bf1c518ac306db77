package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Train, validation and test of link prediction: for every positive edge one stored negative.
 *
 * @param walkable edges of lower rank are visible to the walks
 * @param ids vertices have the ids 0 to ids - 1; with the paper's protocol also ids without any edge
 */
public record LinkSplit(Block train, Block valid, Block test, int walkable, int ids) {

  /**
   * One part.
   *
   * @param ranks of the positive edges
   * @param examples the positives in the order of {@code ranks}, then their negatives in the same order; {@code bothSeen} is that
   *     of the positive, so that positives and negatives stay balanced
   */
  public record Block(int[] ranks, Examples examples) {}

  /**
   * Disjoint blocks of time, walks over the first only, negatives uniform over the vertices seen in training: never a self-loop,
   * never an edge of any block so far.
   *
   * @throws io.sparsewalk.common.DataRefusedException if the times do not split or no negatives can be found
   */
  public static LinkSplit strict(TimedEdges edges, SplitConfig config, Seeds seeds) {
    TimeCuts cuts = TimeCuts.of(edges.size(), rank -> edges.time()[rank], config);
    boolean[] seen = new boolean[edges.vertices()];
    for (int rank = 0; rank < cuts.trainEnd(); rank++) {
      seen[edges.source()[rank]] = true;
      seen[edges.target()[rank]] = true;
    }
    int[] candidates = IntStream.range(0, seen.length).filter(v -> seen[v]).toArray();
    NegativeEdges negatives = new NegativeEdges(new PairIndex(edges), candidates, false, seeds.child("negatives"));
    return new LinkSplit(
        block(edges, IntStream.range(0, cuts.trainEnd()).toArray(), seen, negatives, cuts.trainEnd()),
        block(edges, IntStream.range(cuts.trainEnd(), cuts.validEnd()).toArray(), seen, negatives, cuts.validEnd()),
        block(edges, IntStream.range(cuts.validEnd(), edges.size()).toArray(), seen, negatives, edges.size()),
        cuts.trainEnd(), edges.vertices());
  }

  /**
   * The published procedure (rwalk code behind Peng et al., ICCD 2022): test is the last fifth by time in single precision, ties
   * at random; train and validation are independent samples of the rest, so that most validation edges are training edges;
   * negatives are uniform over all ids, also those without an edge, self-loops included; the walks see every edge.
   *
   * @param edges with times as {@code PublishedTimes} leaves them
   * @param ids largest raw id + 1
   */
  public static LinkSplit paper(TimedEdges edges, int ids, Seeds seeds) {
    int size = edges.size();
    int tests = (int) ((float) size * (1 - 0.8f));
    boolean[] isTest = PaperSamples.last(edges.time(), tests, seeds.child("ties"));
    int[] pool = IntStream.range(0, size).filter(rank -> !isTest[rank]).toArray();
    int[] test = IntStream.range(0, size).filter(rank -> isTest[rank]).toArray();
    boolean[] seen = new boolean[ids];
    Arrays.fill(seen, true);
    PairIndex pairs = new PairIndex(edges);
    int[] candidates = IntStream.range(0, ids).toArray();
    // A stream for each part: an edge in two parts gets a negative of its own in each.
    IntFunction<NegativeEdges> negatives =
        part -> new NegativeEdges(pairs, candidates, true, seeds.child("negatives").child(part));
    return new LinkSplit(
        block(edges, PaperSamples.sample(pool, 3 * tests, seeds.child("train")), seen, negatives.apply(0), size),
        block(edges, PaperSamples.sample(pool, tests, seeds.child("valid")), seen, negatives.apply(1), size),
        block(edges, test, seen, negatives.apply(2), size), size, ids);
  }

  private static Block block(TimedEdges edges, int[] ranks, boolean[] seen, NegativeEdges negatives, int known) {
    int n = ranks.length;
    int[] source = new int[2 * n];
    int[] target = new int[2 * n];
    boolean[] positive = new boolean[2 * n];
    boolean[] bothSeen = new boolean[2 * n];
    for (int i = 0; i < n; i++) {
      int rank = ranks[i];
      source[i] = edges.source()[rank];
      target[i] = edges.target()[rank];
      long negative = negatives.draw(rank, source[i], known);
      source[n + i] = (int) (negative >>> 32);
      target[n + i] = (int) negative;
      positive[i] = true;
      bothSeen[i] = seen[source[i]] && seen[target[i]];
      bothSeen[n + i] = bothSeen[i];
    }
    return new Block(ranks, new Examples(source, target, positive, bothSeen));
  }
}
