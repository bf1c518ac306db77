package io.sparsewalk.embedding;

import io.sparsewalk.common.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

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
  private static final double LOWEST_RATE = 1e-4;
  /** Bytes of a block's rows, if the settings leave the number of blocks open. */
  private static final long BLOCK_BYTES = 4L << 20;
  private static final int MOST_BLOCKS = 64;
  /** With several blocks the pairs of a round are out of order, so a round must be a small part of the corpus. */
  private static final int FEWEST_ROUNDS = 8;
  /** Vertices of all walks of a round: pairs then take some 100 MiB. */
  private static final long ROUND_TOKENS = 16L << 20;
  private static final int COUNTING_STRETCH = 1 << 20;

  private final Corpus corpus;
  private final EmbeddingConfig config;
  private final Seeds seeds;
  private final Workers workers;
  private final int vertices;
  private final int blocks;
  private final int shift;
  private final int stride;
  private final float[][] input;
  private final float[][] output;
  private final AliasTable[] noise;
  private final float[] keep;
  private final boolean[] trained;
  private long tokens;
  private long pairs;

  private SkipGram(Corpus corpus, int vertices, EmbeddingConfig config, Seeds seeds, Workers workers) {
    this.corpus = corpus;
    this.config = config;
    this.seeds = seeds;
    this.workers = workers;
    this.vertices = vertices;
    stride = (config.dimension() + PairKernel.LANES - 1) / PairKernel.LANES * PairKernel.LANES;
    blocks = blocks(vertices, config);
    shift = Integer.numberOfTrailingZeros(blocks);
    trained = new boolean[vertices];
    input = new float[blocks][];
    output = new float[blocks][];
    Seeds initial = seeds.child("initial");
    for (int b = 0; b < blocks; b++) {
      input[b] = initial(b, initial);
      output[b] = new float[input[b].length];
    }
    long[] counts = count();
    keep = keep(counts);
    noise = noise(counts);
  }

  /** Blocks of the vertices: as set, or so that a block's rows fit a cache. A power of 2. */
  public static int blocks(int vertices, EmbeddingConfig config) {
    if (config.blocks() > 0) {
      return config.blocks();
    }
    long wanted = (4L * vertices * config.dimension() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return (int) Math.min(MOST_BLOCKS, Long.highestOneBit(Math.max(1, 2 * wanted - 1)));
  }

  /**
   * Trains one vector a vertex.
   *
   * @param vertices ids are 0 to vertices - 1
   * @throws IllegalArgumentException if the corpus is empty
   */
  public static Embedding train(Corpus corpus, int vertices, EmbeddingConfig config, Seeds seeds, int threads) {
    try (Workers workers = new Workers(threads)) {
      SkipGram training = new SkipGram(corpus, vertices, config, seeds.child("skip-gram"), workers);
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        training.epoch(epoch);
      }
      return training.result();
    }
  }

  private int rows(int block) {
    return (vertices - block + blocks - 1) / blocks;
  }

  private float[] initial(int block, Seeds uniform) {
    int dimension = config.dimension();
    float[] values = new float[Math.multiplyExact(rows(block), stride)];
    for (int row = 0; row < rows(block); row++) {
      long vertex = ((long) row << shift) + block;
      for (int d = 0; d < dimension; d++) {
        values[row * stride + d] = (float) ((uniform.uniform(vertex * dimension + d) - 0.5) / dimension);
      }
    }
    return values;
  }

  private long[] count() {
    long[] counts = new long[vertices];
    corpus.inStretches(COUNTING_STRETCH, walks -> {
      tokens += walks.vertices().length;
      for (int vertex : walks.vertices()) {
        counts[vertex]++;
      }
    });
    return counts;
  }

  /** Probability that an occurrence of a vertex survives subsampling. word2vec counts the end of every sentence as a word. */
  private float[] keep(long[] counts) {
    float[] probabilities = new float[vertices];
    double threshold = config.subsample() * (tokens + corpus.walks());
    for (int v = 0; v < vertices; v++) {
      probabilities[v] = threshold == 0 || counts[v] == 0 ? 1
          : (float) ((Math.sqrt(counts[v] / threshold) + 1) * threshold / counts[v]);
    }
    return probabilities;
  }

  /** Noise within each block; null where no vertex was visited. A noise word of word2vec that ends a sentence becomes any other. */
  private AliasTable[] noise(long[] counts) {
    long present = 0;
    for (long count : counts) {
      present += count > 0 ? 1 : 0;
    }
    double ends = Math.pow(corpus.walks(), config.noisePower()) / present;
    AliasTable[] tables = new AliasTable[blocks];
    for (int b = 0; b < blocks; b++) {
      double[] weights = new double[rows(b)];
      double sum = 0;
      for (int row = 0; row < weights.length; row++) {
        long count = counts[(row << shift) + b];
        weights[row] = count == 0 ? 0 : Math.pow(count, config.noisePower()) + ends;
        sum += weights[row];
      }
      tables[b] = sum == 0 ? null : new AliasTable(weights);
    }
    return tables;
  }

  private void epoch(int epoch) {
    long rounds = Math.max(blocks > 1 ? FEWEST_ROUNDS : 1, (tokens + ROUND_TOKENS - 1) / ROUND_TOKENS);
    int stretch = Math.toIntExact((corpus.walks() + rounds - 1) / rounds);
    Seeds stream = seeds.child(epoch);
    PairBuckets.Windows windows = new PairBuckets.Windows(config.window(), keep, stream.key());
    long[] walksDone = {0};
    long[] tokensDone = {(long) epoch * tokens};
    corpus.inStretches(stretch, walks -> {
      PairBuckets pairs = PairBuckets.of(walks, walksDone[0], windows, blocks, trained, workers);
      double from = progress(tokensDone[0]);
      tokensDone[0] += walks.vertices().length;
      round(pairs, stream.child("noise").child(walksDone[0]), from, progress(tokensDone[0]));
      walksDone[0] += walks.size();
    });
  }

  private double progress(long tokensDone) {
    return tokensDone / ((double) config.epochs() * tokens + 1);
  }

  private double rate(double progress) {
    return config.learningRate() * Math.max(1 - progress, LOWEST_RATE);
  }

  private void round(PairBuckets pairs, Seeds stream, double from, double to) {
    this.pairs += pairs.size();
    for (int sub = 0; sub < blocks; sub++) {
      double before = rate(from + (to - from) * sub / blocks);
      double after = rate(from + (to - from) * (sub + 1) / blocks);
      List<Callable<Void>> diagonal = new ArrayList<>();
      for (int context = 0; context < blocks; context++) {
        int i = context;
        int j = context + sub & blocks - 1;
        diagonal.add(() -> {
          PairKernel kernel = new PairKernel(stride, config.negatives(),
              config.sharedNegatives() == EmbeddingConfig.SharedNegatives.CENTRE);
          kernel.train(input[i], output[j], noise[j], pairs.contexts, pairs.centres, pairs.begin(i, j), pairs.end(i, j),
              stream.child((long) i * blocks + j).key(), before, after);
          return null;
        });
      }
      workers.run(diagonal);
    }
  }

  private Embedding result() {
    int dimension = config.dimension();
    boolean zero = config.untrained() == EmbeddingConfig.Untrained.ZERO;
    float[] values = new float[Math.multiplyExact(vertices, dimension)];
    for (int v = 0; v < vertices; v++) {
      if (trained[v] || !zero) {
        System.arraycopy(input[v & blocks - 1], (v >>> shift) * stride, values, v * dimension, dimension);
      }
    }
    return new Embedding(dimension, values, trained, pairs);
  }
}
