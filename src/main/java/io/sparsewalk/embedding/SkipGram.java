package io.sparsewalk.embedding;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013) as the word2vec program computes it: for each centre and each context
 * within a shrinking window, the context's input vector is moved to tell the centre from noise vertices. Sequential over the
 * corpus, so the result depends on the seed and the corpus only.
 */
public final class SkipGram {
  private static final double LARGEST_LOGIT = 6;
  private static final double LOWEST_RATE = 1e-4;

  private final WalkCorpus corpus;
  private final EmbeddingConfig config;
  private final int dimension;
  private final float[] input;
  private final float[] output;
  private final boolean[] trained;
  private final double[] keep;
  private final AliasTable noise;
  private final Seeds seeds;
  private final float[] step;

  private SkipGram(WalkCorpus corpus, int vertices, EmbeddingConfig config, Seeds seeds) {
    this.corpus = corpus;
    this.config = config;
    this.seeds = seeds;
    dimension = config.dimension();
    input = new float[Math.multiplyExact(vertices, dimension)];
    output = new float[input.length];
    trained = new boolean[vertices];
    step = new float[dimension];
    long[] counts = new long[vertices];
    for (int vertex : corpus.vertices()) {
      counts[vertex]++;
    }
    keep = new double[vertices];
    double[] weights = new double[vertices];
    // word2vec counts the end of every sentence as a word, and a noise word that is one is replaced by any other.
    double threshold = config.subsample() * ((long) corpus.vertices().length + corpus.walks());
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    double ends = Math.pow(corpus.walks(), config.noisePower()) / present;
    Seeds initial = seeds.child("initial");
    for (int v = 0; v < vertices; v++) {
      keep[v] = config.subsample() == 0 || counts[v] == 0 ? 1
          : (Math.sqrt(counts[v] / threshold) + 1) * threshold / counts[v];
      weights[v] = counts[v] == 0 ? 0 : Math.pow(counts[v], config.noisePower()) + ends;
      for (int d = 0; d < dimension; d++) {
        input[v * dimension + d] = (float) ((initial.uniform((long) v * dimension + d) - 0.5) / dimension);
      }
    }
    noise = new AliasTable(weights);
  }

  /**
   * Trains one vector a vertex.
   *
   * @param vertices ids are 0 to vertices - 1
   * @throws IllegalArgumentException if the corpus is empty
   */
  public static Embedding train(WalkCorpus corpus, int vertices, EmbeddingConfig config, Seeds seeds) {
    SkipGram training = new SkipGram(corpus, vertices, config, seeds.child("skip-gram"));
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      training.epoch(epoch);
    }
    return training.result();
  }

  private void epoch(int epoch) {
    int longest = 0;
    for (int w = 0; w < corpus.walks(); w++) {
      longest = Math.max(longest, corpus.offsets()[w + 1] - corpus.offsets()[w]);
    }
    int[] sentence = new int[longest];
    Seeds stream = seeds.child(epoch);
    double all = (double) config.epochs() * corpus.vertices().length + 1;
    for (int w = 0; w < corpus.walks(); w++) {
      double done = (double) epoch * corpus.vertices().length + corpus.offsets()[w];
      float rate = (float) (config.learningRate() * Math.max(1 - done / all, LOWEST_RATE));
      long key = Seeds.childKey(stream.key(), w);
      int size = thin(w, key, sentence);
      sentence(sentence, size, rate, key);
    }
  }

  /** The vertices of a walk that survive subsampling. */
  private int thin(int walk, long key, int[] sentence) {
    int size = 0;
    int begin = corpus.offsets()[walk];
    for (int i = begin; i < corpus.offsets()[walk + 1]; i++) {
      int vertex = corpus.vertices()[i];
      if (keep[vertex] >= 1 || Seeds.toUniform(Seeds.bits(key, i - begin)) < keep[vertex]) {
        sentence[size++] = vertex;
      }
    }
    return size;
  }

  private void sentence(int[] sentence, int size, float rate, long key) {
    long pairs = Seeds.childKey(key, 1);
    long draw = 0;
    for (int c = 0; c < size; c++) {
      int window = 1 + Seeds.toBelow(Seeds.bits(pairs, draw++), config.window());
      int last = Math.min(size - 1, c + window);
      for (int x = Math.max(0, c - window); x <= last; x++) {
        if (x != c) {
          pair(sentence[x], sentence[c], rate, pairs, draw);
          draw += config.negatives();
        }
      }
    }
  }

  private void pair(int context, int centre, float rate, long stream, long draw) {
    trained[context] = true;
    Arrays.fill(step, 0);
    move(context, centre, 1, rate);
    for (int n = 0; n < config.negatives(); n++) {
      int negative = noise.draw(Seeds.bits(stream, draw + n));
      if (negative != centre) {
        move(context, negative, 0, rate);
      }
    }
    int from = context * dimension;
    for (int d = 0; d < dimension; d++) {
      input[from + d] += step[d];
    }
  }

  /** Adds to the step of the input vector and moves the output vector of one target. */
  private void move(int context, int target, int label, float rate) {
    int in = context * dimension;
    int out = target * dimension;
    float logit = 0;
    for (int d = 0; d < dimension; d++) {
      logit += input[in + d] * output[out + d];
    }
    float gradient = (float) (label - sigmoid(logit)) * rate;
    for (int d = 0; d < dimension; d++) {
      step[d] += gradient * output[out + d];
      output[out + d] += gradient * input[in + d];
    }
  }

  /** With word2vec's cut: 0 or 1 beyond +-6. */
  static double sigmoid(double logit) {
    return logit > LARGEST_LOGIT ? 1 : logit < -LARGEST_LOGIT ? 0 : 1 / (1 + StrictMath.exp(-logit));
  }

  private Embedding result() {
    if (config.untrained() == EmbeddingConfig.Untrained.ZERO) {
      for (int v = 0; v < trained.length; v++) {
        if (!trained[v]) {
          Arrays.fill(input, v * dimension, (v + 1) * dimension, 0);
        }
      }
    }
    return new Embedding(dimension, input, trained);
  }
}
