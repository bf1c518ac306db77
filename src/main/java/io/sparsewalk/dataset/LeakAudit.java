package io.sparsewalk.dataset;

import io.sparsewalk.dataset.LinkSplit.Block;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;

/** What test and validation share with what was learned from: the numbers that tell a fair split from a leaking one. */
public final class LeakAudit {
  private static final Figure NEW_VERTICES = new Figure("trained_on_new_vertices", 1,
      "no training edge is between two vertices of the history (split.history), so every training edge after it is an example, whose new vertices no walk has seen");

  private LeakAudit() {}

  /**
   * One number.
   *
   * @param name as in the table {@code audits}
   * @param note what it means, in a line
   */
  public record Figure(String name, double value, String note) {}

  /** All numbers of a split, each a share in [0, 1]. */
  public static List<Figure> of(LinkSplit split, TimedEdges edges) {
    Block train = split.train();
    LongOpenHashSet trainPairs = pairs(train);
    LinkSplit.Account account = split.account();
    double negatives = train.ranks().length + split.valid().ranks().length + split.test().ranks().length;
    List<Figure> figures = new ArrayList<>();
    if (account.atRandom()) {
      figures.add(atRandom(edges));
    }
    if (account.trainedOnNewVertices()) {
      figures.add(NEW_VERTICES);
    }
    figures.addAll(List.of(
        new Figure("valid_edges_in_train", sharedRanks(train, split.valid()),
            "validation edges that are training edges too, the same event"),
        new Figure("test_edges_in_train", sharedRanks(train, split.test()),
            "test edges that are training edges too, the same event"),
        new Figure("test_edges_seen_by_walks", seenByWalks(split), "test edges that the walks could take"),
        new Figure("valid_pairs_in_train", sharedPairs(trainPairs, split.valid()),
            "validation edges that repeat a directed pair of training"),
        new Figure("test_pairs_in_train", sharedPairs(trainPairs, split.test()),
            "test edges that repeat a directed pair of training"),
        new Figure("valid_kept", kept(split.valid()), "validation edges whose two ends were seen in training"),
        new Figure("test_kept", kept(split.test()),
            "test edges whose two ends were seen in training: the headline figures"),
        new Figure("test_self_loops", selfLoops(split.test()), "test edges from a vertex to itself"),
        new Figure("self_loops_left_out", (double) account.selfLoopsLeftOut() / edges.size(),
            "edges of the graph from a vertex to itself: walked, and no examples, for no negative is one"),
        new Figure("negatives_redrawn", account.negativesRedrawn() / negatives,
            "negatives with another source than asked for, because an edge's own has one to (almost) every vertex"),
        new Figure("ranking_left_out", account.rankingLeftOut() / (double) split.test().ranks().length,
            "test edges that are not ranked because their source has an edge to every vertex"),
        new Figure("test_negatives_without_edges", withoutEdges(split, edges),
            "test negatives that name an id without a single edge"),
        new Figure("historical_negatives_found", split.ranking().historicalShare(),
            "historical negatives that are edges of before; the others are drawn as degree-matched ones")));
    return figures;
  }

  private static Figure atRandom(TimedEdges edges) {
    boolean times = edges.time()[0] < edges.time()[edges.size() - 1];
    return new Figure("split_at_random", 1,
        "random split: "
            + (times ? "asked for, so training edges may be later than test edges" : "this graph has no times")
            + "; all edges of a pair of vertices fall to the same part, the walks see training edges only");
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
