package io.sparsewalk.dataset;

/** Which procedure is followed from the graph to the test score. */
public enum Protocol {
  /** Leak-free: disjoint blocks of time, walks over training edges, selection on validation, test read once. */
  STRICT,
  /** The procedure of Peng et al. (ICCD 2022) as its code has it, with its leaks. */
  PAPER
}
