package io.sparsewalk.dataset;

import java.util.Arrays;
import java.util.BitSet;

/**
 * For every directed pair of vertices with an edge, the block with which its first one becomes known, in rows by source. 4 bytes an
 * edge and 12 a vertex, and a bit an edge known first for the pairs of the training examples.
 */
final class PairBlocks {
  private final Rows[] blocks;
  /** By place in the rows of the first block. */
  private final BitSet trained = new BitSet();

  /** Other ends by source, ascending, each once a row. */
  private static final class Rows {
    /** While rows are counted and filled two places to the right, so that the beginnings move into their places. */
    private final int[] offsets;
    private int[] targets;

    Rows(int vertices) {
      offsets = new int[vertices + 2];
    }

    void count(int source) {
      offsets[source + 2]++;
    }

    void open() {
      for (int v = 2; v < offsets.length; v++) {
        offsets[v] = Math.addExact(offsets[v], offsets[v - 1]);
      }
      targets = new int[offsets[offsets.length - 1]];
    }

    void add(int source, int target) {
      targets[offsets[source + 1]++] = target;
    }

    void close() {
      int size = 0;
      int begin = 0;
      for (int v = 0; v + 2 < offsets.length; v++) {
        int end = offsets[v + 1];
        Arrays.sort(targets, begin, end);
        offsets[v] = size;
        for (int i = begin; i < end; i++) {
          if (i == begin || targets[i] != targets[size - 1]) {
            targets[size++] = targets[i];
          }
        }
        begin = end;
      }
      offsets[offsets.length - 2] = size;
    }

    /** Negative if it is not there. */
    int place(int source, int target) {
      return Arrays.binarySearch(targets, offsets[source], offsets[source + 1], target);
    }
  }

  private PairBlocks(int vertices) {
    blocks = new Rows[BlockRule.BLOCKS];
    Arrays.setAll(blocks, block -> new Rows(vertices));
  }

  /**
   * Goes through the edges three times.
   */
  static PairBlocks of(EdgeParts edges, SplitPlan plan) {
    PairBlocks pairs = new PairBlocks(plan.ids());
    BlockRule rule = plan.rule();
    edges.forEach((rank, source, target) -> pairs.blocks[rule.place(rank, source, target)].count(source));
    for (Rows rows : pairs.blocks) {
      rows.open();
    }
    edges.forEach((rank, source, target) -> pairs.blocks[rule.place(rank, source, target)].add(source, target));
    for (Rows rows : pairs.blocks) {
      rows.close();
    }
    edges.forEach((rank, source, target) -> {
      if (plan.isPositive(BlockRule.TRAIN, rank, source, target)) {
        pairs.trained.set(pairs.blocks[BlockRule.TRAIN].place(source, target));
      }
    });
    return pairs;
  }

  /** True if an edge from source to target is known with a block, or before. */
  boolean hasUpTo(int block, int source, int target) {
    for (int b = 0; b <= block; b++) {
      if (blocks[b].place(source, target) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** True if there is an edge from source to target. */
  boolean has(int source, int target) {
    return hasUpTo(BlockRule.TEST, source, target);
  }

  /** True if a training example is an edge from source to target. */
  boolean isTrained(int source, int target) {
    int place = blocks[BlockRule.TRAIN].place(source, target);
    return place >= 0 && trained.get(place);
  }

  /** True if a source has an edge to every other one of these vertices. */
  boolean leadsToAll(int source, BitSet vertices, int size) {
    int others = size - (vertices.get(source) ? 1 : 0);
    long most = 0;
    for (Rows rows : blocks) {
      most += rows.offsets[source + 1] - rows.offsets[source];
    }
    if (most < others) {
      return false;
    }
    BitSet reached = new BitSet();
    for (Rows rows : blocks) {
      for (int i = rows.offsets[source]; i < rows.offsets[source + 1]; i++) {
        if (rows.targets[i] != source && vertices.get(rows.targets[i])) {
          reached.set(rows.targets[i]);
        }
      }
    }
    return reached.cardinality() >= others;
  }
}
