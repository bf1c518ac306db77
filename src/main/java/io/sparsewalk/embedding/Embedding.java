package io.sparsewalk.embedding;

/**
 * A row of floats a vertex. Not copied.
 *
 * @param values vertices x dimension
 * @param trained true for a vertex that was in at least one pair
 * @param pairs of centre and context that were trained
 */
public record Embedding(int dimension, float[] values, boolean[] trained, long pairs) {

  /** Vertices that were in at least one pair. */
  public int trainedCount() {
    int count = 0;
    for (boolean t : trained) {
      count += t ? 1 : 0;
    }
    return count;
  }
}
