package io.sparsewalk.embedding;

/**
 * Walks, flattened: walk i is {@code vertices[offsets[i]]} to {@code vertices[offsets[i + 1]]}, exclusive. Not copied.
 */
public record WalkCorpus(int[] offsets, int[] vertices) {
  public int walks() {
    return offsets.length - 1;
  }
}
