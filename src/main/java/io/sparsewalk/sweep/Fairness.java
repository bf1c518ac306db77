package io.sparsewalk.sweep;

/** Whose hyper-parameters the methods have. */
public enum Fairness {
  /** The published ones with the paper's protocol, else the same for all. */
  AUTO,
  /** The same optimizer, batch and epochs for all methods. */
  MATCHED,
  /** Those of the published code, different for every method. */
  PUBLISHED
}
