package io.sparsewalk.sparsity;

import io.sparsewalk.model.EdgeWeights;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The graph of one network.
 *
 * @param kept undirected edges that it still has
 * @param soft factors of weights and edges that are trained too; null under binary masks
 */
public record GraphTicket(boolean[] kept, SoftMasks soft) implements Serializable {

  /** The edges with their factors of now, or 1. */
  public EdgeWeights edges() {
    float[] values = new float[kept.length];
    Arrays.fill(values, 1);
    return new EdgeWeights(soft == null ? values : soft.edges().parameters().clone(), kept);
  }

  /** The parameters that the network is computed with; not a copy under binary masks. */
  public float[] effective(float[] parameters) {
    return soft == null ? parameters : soft.times(parameters);
  }
}
