package io.sparsewalk.sweep;

import java.util.Locale;

/** A way to a sparse network, by its name in job files and tables. */
public enum Method {
  /** No sparsity: the baseline. */
  DENSE,
  /** Train and prune: surrogate Lagrangian relaxation. */
  SLR,
  /** Sparse training: drop by magnitude, grow by gradient. */
  RIGL;

  /** The name in job files and tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
