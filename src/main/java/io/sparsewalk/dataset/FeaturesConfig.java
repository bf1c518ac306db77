package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;
import java.util.List;

/**
 * What the network is told about a pair of vertices.
 *
 * @param edge what is made of the two embeddings, one after the other
 * @param pair true: {@link PairFeatures} too
 */
public record FeaturesConfig(List<EdgeOperator> edge, boolean pair) implements Serializable {
  public FeaturesConfig {
    edge = List.copyOf(edge);
    check(!edge.isEmpty(), "edge must have at least one operator");
  }
}
