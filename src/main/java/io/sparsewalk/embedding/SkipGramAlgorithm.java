package io.sparsewalk.embedding;

import java.util.Map;

/** {@link SkipGram}. */
record SkipGramAlgorithm(EmbeddingConfig config) implements EmbeddingAlgorithm {
  /** Counts, noise, marks. */
  private static final long VERTEX_BYTES = 40;

  @Override
  public int dimension() {
    return config.dimension();
  }

  @Override
  public Map<String, Object> shape(int vertices) {
    return Map.of("blocks", SkipGramPlan.blocks(vertices, config));
  }

  @Override
  public int passes() {
    return config.epochs();
  }

  @Override
  public long bytes(int vertices) {
    return vertices * (12L * config.dimension() + VERTEX_BYTES);
  }

  @Override
  public boolean isInBlocks() {
    return true;
  }

  @Override
  public Embedding train(Corpus corpus, int vertices, Training training) {
    return SkipGram.train(corpus, vertices, config, training);
  }
}
