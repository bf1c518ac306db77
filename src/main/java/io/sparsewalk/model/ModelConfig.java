package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;
import static io.sparsewalk.common.Checks.checkPositive;

import java.io.Serializable;
import java.util.List;

/**
 * Shape of the network.
 *
 * @param kind what the layers are
 * @param hidden widths of the ReLU layers
 * @param dropout share of their outputs that a step of training drops
 * @param reluLogits see {@link Activations}
 * @param dropoutAtTest see {@link Activations}
 */
public record ModelConfig(Kind kind, List<Integer> hidden, double dropout, boolean reluLogits, boolean dropoutAtTest) implements Serializable {

  /** Kinds of networks. */
  public enum Kind {
    /** Fully connected layers over what is known of an example. */
    MLP,
    /** Graph convolutions over the features of all vertices (Kipf and Welling, ICLR 2017). */
    GCN
  }

  public ModelConfig {
    hidden = List.copyOf(hidden);
    check(!hidden.isEmpty(), "hidden must have at least one width");
    hidden.forEach(width -> checkPositive("hidden", width));
    check(dropout >= 0 && dropout < 1, "dropout must be at least 0 and less than 1, was %s", dropout);
  }

  /** What becomes of the outputs of its layers. */
  public Activations activations() {
    return new Activations(dropout, reluLogits, dropoutAtTest);
  }
}
