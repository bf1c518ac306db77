package io.sparsewalk.embedding;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.Map;
import java.util.function.LongConsumer;

/** A way from walks to a vector per vertex. Its constants are its own, {@link EmbeddingConfig#algorithm} chooses it. */
public interface EmbeddingAlgorithm extends Serializable {

  /**
   * How it is trained in one process; only the seeds shape the result.
   *
   * @param progress told how many walks were trained
   */
  record Training(Seeds seeds, int threads, LongConsumer progress) {}

  /** Floats per vertex. */
  int dimension();

  /** What shapes the result besides the settings, for the identity of the table and its facts. */
  Map<String, Object> shape(int vertices);

  /** How often it goes through the walks. */
  int passes();

  /** Memory that the training of a whole graph in one process needs besides the walks. */
  long bytes(int vertices);

  /** True if {@link SkipGramPlan} divides the work, so that several executors can train to the same bits. */
  boolean isInBlocks();

  /**
   * Trains one vector per vertex.
   *
   * @param vertices ids are 0 to vertices - 1
   * @throws IllegalArgumentException if the corpus is empty
   */
  Embedding train(Corpus corpus, int vertices, Training training);
}
