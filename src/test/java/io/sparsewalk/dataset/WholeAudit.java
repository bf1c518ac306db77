package io.sparsewalk.dataset;

import io.sparsewalk.dataset.LinkSplit.Block;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;

/** The leak audit of a split from all edges at once. */
final class WholeAudit {
  private WholeAudit() {}

  /** All numbers of a split, each a share in [0, 1]. */
  static List<LeakAudit.Figure> of(LinkSplit split, TimedEdges edges) {
    Block train = split.train();
    LongOpenHashSet trainPairs = pairs(train);
    LinkSplit.Account account = split.account();
    double negatives = train.ranks().length + split.valid().ranks().length + split.test().ranks().length;
    List<LeakAudit.Figure> figures = new ArrayList<>();
    if (account.atRandom()) {
      figures.add(figure("split_at_random", 1));
    }
    if (account.trainedOnNewVertices()) {
      figures.add(figure("trained_on_new_vertices", 1));
    }
    figures.addAll(List.of(figure("valid_edges_in_train", sharedRanks(train, split.valid())),
        figure("test_edges_in_train", sharedRanks(train, split.test())),
        figure("test_edges_seen_by_walks", seenByWalks(split)),
        figure("valid_pairs_in_train", sharedPairs(trainPairs, split.valid())),
        figure("test_pairs_in_train", sharedPairs(trainPairs, split.test())), figure("valid_kept", kept(split.valid())),
        figure("test_kept", kept(split.test())), figure("test_self_loops", selfLoops(split.test())),
        figure("self_loops_left_out", (double) account.selfLoopsLeftOut() / edges.size()),
        figure("negatives_redrawn", account.negativesRedrawn() / negatives),
        figure("ranking_left_out", account.rankingLeftOut() / (double) split.test().ranks().length),
        figure("test_negatives_without_edges", withoutEdges(split, edges)),
        figure("historical_negatives_found", split.ranking().historicalShare())));
    return figures;
  }

  private static LeakAudit.Figure figure(String name, double value) {
    return new LeakAudit.Figure(name, value, "");
  }

  private static double sharedRanks(Block train, Block other) {
    IntOpenHashSet ranks = new IntOpenHashSet(train.ranks());
    return share(other, i -> ranks.contains(other.ranks()[i]));
  }

  private static double seenByWalks(LinkSplit split) {
    return share(split.test(), i -> split.walked().get(split.test().ranks()[i]));
  }

  private static double sharedPairs(LongOpenHashSet pairs, Block block) {
    return share(block, i -> pairs.contains(pair(block, i)));
  }

  private static double kept(Block block) {
    return share(block, i -> block.examples().bothSeen()[i]);
  }

  private static double selfLoops(Block block) {
    return share(block, i -> block.examples().source()[i] == block.examples().target()[i]);
  }

  private static double withoutEdges(LinkSplit split, TimedEdges edges) {
    boolean[] has = new boolean[split.ids()];
    for (int rank = 0; rank < edges.size(); rank++) {
      has[edges.source()[rank]] = true;
      has[edges.target()[rank]] = true;
    }
    Examples test = split.test().examples();
    int positives = split.test().ranks().length;
    return share(split.test(), i -> !has[test.source()[positives + i]] || !has[test.target()[positives + i]]);
  }

  private interface Holds {
    boolean test(int positive);
  }

  private static double share(Block block, Holds holds) {
    int count = 0;
    for (int i = 0; i < block.ranks().length; i++) {
      count += holds.test(i) ? 1 : 0;
    }
    return (double) count / block.ranks().length;
  }

  private static LongOpenHashSet pairs(Block block) {
    LongOpenHashSet pairs = new LongOpenHashSet(block.ranks().length);
    for (int i = 0; i < block.ranks().length; i++) {
      pairs.add(pair(block, i));
    }
    return pairs;
  }

  private static long pair(Block block, int positive) {
    return (long) block.examples().source()[positive] << 32 | block.examples().target()[positive];
  }
}
