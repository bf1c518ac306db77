package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;
import java.util.List;

/**
 * Shape of the network.
 *
 * @param hidden widths of the ReLU layers
 */
public record ModelConfig(List<Integer> hidden) implements Serializable {
  public ModelConfig {
    hidden = List.copyOf(hidden);
    check(!hidden.isEmpty(), "hidden must have at least one width");
    hidden.forEach(width -> checkPositive("hidden", width));
  }
}
