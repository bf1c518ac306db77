package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * Weights of the undirected edges of a graph, in the order of {@link EdgeLayout}. The arrays are not copied.
 *
 * @param values of the edges that are kept
 * @param kept edges that the graph still has
 */
public record EdgeWeights(float[] values, boolean[] kept) implements Serializable {
  public EdgeWeights {
    check(values.length == kept.length, "%s weights != %s edges", values.length, kept.length);
  }

  /** Share of the edges that are not kept; 0 if there are none. */
  public double sparsity() {
    int pruned = 0;
    for (boolean there : kept) {
      pruned += there ? 0 : 1;
    }
    return kept.length == 0 ? 0 : (double) pruned / kept.length;
  }
}
