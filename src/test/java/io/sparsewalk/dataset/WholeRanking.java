package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The ranking of a split, from all edges at once. */
final class WholeRanking implements RankingNegatives.Known {
  private final TimedEdges edges;
  private final PairIndex pairs;
  private final int[] known;
  private final int[] uniform;
  private final Set<List<Integer>> tested = new HashSet<>();
  private final boolean[] candidate;
  private final int[] targets;
  private int leftOut;

  WholeRanking(TimedEdges edges, PairIndex pairs, int[] known, int[] uniform, int[] test) {
    this.edges = edges;
    this.pairs = pairs;
    this.known = known;
    this.uniform = uniform;
    candidate = new boolean[Math.max(edges.vertices(), uniform.length)];
    for (int vertex : uniform) {
      candidate[vertex] = true;
    }
    targets = pairs.targets(candidate);
    for (int rank : test) {
      tested.add(List.of(edges.source()[rank], edges.target()[rank]));
    }
  }

  Ranking of(RankingConfig config, LinkSplit.Block test, Seeds seeds) {
    Examples all = test.examples();
    int[] pool = IntStream.range(0, test.ranks().length)
        .filter(i -> all.bothSeen()[i])
        .filter(i -> admits(all.source()[i]))
        .toArray();
    int[] chosen = LinkSplit.sample(pool, Math.min(config.positives(), pool.length), seeds.child("positives"));
    Positives positives = new Positives(Arrays.stream(chosen).mapToLong(i -> test.ranks()[i]).toArray(),
        Arrays.stream(chosen).map(i -> all.source()[i]).toArray(),
        Arrays.stream(chosen).map(i -> all.target()[i]).toArray());
    int[] popular = Arrays.stream(known).map(rank -> edges.target()[rank]).toArray();
    return Ranking.of(config, positives, new RankingNegatives(this, uniform, popular), seeds);
  }

  private boolean admits(int source) {
    boolean admitted = uniform.length - (candidate[source] ? 1 : 0) > targets[source];
    leftOut += admitted ? 0 : 1;
    return admitted;
  }

  int leftOut() {
    return leftOut;
  }

  @Override
  public boolean has(int source, int target) {
    return pairs.has(source, target);
  }

  @Override
  public int[] earlier(int source) {
    return Arrays.stream(known)
        .filter(rank -> edges.source()[rank] == source)
        .map(rank -> edges.target()[rank])
        .toArray();
  }

  @Override
  public boolean isTested(int source, int target) {
    return tested.contains(List.of(source, target));
  }
}
