package io.sparsewalk.embedding;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Walks, flattened: walk i is {@code vertices[offsets[i]]} to {@code vertices[offsets[i + 1]]}, exclusive. Not copied.
 */
public record WalkCorpus(int[] offsets, int[] vertices) implements Corpus {
  @Override
  public long walks() {
    return size();
  }

  /** Number of walks. */
  public int size() {
    return offsets.length - 1;
  }

  @Override
  public void inStretches(int size, Consumer<WalkCorpus> use) {
    for (int from = 0; from < size(); from += size) {
      int to = (int) Math.min(size(), (long) from + size);
      int first = offsets[from];
      use.accept(new WalkCorpus(Arrays.stream(offsets, from, to + 1).map(offset -> offset - first).toArray(),
          Arrays.copyOfRange(vertices, first, offsets[to])));
    }
  }
}
