package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

/** The edges of a graph in the order of their ranks, cut into parts of which one is in memory at a time. */
public interface EdgeParts {
  /** Number of parts. */
  int parts();

  /** The ends of the edges of a part. */
  Ends ends(int part);

  /** The times of a part. */
  long[] times(int part);

  /**
   * Edges of consecutive ranks; the arrays are not copied.
   *
   * @param first rank of the first
   */
  record Ends(long first, int[] source, int[] target) {
    public Ends {
      check(source.length == target.length, "%s sources, %s targets", source.length, target.length);
    }

    /** Goes through them. */
    public void forEach(Visitor visitor) {
      for (int i = 0; i < source.length; i++) {
        visitor.visit(first + i, source[i], target[i]);
      }
    }
  }

  /** Told of every edge. */
  interface Visitor {
    void visit(long rank, int source, int target);
  }

  /** Goes through all edges. */
  default void forEach(Visitor visitor) {
    for (int part = 0; part < parts(); part++) {
      ends(part).forEach(visitor);
    }
  }
}
