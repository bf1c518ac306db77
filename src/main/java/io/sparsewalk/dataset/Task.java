package io.sparsewalk.dataset;

/** What is predicted. */
public enum Task {
  /** Whether an edge from source to target comes. */
  LINK_PREDICTION,
  /** The class of a vertex. */
  NODE_CLASSIFICATION
}
