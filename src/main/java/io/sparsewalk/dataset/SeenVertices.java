package io.sparsewalk.dataset;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Vertices with an edge: a bit each.
 *
 * @param known with an edge that may be known when validation and test edges are predicted
 * @param earlier with one that may be known when training edges are
 * @param connected with any
 */
public record SeenVertices(BitSet known, BitSet earlier, BitSet connected) implements Serializable {

  /** Of some edges. */
  public static SeenVertices of(BlockRule rule, EdgeParts.Ends edges) {
    SeenVertices seen = new SeenVertices(new BitSet(), new BitSet(), new BitSet());
    edges.forEach((rank, source, target) -> {
      mark(seen.connected, source, target);
      if (rule.isKnown(rank, source, target)) {
        mark(seen.known, source, target);
      }
      if (rule.isEarlier(rank, source, target)) {
        mark(seen.earlier, source, target);
      }
    });
    return seen;
  }

  private static void mark(BitSet vertices, int source, int target) {
    vertices.set(source);
    vertices.set(target);
  }

  /** Of these edges and of others; changes this. */
  public SeenVertices or(SeenVertices other) {
    known.or(other.known);
    earlier.or(other.earlier);
    connected.or(other.connected);
    return this;
  }
}
