package io.sparsewalk.dataset;

import java.io.Serializable;
import java.util.Arrays;

/** What was counted in a part of a split; parts are added up. */
public final class SplitCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] counts = new long[Of.values().length];

  /** What is counted. */
  public enum Of {
    /** Edges. */
    EDGES,
    /** Edges from a vertex to itself that are no examples. */
    SELF_LOOPS,
    /** Edges that may be known when validation and test edges are predicted. */
    KNOWN,
    /** Those that may be known when training edges are. */
    EARLIER,
    /** Edges of a block, positives or not; the two that follow are of the other blocks. */
    IN_TRAIN, IN_VALID, IN_TEST,
    /** Positives. */
    TRAIN, VALID, TEST,
    /** Positives whose two ends were seen. */
    TRAIN_KEPT, VALID_KEPT, TEST_KEPT,
    /** Validation positives that are training positives. */
    VALID_EDGES_IN_TRAIN,
    /** Test positives that are. */
    TEST_EDGES_IN_TRAIN,
    /** Test positives that the walks see. */
    TEST_WALKED,
    /** Test positives from a vertex to itself. */
    TEST_SELF_LOOPS,
    /** Validation positives that repeat a pair of a training positive. */
    VALID_PAIRS_IN_TRAIN,
    /** Test positives that do. */
    TEST_PAIRS_IN_TRAIN,
    /** Test negatives with an id that has no edge. */
    TEST_NEGATIVES_WITHOUT_EDGES,
    /** Negatives that could not be drawn as their positive asked for. */
    REDRAWN,
    /** Test positives that are not ranked because their source has an edge to every vertex. */
    RANKING_LEFT_OUT;

    /** The same count of another block. */
    Of of(int block) {
      return values()[ordinal() + block];
    }
  }

  /** How often. */
  public long get(Of what) {
    return counts[what.ordinal()];
  }

  /** Positives of a block. */
  public long positives(int block) {
    return get(Of.TRAIN.of(block));
  }

  /** Positives of a block whose two ends were seen. */
  public long kept(int block) {
    return get(Of.TRAIN_KEPT.of(block));
  }

  /** Edges of a block, positives or not. */
  public long edges(int block) {
    return get(Of.IN_TRAIN.of(block));
  }

  void add(Of what, long more) {
    counts[what.ordinal()] += more;
  }

  void addIf(boolean holds, Of what) {
    counts[what.ordinal()] += holds ? 1 : 0;
  }

  /** The sums. */
  public SplitCounts plus(SplitCounts other) {
    SplitCounts sum = new SplitCounts();
    Arrays.setAll(sum.counts, i -> counts[i] + other.counts[i]);
    return sum;
  }

  /** What can be counted of edges seen alone. */
  public static SplitCounts of(SplitPlan plan, EdgeParts.Ends edges) {
    SplitCounts counts = new SplitCounts();
    edges.forEach((rank, source, target) -> counts.add(plan, rank, source, target));
    return counts;
  }

  private void add(SplitPlan plan, long rank, int source, int target) {
    BlockRule rule = plan.rule();
    add(Of.EDGES, 1);
    addIf(source == target && !plan.selfLoops(), Of.SELF_LOOPS);
    addIf(rule.isKnown(rank, source, target), Of.KNOWN);
    addIf(rule.isEarlier(rank, source, target), Of.EARLIER);
    boolean train = plan.isPositive(BlockRule.TRAIN, rank, source, target);
    for (int block = 0; block < BlockRule.BLOCKS; block++) {
      addIf(rule.isExample(block, rank, source, target), Of.IN_TRAIN.of(block));
      if (plan.isPositive(block, rank, source, target)) {
        add(Of.TRAIN.of(block), 1);
        addIf(plan.isKept(block, source, target), Of.TRAIN_KEPT.of(block));
        addIf(train && block == BlockRule.VALID, Of.VALID_EDGES_IN_TRAIN);
        addIf(train && block == BlockRule.TEST, Of.TEST_EDGES_IN_TRAIN);
        addIf(block == BlockRule.TEST && rule.isWalked(rank, source, target), Of.TEST_WALKED);
        addIf(block == BlockRule.TEST && source == target, Of.TEST_SELF_LOOPS);
      }
    }
  }
}
