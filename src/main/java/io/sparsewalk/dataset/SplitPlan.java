package io.sparsewalk.dataset;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.BitSet;

/**
 * What decides of an edge, seen alone, whether it is an example: 2 bits a vertex besides the rule. Every task of a split has it.
 *
 * @param protocol decides on self-loops, which are examples and negatives of the paper's only, and on the streams of negatives
 * @param ids vertices are 0 to ids - 1; with the paper's protocol also ids without any edge
 * @param degree true if negatives have the ends of the positives of their block, false if any that were seen
 * @param seen vertices of the known edges; with the paper's protocol all ids
 * @param early vertices whose edges may be examples of training
 * @param seeds of the split
 */
public record SplitPlan(Protocol protocol, BlockRule rule, int ids, boolean degree, BitSet seen, BitSet early,
    Seeds seeds) implements Serializable {

  /**
   * Of a split that is free of leaks: walks over the first block only; negatives over the vertices seen in training: never an edge of any
   * block so far, never a self-loop. Nor is a positive: the walks see self-loops, but a test that has them among the positives only is passed
   * by who compares the two ends. With a history, training examples are the edges after it between vertices seen in it.
   */
  public static SplitPlan strict(BlockRule rule, SplitConfig config, SeenVertices vertices, int ids, Seeds seeds) {
    return new SplitPlan(Protocol.STRICT, rule, ids, config.negatives() == SplitConfig.Negatives.DEGREE,
        vertices.known(), vertices.earlier(), seeds);
  }

  /**
   * Of the published procedure: negatives are uniform over all ids, also those without an edge, self-loops included.
   *
   * @param ids number of vertices; with phantom ids the largest raw id + 1
   */
  public static SplitPlan paper(BlockRule.Published rule, int ids, Seeds seeds) {
    BitSet all = new BitSet(ids);
    all.set(0, ids);
    return new SplitPlan(Protocol.PAPER, rule, ids, false, all, all, seeds);
  }

  /** The same with training examples over all vertices seen, for want of edges between those of the history. */
  public SplitPlan withNewVertices() {
    return new SplitPlan(protocol, rule, ids, degree, seen, seen, seeds);
  }

  /** True if the edge is a positive of a block. */
  boolean isPositive(int block, long rank, int source, int target) {
    return rule.isExample(block, rank, source, target) && (selfLoops() || source != target)
        && (block != BlockRule.TRAIN || early.get(source) && early.get(target));
  }

  /** True if both ends of a positive of a block were seen. */
  boolean isKept(int block, int source, int target) {
    BitSet vertices = vertices(block);
    return vertices.get(source) && vertices.get(target);
  }

  /** Vertices that negatives of a block may have as ends. */
  BitSet vertices(int block) {
    return block == BlockRule.TRAIN ? early : seen;
  }

  /** True if an edge from a vertex to itself is an example as any other, and a negative too. */
  boolean selfLoops() {
    return protocol == Protocol.PAPER;
  }

  /** True if training examples come in another order than that of their ranks. */
  public boolean isByDraw() {
    return rule instanceof BlockRule.ByPair;
  }

  /** The stream of the negatives of a block. */
  Seeds negatives(int block) {
    Seeds all = seeds.child("negatives");
    // An edge in two blocks, as the paper has them, gets a negative of its own in each.
    return protocol == Protocol.PAPER ? all.child(block) : all;
  }

  /** Positives of a block among some edges, by rank. */
  public Positives positives(int block, EdgeParts.Ends edges) {
    Positives.Builder positives = new Positives.Builder();
    edges.forEach((rank, source, target) -> {
      if (isPositive(block, rank, source, target)) {
        positives.add(rank, source, target);
      }
    });
    return positives.build();
  }
}
