package io.sparsewalk.embedding;

import io.sparsewalk.common.AliasTable;
import io.sparsewalk.common.Seeds;
import java.io.Serializable;

/**
 * Everything about a training that is known before it begins, whoever computes it: blocks, rounds, rates, random streams. Vertex v
 * is row v / blocks of block v % blocks; blocks are a power of 2.
 *
 * @param vertices ids are 0 to vertices - 1
 * @param walks in the corpus
 * @param tokens vertices of all walks
 * @param present vertices that occur
 */
public record SkipGramPlan(EmbeddingConfig config, int vertices, int blocks, long walks, long tokens, long present,
    Seeds seeds) implements Serializable {
  private static final double LOWEST_RATE = 1e-4;
  /** Bytes of a block's rows, if the settings leave the number of blocks open. */
  private static final long BLOCK_BYTES = 4L << 20;
  private static final int MOST_BLOCKS = 64;
  /** With several blocks the pairs of a round are out of order, so a round must be a small part of the corpus. */
  private static final int FEWEST_ROUNDS = 8;
  /** Vertices of all walks of a round: its pairs take about 1 GiB while they are found. */
  private static final long ROUND_TOKENS = 16L << 20;

  /** The plan for a corpus. */
  public static SkipGramPlan of(EmbeddingConfig config, int vertices, long walks, long tokens, long present,
      Seeds seeds) {
    return new SkipGramPlan(config, vertices, blocks(vertices, config), walks, tokens, present,
        seeds.child("skip-gram"));
  }

  /** Blocks of the vertices: as set, or so that a block's rows fit a cache. A power of 2. */
  public static int blocks(int vertices, EmbeddingConfig config) {
    if (config.blocks() > 0) {
      return config.blocks();
    }
    long wanted = (4L * vertices * config.dimension() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return (int) Math.min(MOST_BLOCKS, Long.highestOneBit(Math.max(1, 2 * wanted - 1)));
  }

  /** Floats a row. */
  public int stride() {
    return (config.dimension() + PairKernel.LANES - 1) / PairKernel.LANES * PairKernel.LANES;
  }

  int shift() {
    return Integer.numberOfTrailingZeros(blocks);
  }

  /** Rows of a block. */
  public int rows(int block) {
    return (vertices - block + blocks - 1) / blocks;
  }

  /** Initial input rows of a block. */
  public float[] initial(int block) {
    int dimension = config.dimension();
    Seeds uniform = seeds.child("initial");
    float[] values = new float[Math.multiplyExact(rows(block), stride())];
    for (int row = 0; row < rows(block); row++) {
      long vertex = (long) row * blocks + block;
      for (int d = 0; d < dimension; d++) {
        values[row * stride() + d] = (float) ((uniform.uniform(vertex * dimension + d) - 0.5) / dimension);
      }
    }
    return values;
  }

  /** Probability that an occurrence of a vertex survives subsampling. word2vec counts the end of every sentence as a word. */
  public float keep(long count) {
    double threshold = config.subsample() * (tokens + walks);
    return threshold == 0 || count == 0 ? 1 : (float) ((Math.sqrt(count / threshold) + 1) * threshold / count);
  }

  /**
   * The noise of a block, or null if none of its vertices occurs. A noise word of word2vec that ends a sentence becomes any
   * other.
   *
   * @param counts occurrences by row
   */
  public AliasTable noise(long[] counts) {
    double ends = Math.pow((double) walks, config.noisePower()) / present;
    double[] weights = new double[counts.length];
    double sum = 0;
    for (int row = 0; row < counts.length; row++) {
      weights[row] = counts[row] == 0 ? 0 : Math.pow((double) counts[row], config.noisePower()) + ends;
      sum += weights[row];
    }
    return sum == 0 ? null : new AliasTable(weights);
  }

  /** Walks of a round; the last has fewer. */
  public int walksPerRound() {
    long rounds = Math.max(blocks > 1 ? FEWEST_ROUNDS : 1, (tokens + ROUND_TOKENS - 1) / ROUND_TOKENS);
    return Math.toIntExact(Math.max(1, (walks + rounds - 1) / rounds));
  }

  /** How walks of an epoch are cut into pairs. */
  public PairBuckets.Windows windows(int epoch, PairBuckets.Keep keep) {
    return new PairBuckets.Windows(config.window(), keep, seeds.child(epoch).key());
  }

  /**
   * Trains the pairs of a bucket.
   *
   * @param subEpoch of the round: the bucket's centres are in the block that comes so many after that of its contexts
   * @param contexts rows of the pairs in {@code input}
   * @param centres rows of the pairs in {@code output}
   */
  public void train(Round round, int subEpoch, int contextBlock, float[] input, float[] output, AliasTable noise,
      int[] contexts, int[] centres, int begin, int end) {
    int centreBlock = contextBlock + subEpoch & blocks - 1;
    long stream = seeds.child(round.epoch())
        .child("noise")
        .child(round.firstWalk())
        .child((long) contextBlock * blocks + centreBlock)
        .key();
    double before = progress(round.epoch(), round.tokensBefore());
    double after = progress(round.epoch(), round.tokensAfter());
    new PairKernel(stride(), config.negatives(), config.sharedNegatives() == EmbeddingConfig.SharedNegatives.CENTRE)
        .train(input, output, noise, contexts, centres, begin, end, stream,
            rate(before + (after - before) * subEpoch / blocks),
            rate(before + (after - before) * (subEpoch + 1) / blocks));
  }

  /**
   * A stretch of the corpus in an epoch.
   *
   * @param tokensBefore vertices of the walks of the epoch before it
   * @param tokensAfter and with its own
   */
  public record Round(int epoch, long firstWalk, long tokensBefore, long tokensAfter) implements Serializable {}

  private double progress(int epoch, long tokensDone) {
    return (epoch * (double) tokens + tokensDone) / ((double) config.epochs() * tokens + 1);
  }

  private double rate(double progress) {
    return config.learningRate() * Math.max(1 - progress, LOWEST_RATE);
  }
}
