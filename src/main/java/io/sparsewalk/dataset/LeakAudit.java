package io.sparsewalk.dataset;

import io.sparsewalk.dataset.SplitCounts.Of;
import java.io.Serializable;
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
  public record Figure(String name, double value, String note) implements Serializable {}

  /**
   * What a split is, besides its counts.
   *
   * @param atRandom true if chance divided the edges, not time
   * @param times true if the edges have different times
   * @param newVertices true if no training edge was between vertices of the history, so that all of them are examples
   * @param historicalShare of the ranking
   */
  public record About(boolean atRandom, boolean times, boolean newVertices, double historicalShare) {}

  /** All numbers of a split, each a share in [0, 1]. */
  public static List<Figure> of(SplitCounts counts, About about) {
    double valid = counts.positives(BlockRule.VALID);
    double test = counts.positives(BlockRule.TEST);
    double negatives = counts.positives(BlockRule.TRAIN) + valid + test;
    List<Figure> figures = new ArrayList<>();
    if (about.atRandom()) {
      figures.add(atRandom(about.times()));
    }
    if (about.newVertices()) {
      figures.add(NEW_VERTICES);
    }
    figures.addAll(List.of(
        new Figure("valid_edges_in_train", counts.get(Of.VALID_EDGES_IN_TRAIN) / valid,
            "validation edges that are training edges too, the same event"),
        new Figure("test_edges_in_train", counts.get(Of.TEST_EDGES_IN_TRAIN) / test,
            "test edges that are training edges too, the same event"),
        new Figure("test_edges_seen_by_walks", counts.get(Of.TEST_WALKED) / test,
            "test edges that the walks could take"),
        new Figure("valid_pairs_in_train", counts.get(Of.VALID_PAIRS_IN_TRAIN) / valid,
            "validation edges that repeat a directed pair of training"),
        new Figure("test_pairs_in_train", counts.get(Of.TEST_PAIRS_IN_TRAIN) / test,
            "test edges that repeat a directed pair of training"),
        new Figure("valid_kept", counts.kept(BlockRule.VALID) / valid,
            "validation edges whose two ends were seen in training"),
        new Figure("test_kept", counts.kept(BlockRule.TEST) / test,
            "test edges whose two ends were seen in training: the headline figures"),
        new Figure("test_self_loops", counts.get(Of.TEST_SELF_LOOPS) / test, "test edges from a vertex to itself"),
        new Figure("self_loops_left_out", (double) counts.get(Of.SELF_LOOPS) / counts.get(Of.EDGES),
            "edges of the graph from a vertex to itself: walked, and no examples, for no negative is one"),
        new Figure("negatives_redrawn", counts.get(Of.REDRAWN) / negatives,
            "negatives with another source than asked for, because an edge's own has one to (almost) every vertex"),
        new Figure("ranking_left_out", counts.get(Of.RANKING_LEFT_OUT) / test,
            "test edges that are not ranked because their source has an edge to every vertex"),
        new Figure("test_negatives_without_edges", counts.get(Of.TEST_NEGATIVES_WITHOUT_EDGES) / test,
            "test negatives that name an id without a single edge"),
        new Figure("historical_negatives_found", about.historicalShare(),
            "historical negatives that are edges of before; the others are drawn as degree-matched ones")));
    return figures;
  }

  private static Figure atRandom(boolean times) {
    return new Figure("split_at_random", 1,
        "random split: "
            + (times ? "asked for, so training edges may be later than test edges" : "this graph has no times")
            + "; all edges of a pair of vertices fall to the same part, the walks see training edges only");
  }
}
