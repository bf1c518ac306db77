package io.sparsewalk.dataset;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Positives of a block to examples, and their negatives, which depend on the seed and the rank of the positive alone: so any task
 * makes the examples of any edges.
 *
 * @param positives in the order of the block
 * @param negatives in the same order; {@code bothSeen} is that of the positive, so that positives and negatives stay balanced
 * @param redrawn negatives that could not be drawn as their positive asked for
 */
public record BlockExamples(Examples positives, Examples negatives, int redrawn) {

  /** The examples of some positives. */
  public static BlockExamples of(SplitGround ground, int block, Positives from) {
    SplitPlan plan = ground.plan();
    int n = from.size();
    boolean[] kept = new boolean[n];
    int[] source = new int[n];
    int[] target = new int[n];
    NegativeEdges draw = ground.negatives(block);
    for (int i = 0; i < n; i++) {
      kept[i] = plan.isKept(block, from.source()[i], from.target()[i]);
      long negative = draw.draw(from.rank()[i], from.source()[i], from.target()[i]);
      source[i] = (int) (negative >>> 32);
      target[i] = (int) negative;
    }
    boolean[] positive = new boolean[n];
    Arrays.fill(positive, true);
    return new BlockExamples(new Examples(from.source(), from.target(), positive, kept),
        new Examples(source, target, new boolean[n], kept), draw.redrawn());
  }

  /**
   * What only the whole graph can tell of them.
   *
   * @param connected vertices that have an edge
   */
  public SplitCounts counts(SplitGround ground, int block, BitSet connected) {
    SplitCounts counts = new SplitCounts();
    counts.add(SplitCounts.Of.REDRAWN, redrawn);
    for (int i = 0; block != BlockRule.TRAIN && i < positives.size(); i++) {
      counts.addIf(ground.pairs().isTrained(positives.source()[i], positives.target()[i]),
          block == BlockRule.VALID ? SplitCounts.Of.VALID_PAIRS_IN_TRAIN : SplitCounts.Of.TEST_PAIRS_IN_TRAIN);
      counts.addIf(
          block == BlockRule.TEST && !(connected.get(negatives.source()[i]) && connected.get(negatives.target()[i])),
          SplitCounts.Of.TEST_NEGATIVES_WITHOUT_EDGES);
    }
    return counts;
  }
}
