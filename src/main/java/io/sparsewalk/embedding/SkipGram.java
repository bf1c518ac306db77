package io.sparsewalk.embedding;

import io.sparsewalk.common.AliasTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013) as the word2vec program computes it: for each centre and each context
 * within a shrinking window, the context's input vector is moved to tell the centre from noise vertices.
 *
 * <p>Vertices lie in P blocks. The corpus is taken in rounds; the pairs of a round are sorted by (block of context, block of
 * centre), and in each of P sub-epochs the P buckets of a diagonal, which have no row in common, are trained in parallel; noise
 * comes from the centre's block. The result depends on the seed, the corpus and P only, never on threads. P = 1 trains the pairs
 * in their order. (As PyTorch-BigGraph partitions relations: Lerer et al., MLSys 2019.)
 */
public final class SkipGram {
  private static final int COUNTING_STRETCH = 1 << 20;

  private final SkipGramPlan plan;
  private final Workers workers;
  private final float[][] input;
  private final float[][] output;
  private final AliasTable[] noise;
  private final float[] keep;
  private final boolean[] trained;
  private long pairs;

  private SkipGram(SkipGramPlan plan, long[] counts, Workers workers) {
    this.plan = plan;
    this.workers = workers;
    int blocks = plan.blocks();
    trained = new boolean[counts.length];
    input = new float[blocks][];
    output = new float[blocks][];
    noise = new AliasTable[blocks];
    for (int b = 0; b < blocks; b++) {
      input[b] = plan.initial(b);
      output[b] = new float[input[b].length];
      long[] own = new long[plan.rows(b)];
      for (int row = 0; row < own.length; row++) {
        own[row] = counts[row * blocks + b];
      }
      noise[b] = plan.noise(own);
    }
    keep = new float[counts.length];
    for (int v = 0; v < keep.length; v++) {
      keep[v] = plan.keep(counts[v]);
    }
  }

  /**
   * Trains one vector a vertex.
   *
   * @param vertices ids are 0 to vertices - 1
   * @throws IllegalArgumentException if the corpus is empty
   */
  public static Embedding train(Corpus corpus, int vertices, EmbeddingConfig config,
      EmbeddingAlgorithm.Training training) {
    long[] counts = new long[vertices];
    long[] tokens = {0};
    corpus.inStretches(COUNTING_STRETCH, walks -> {
      tokens[0] += walks.vertices().length;
      for (int vertex : walks.vertices()) {
        counts[vertex]++;
      }
    });
    long present = 0;
    for (long count : counts) {
      present += count > 0 ? 1 : 0;
    }
    SkipGramPlan plan = SkipGramPlan.of(config, vertices, corpus.walks(), tokens[0], present, training.seeds());
    try (Workers workers = new Workers(training.threads())) {
      SkipGram running = new SkipGram(plan, counts, workers);
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        running.epoch(corpus, epoch, training.progress());
      }
      return running.result();
    }
  }

  private void epoch(Corpus corpus, int epoch, LongConsumer progress) {
    PairBuckets.Windows windows = plan.windows(epoch, vertex -> keep[vertex]);
    long[] walksDone = {0};
    long[] tokensDone = {0};
    corpus.inStretches(plan.walksPerRound(), walks -> {
      PairBuckets found = PairBuckets.of(walks, walksDone[0], windows, plan.blocks(), trained, workers);
      long before = tokensDone[0];
      tokensDone[0] += walks.vertices().length;
      round(found, new SkipGramPlan.Round(epoch, walksDone[0], before, tokensDone[0]));
      walksDone[0] += walks.size();
      pairs += found.size();
      progress.accept(walks.size());
    });
  }

  private void round(PairBuckets found, SkipGramPlan.Round round) {
    for (int sub = 0; sub < plan.blocks(); sub++) {
      int subEpoch = sub;
      List<Callable<Void>> diagonal = new ArrayList<>();
      for (int context = 0; context < plan.blocks(); context++) {
        int i = context;
        int j = context + sub & plan.blocks() - 1;
        diagonal.add(() -> {
          plan.train(round, subEpoch, i, input[i], output[j], noise[j], found.contexts(), found.centres(),
              found.begin(i, j), found.end(i, j));
          return null;
        });
      }
      workers.run(diagonal);
    }
  }

  private Embedding result() {
    int dimension = plan.config().dimension();
    boolean zero = plan.config().untrained() == EmbeddingConfig.Untrained.ZERO;
    float[] values = new float[Math.multiplyExact(trained.length, dimension)];
    for (int v = 0; v < trained.length; v++) {
      if (trained[v] || !zero) {
        System.arraycopy(input[v & plan.blocks() - 1], (v >>> plan.shift()) * plan.stride(), values, v * dimension,
            dimension);
      }
    }
    return new Embedding(dimension, values, trained, pairs);
  }
}
