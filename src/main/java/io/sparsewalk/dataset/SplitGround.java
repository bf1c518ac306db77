package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the tasks of a split share in a JVM, for it asks of the whole graph: which pairs are edges, and what negatives are drawn from.
 * {@link #bytes} says how large it is. Does not change once it is made.
 */
public final class SplitGround {
  private final SplitPlan plan;
  private final PairBlocks pairs;
  /** Sources of negatives by block, targets, and all vertices that may be an end. */
  private final int[][] heads = new int[BlockRule.BLOCKS][];
  private final int[][] tails = new int[BlockRule.BLOCKS][];
  private final int[][] vertices = new int[BlockRule.BLOCKS][];
  /** Training positives in their order, if that is not the order of the ranks; else null. */
  private final Positives drawn;

  private SplitGround(SplitPlan plan, EdgeParts edges, SplitCounts counts) {
    this.plan = plan;
    pairs = PairBlocks.of(edges, plan);
    vertices[BlockRule.TRAIN] = plan.early().stream().toArray();
    vertices[BlockRule.VALID] =
        plan.early().equals(plan.seen()) ? vertices[BlockRule.TRAIN] : plan.seen().stream().toArray();
    vertices[BlockRule.TEST] = vertices[BlockRule.VALID];
    drawn = plan.isByDraw() ? drawn(edges) : null;
    if (plan.degree()) {
      ends(edges, counts);
    } else {
      System.arraycopy(vertices, 0, heads, 0, heads.length);
      System.arraycopy(vertices, 0, tails, 0, tails.length);
    }
  }

  /**
   * Goes through the edges three to five times.
   *
   * @param counts of all edges
   */
  public static SplitGround of(SplitPlan plan, EdgeParts edges, SplitCounts counts) {
    return new SplitGround(plan, edges, counts);
  }

  /**
   * Memory that it takes, about: 4 bytes per edge for pairs, 8 more for negatives by degree and 16 for an order by draw; 24 per vertex.
   */
  public static long bytes(SplitPlan plan, SplitCounts counts) {
    long edges = counts.get(SplitCounts.Of.EDGES);
    return edges * 4 + (plan.degree() ? edges * 8 : 0) + (plan.isByDraw() ? counts.positives(BlockRule.TRAIN) * 32 : 0)
        + 24L * plan.ids();
  }

  private Positives drawn(EdgeParts edges) {
    Positives.Builder all = new Positives.Builder();
    edges.forEach((rank, source, target) -> {
      if (plan.isPositive(BlockRule.TRAIN, rank, source, target)) {
        all.add(rank, source, target);
      }
    });
    return all.build().byDraw(plan.rule());
  }

  private void ends(EdgeParts edges, SplitCounts counts) {
    int[] sizes = new int[BlockRule.BLOCKS];
    for (int block = 0; block < BlockRule.BLOCKS; block++) {
      heads[block] = new int[Math.toIntExact(counts.kept(block))];
      tails[block] = new int[heads[block].length];
    }
    for (int block = 0; block < BlockRule.BLOCKS; block++) {
      int b = block;
      forEachPositive(block, edges, (rank, source, target) -> {
        if (plan.isKept(b, source, target)) {
          heads[b][sizes[b]] = source;
          tails[b][sizes[b]++] = target;
        }
      });
    }
    check(Arrays.equals(sizes, Arrays.stream(heads).mapToInt(each -> each.length).toArray()),
        "%s ends were counted otherwise before", Arrays.toString(sizes));
  }

  /** Goes through the positives of a block in their order. */
  void forEachPositive(int block, EdgeParts edges, EdgeParts.Visitor visitor) {
    if (block == BlockRule.TRAIN && drawn != null) {
      for (int i = 0; i < drawn.size(); i++) {
        visitor.visit(drawn.rank()[i], drawn.source()[i], drawn.target()[i]);
      }
    } else {
      edges.forEach((rank, source, target) -> {
        if (plan.isPositive(block, rank, source, target)) {
          visitor.visit(rank, source, target);
        }
      });
    }
  }

  /** Training positives in their order, if that is another than that of the ranks. */
  public Positives drawn() {
    return drawn;
  }

  /** What decides of an edge alone. */
  public SplitPlan plan() {
    return plan;
  }

  PairBlocks pairs() {
    return pairs;
  }

  /** Vertices seen in training. */
  int[] seen() {
    return vertices[BlockRule.TEST];
  }

  /** Draws negatives of a block; not for several threads. */
  NegativeEdges negatives(int block) {
    NegativeEdges.Pairs known = (source, target) -> pairs.hasUpTo(block, source, target);
    return new NegativeEdges(
        new NegativeEdges.Pool(known, heads[block], tails[block], vertices[block], plan.selfLoops()),
        plan.negatives(block));
  }

  /** Tells sources whose test edges cannot be ranked, since they have an edge to every vertex seen; not for several threads. */
  Admission admission() {
    return new Admission();
  }

  /** Remembers the sources that it was asked about. */
  final class Admission {
    private final Int2ObjectOpenHashMap<Boolean> known = new Int2ObjectOpenHashMap<>();
    private final BitSet vertices = plan.seen();
    private final int size = vertices.cardinality();

    boolean admits(int source) {
      return known.computeIfAbsent(source, (int any) -> !pairs.leadsToAll(source, vertices, size));
    }
  }
}
