package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * What becomes of the outputs of fully connected layers.
 *
 * @param dropout share of the outputs of ReLU layers that a step of training drops
 * @param reluLogits true: the last layer is a ReLU layer too, with its dropout, as in the published code of node classification
 * @param dropoutAtTest true: outputs are dropped too when examples are scored, as in that code
 */
public record Activations(double dropout, boolean reluLogits, boolean dropoutAtTest) implements Serializable {
  /** Hidden ReLU layers, nothing dropped. */
  public static final Activations PLAIN = new Activations(0, false, false);

  public Activations {
    check(dropout >= 0 && dropout < 1, "dropout must be at least 0 and less than 1, was %s", dropout);
  }
}
