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
  /** Sparse training, static: by what gating its hidden unit does to the loss. */
  SALIENCY,
  /** Sparse training, static: a block butterfly and a low-rank term. */
  BUTTERFLY,
  /** Sparse training: drop by magnitude, grow at random. */
  SET,
  /** Sparse training: drop by magnitude, grow by momentum, layers exchange weights. */
  SNFS,
  /** Sparse training: drop by magnitude, grow by gradient. */
  RIGL,
  /** Sparse training: drop by magnitude, grow by gradient and by how rarely a weight was active. */
  DST_EE,
  /** Sparse training: drop by magnitude and gradient, grow at random. */
  MEST,
  /** Sparse training: the largest weights, gradients for the next largest too. */
  TOP_KAST,
  /** Train and prune: layers in turn are grown to dense and pruned back. */
  GROW_AND_PRUNE,
  /** Train and prune: soft masks of edges and weights, rounds that begin at the initial weights. */
  UGS;

  /** True if it prunes by magnitude, and so can keep weights together. */
  public boolean prunes() {
    return switch (this) {
      case MAGNITUDE, GRADUAL_MAGNITUDE, LOTTERY_TICKET, ADMM, SLR, GROW_AND_PRUNE -> true;
      default -> false;
    };
  }

  /** True if it ranks weights by a score, and so can rank those of all layers together. */
  public boolean ranks() {
    return switch (this) {
      case MAGNITUDE, GRADUAL_MAGNITUDE, LOTTERY_TICKET, ADMM, SLR, SNIP, GRASP, SYNFLOW, SALIENCY, TOP_KAST, UGS -> true;
      default -> false;
    };
  }

  /** The name in job files and tables. */
  public String key() {
    return Settings.word(this);
  }
}
