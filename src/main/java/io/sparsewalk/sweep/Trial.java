package io.sparsewalk.sweep;

import java.io.Serializable;
import java.util.Map;

/**
 * One cell of a sweep's grid.
 *
 * @param sparsity share of the weights that is asked to be removed; 0 for the dense method
 */
public record Trial(Method method, EmbeddingKind embedding, double sparsity, long seed) implements Serializable {

  /** Its place in the grid as plain values. */
  public Map<String, Object> settings() {
    return Map.of("method", method.key(), "embedding", embedding.key(), "sparsity", sparsity, "seed", seed);
  }

  @Override
  public String toString() {
    return method.key() + " at sparsity " + sparsity + " on the " + embedding.key() + " embedding, seed " + seed;
  }
}
