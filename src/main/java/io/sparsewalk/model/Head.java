package io.sparsewalk.model;

/** What the outputs of a network are logits of. */
public enum Head {
  /** A probability each: of an edge, or of every class that a vertex may have beside others. */
  SIGMOID,
  /** Classes of which one is true. */
  SOFTMAX;

  /**
   * @param several true: an example may have several classes
   */
  public static Head of(int outputs, boolean several) {
    return outputs == 1 || several ? SIGMOID : SOFTMAX;
  }
}
