package io.sparsewalk.embedding;

import java.util.function.Consumer;

/** Walks in their order, which can be gone through again and again. */
public interface Corpus {

  /** Number of walks. */
  long walks();

  /**
   * Goes through all walks.
   *
   * @param size walks at a time; the last time there may be fewer
   */
  void inStretches(int size, Consumer<WalkCorpus> use);
}
