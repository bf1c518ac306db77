package io.sparsewalk.dataset;

/** What is predicted. */
public enum Task {
  /** Whether an edge from source to target comes. */
  LINK_PREDICTION,
  /** The class of a vertex. */
  NODE_CLASSIFICATION,
  /** The classes of a vertex, one or more. */
  MULTI_LABEL_CLASSIFICATION;

  /** True if an example is a vertex and no pair. */
  public boolean isOfVertices() {
    return this != LINK_PREDICTION;
  }
}
