package io.sparsewalk.sweep;

import io.sparsewalk.common.Settings;
import io.sparsewalk.sparsity.Allocation;

/** A way to a sparse network, by its name in job files and tables. */
public enum Method {
  /** No sparsity: the baseline. */
  DENSE(Allocation.UNIFORM),
  /** Train and prune: the smallest weights at once. */
  MAGNITUDE(Allocation.GLOBAL),
  /** Train and prune: the smallest weights little by little. */
  GRADUAL_MAGNITUDE(Allocation.UNIFORM),
  /** Train and prune: rounds that begin at the initial weights. */
  LOTTERY_TICKET(Allocation.GLOBAL),
  /** Train and prune: alternating direction method of multipliers. */
  ADMM(Allocation.UNIFORM),
  /** Train and prune: surrogate Lagrangian relaxation. */
  SLR(Allocation.UNIFORM),
  /** Sparse training, static: a random mask. */
  RANDOM(Allocation.UNIFORM),
  /** Sparse training, static: by the loss that goes with a weight. */
  SNIP(Allocation.GLOBAL),
  /** Sparse training, static: by the gradient flow that goes with a weight. */
  GRASP(Allocation.GLOBAL),
  /** Sparse training, static: by the flow of magnitudes. */
  SYNFLOW(Allocation.GLOBAL),
  /** Sparse training, static: by what gating its hidden unit does to the loss. */
  SALIENCY(Allocation.GLOBAL),
  /** Sparse training, static: a block butterfly and a low-rank term. */
  BUTTERFLY(Allocation.UNIFORM),
  /** Sparse training: drop by magnitude, grow at random. */
  SET(Allocation.ERK),
  /** Sparse training: drop by magnitude, grow by momentum, layers exchange weights. */
  SNFS(Allocation.ERK),
  /** Sparse training: drop by magnitude, grow by gradient. */
  RIGL(Allocation.ERK),
  /** Sparse training: drop by magnitude, grow by gradient and by how rarely a weight was active. */
  DST_EE(Allocation.ERK),
  /** Sparse training: drop by magnitude and gradient, grow at random. */
  MEST(Allocation.UNIFORM),
  /** Sparse training: the largest weights, gradients for the next largest too. */
  TOP_KAST(Allocation.UNIFORM),
  /** Train and prune: layers in turn are grown to dense and pruned back. */
  GROW_AND_PRUNE(Allocation.UNIFORM),
  /** Train and prune: soft masks of edges and weights, rounds that begin at the initial weights. */
  UGS(Allocation.GLOBAL);

  private final Allocation own;

  Method(Allocation own) {
    this.own = own;
  }

  /** How its authors divide the weights among the layers; docs/methods.md says where they say so. */
  public Allocation own() {
    return own;
  }

  /** True if it prunes by magnitude, and so can keep weights together. */
  public boolean prunes() {
    return switch (this) {
      case MAGNITUDE, GRADUAL_MAGNITUDE, LOTTERY_TICKET, ADMM, SLR, GROW_AND_PRUNE -> true;
      default -> false;
    };
  }

  /** True if its first phase is dense training, which is the same for all methods of the same optimizer and schedule. */
  public boolean beginsDense() {
    return switch (this) {
      case DENSE, MAGNITUDE, LOTTERY_TICKET, ADMM, SLR -> true;
      default -> false;
    };
  }

  /** True if it ranks weights by a score, and so can rank those of all layers together. */
  public boolean ranks() {
    return switch (this) {
      case MAGNITUDE, GRADUAL_MAGNITUDE, LOTTERY_TICKET, ADMM, SLR, SNIP, GRASP, SYNFLOW, SALIENCY, TOP_KAST, UGS ->
        true;
      default -> false;
    };
  }

  /** The name in job files and tables. */
  public String key() {
    return Settings.word(this);
  }
}
