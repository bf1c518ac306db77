package io.sparsewalk.sweep;

import io.sparsewalk.common.Settings;

/** A way to a sparse network, by its name in job files and tables. */
public enum Method {
  /** No sparsity: the baseline. */
  DENSE,
  /** Train and prune: the smallest weights at once. */
  MAGNITUDE,
  /** Train and prune: the smallest weights little by little. */
  GRADUAL_MAGNITUDE,
  /** Train and prune: rounds that begin at the initial weights. */
  LOTTERY_TICKET,
  /** Train and prune: alternating direction method of multipliers. */
  ADMM,
  /** Train and prune: surrogate Lagrangian relaxation. */
  SLR,
  /** Sparse training, static: a random mask. */
  RANDOM,
  /** Sparse training, static: by the loss that goes with a weight. */
  SNIP,
  /** Sparse training, static: by the gradient flow that goes with a weight. */
  GRASP,
  /** Sparse training, static: by the flow of magnitudes. */
  SYNFLOW,
  /** Sparse training: drop by magnitude, grow at random. */
  SET,
  /** Sparse training: drop by magnitude, grow by momentum, layers exchange weights. */
  SNFS,
  /** Sparse training: drop by magnitude, grow by gradient. */
  RIGL,
  /** Sparse training: drop by magnitude, grow by gradient and by how rarely a weight was active. */
  DST_EE,
  /** Sparse training: drop by magnitude and gradient, grow at random. */
  MEST;

  /** True if it prunes by magnitude, and so can keep weights together. */
  public boolean prunes() {
    return switch (this) {
      case MAGNITUDE, GRADUAL_MAGNITUDE, LOTTERY_TICKET, ADMM, SLR -> true;
      default -> false;
    };
  }

  /** The name in job files and tables. */
  public String key() {
    return Settings.word(this);
  }
}
