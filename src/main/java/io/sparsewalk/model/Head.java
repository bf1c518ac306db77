package io.sparsewalk.model;

/** What the outputs of a network are logits of. */
public enum Head {
  /** A probability each: of an edge, or of every class that a vertex may have beside others. */
  SIGMOID,
  /** Classes of which one is true. */
  SOFTMAX;

  /**
   * The head of a network.
   *
   * @param exclusive true: one of several outputs is true
   */
  public static Head of(boolean exclusive) {
    return exclusive ? SOFTMAX : SIGMOID;
  }

  /** Writes the probabilities that the outputs of an example tell, from the same place on. */
  public void probabilities(float[] logits, int at, int outputs, double[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = at; c < at + outputs; c++) {
      largest = Math.max(largest, logits[c]);
    }
    double sum = 0;
    for (int c = at; c < at + outputs; c++) {
      probabilities[c] = this == SIGMOID ? 1 / (1 + StrictMath.exp(-logits[c])) : StrictMath.exp(logits[c] - largest);
      sum += probabilities[c];
    }
    for (int c = at; c < at + outputs && this == SOFTMAX; c++) {
      probabilities[c] /= sum;
    }
  }
}
