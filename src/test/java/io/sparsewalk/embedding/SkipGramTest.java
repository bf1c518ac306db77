package io.sparsewalk.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.AliasTable;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.embedding.EmbeddingConfig.SharedNegatives;
import io.sparsewalk.embedding.EmbeddingConfig.Untrained;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkipGramTest {
  private static final EmbeddingConfig CONFIG = new EmbeddingConfig(8, 4, 5, 3, 0.05, 0, 0.75, Untrained.ZERO, 1,
      SharedNegatives.NONE, EmbeddingConfig.Mode.AUTO);

  @Test
  void aliasTableHasExactlyTheWantedProbabilities() {
    double[] weights = {3, 0, 1, 0.5, 5.5};
    AliasTable table = new AliasTable(weights);
    for (int i = 0; i < weights.length; i++) {
      assertThat(table.probability(i)).isCloseTo(weights[i] / 10, within(1e-9));
    }
    long[] counts = new long[5];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      counts[table.draw(random.nextLong())]++;
    }
    assertThat(counts[1]).isZero();
    assertThat(counts[4] / 200_000.0).isCloseTo(0.55, within(0.01));
  }

  @Test
  void cliquesThatAreNeverLeftLieApart() {
    Embedding embedding =
        SkipGram.train(cliques(), 22, CONFIG, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {}));
    assertThat(separation(embedding)).isGreaterThan(0.5);
  }

  @Test
  void verticesWithoutAPairAreZeroAndCountedOrKeepTheirNoise() {
    Embedding zero =
        SkipGram.train(cliques(), 22, CONFIG, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {}));
    assertThat(zero.trainedCount()).isEqualTo(20);
    assertThat(zero.trained()[20]).isFalse();
    EmbeddingConfig noisy = new EmbeddingConfig(8, 4, 5, 3, 0.05, 0, 0.75, Untrained.NOISE, 1, SharedNegatives.NONE,
        EmbeddingConfig.Mode.AUTO);
    Embedding noise =
        SkipGram.train(cliques(), 22, noisy, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {}));
    for (int d = 0; d < 16; d++) {
      assertThat(zero.values()[20 * 8 + d]).isZero();
      assertThat(noise.values()[20 * 8 + d]).isNotZero().isBetween(-0.0625f, 0.0625f);
    }
  }

  @Test
  void aSeedGivesTheSameAgain() {
    assertThat(
        SkipGram.train(cliques(), 22, CONFIG, new EmbeddingAlgorithm.Training(Seeds.of(5), 2, walks -> {})).values())
        .containsExactly(
            SkipGram.train(cliques(), 22, CONFIG, new EmbeddingAlgorithm.Training(Seeds.of(5), 2, walks -> {}))
                .values())
        .isNotEqualTo(
            SkipGram.train(cliques(), 22, CONFIG, new EmbeddingAlgorithm.Training(Seeds.of(6), 2, walks -> {}))
                .values());
  }

  @Test
  void oneStepIsTheNegativeGradientOfTheSamplingLoss() {
    // One walk of two vertices, no negatives, a second walk that only provides them: the change of an input vector in one epoch
    // at rate r is r times the slope of -log sigmoid(in . out), here at out = 0, so it is the out vector's own first step.
    WalkCorpus corpus = new WalkCorpus(new int[] {0, 2}, new int[] {0, 1});
    EmbeddingConfig once = new EmbeddingConfig(4, 1, 0, 1, 0.1, 0, 0.75, Untrained.ZERO, 1, SharedNegatives.NONE,
        EmbeddingConfig.Mode.AUTO);
    EmbeddingConfig still = new EmbeddingConfig(4, 1, 0, 1, 1e-30, 0, 0.75, Untrained.ZERO, 1, SharedNegatives.NONE,
        EmbeddingConfig.Mode.AUTO);
    float[] before =
        SkipGram.train(corpus, 2, still, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {})).values();
    float[] after =
        SkipGram.train(corpus, 2, once, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {})).values();
    // Centre 0, context 1: out(0) = 0, so in(1) stays and out(0) = r/2 in(1). Centre 1, context 0: the same the other way round.
    assertThat(after).containsExactly(before);
    // With a second epoch the outputs are no longer 0: in(1) moves along in(1) by r (1 - sigmoid(in(1) . out(0))) r/2.
    EmbeddingConfig twice = new EmbeddingConfig(4, 1, 0, 2, 0.1, 0, 0.75, Untrained.ZERO, 1, SharedNegatives.NONE,
        EmbeddingConfig.Mode.AUTO);
    float[] moved =
        SkipGram.train(corpus, 2, twice, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {})).values();
    // The rate falls from pair to pair: 1 is the context of the first, 0 of the second.
    double[] firstRate = {0.1 * (1 - 1 / 5.0), 0.1};
    double[] secondRate = {0.1 * (1 - 3 / 5.0), 0.1 * (1 - 2 / 5.0)};
    for (int v = 0; v < 2; v++) {
      double square = 0;
      for (int d = 0; d < 4; d++) {
        square += before[v * 4 + d] * before[v * 4 + d];
      }
      double logit = square * firstRate[v] / 2;
      for (int d = 0; d < 4; d++) {
        double slope = (1 - 1 / (1 + Math.exp(-logit))) * firstRate[v] / 2;
        assertThat(moved[v * 4 + d]).isCloseTo((float) (before[v * 4 + d] * (1 + secondRate[v] * slope)),
            within(1e-6f));
      }
    }
  }

  @Test
  void sigmoidIsCutAsInWordToVec() {
    assertThat(PairKernel.sigmoid(6.01f)).isEqualTo(1);
    assertThat(PairKernel.sigmoid(-6.01f)).isZero();
    for (float logit = -6; logit <= 6; logit += 0.01f) {
      assertThat(PairKernel.sigmoid(logit)).isCloseTo((float) (1 / (1 + Math.exp(-logit))), within(4e-4f));
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 1, NONE", "8, 4, NONE", "5, 2, NONE", "24, 4, CENTRE"})
  void resultsDoNotDependOnThreads(int dimension, int blocks, SharedNegatives shared) {
    EmbeddingConfig config = new EmbeddingConfig(dimension, 4, 5, 2, 0.05, 1e-2, 0.75, Untrained.ZERO, blocks, shared,
        EmbeddingConfig.Mode.AUTO);
    float[] values =
        SkipGram.train(cliques(), 22, config, new EmbeddingAlgorithm.Training(Seeds.of(5), 1, walks -> {})).values();
    assertThat(values).hasSize(22 * dimension).doesNotContain(Float.NaN);
    assertThat(
        SkipGram.train(cliques(), 22, config, new EmbeddingAlgorithm.Training(Seeds.of(5), 3, walks -> {})).values())
        .containsExactly(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 40, 64})
  void theKernelDoesWhatItsPlainTwinDoes(int stride) {
    SplittableRandom random = new SplittableRandom(2);
    int rows = 30;
    float[][] tables = new float[4][rows * stride];
    for (int i = 0; i < rows * stride; i++) {
      tables[0][i] = tables[2][i] = (float) (random.nextDouble() - 0.5);
      tables[1][i] = tables[3][i] = (float) (random.nextDouble() - 0.5);
    }
    int[] contexts = random.ints(500, 0, rows).toArray();
    int[] centres = random.ints(500, 0, rows).toArray();
    AliasTable noise = new AliasTable(random.doubles(rows).toArray());
    new PairKernel(stride, 3, false).train(tables[0], tables[1], noise, contexts, centres, 100, 500, 77, 0.5, 0.1);
    for (int pair = 100; pair < 500; pair++) {
      double rate = 0.5 - 0.4 * (pair - 100) / 400;
      float[] input = Arrays.copyOfRange(tables[2], contexts[pair] * stride, (contexts[pair] + 1) * stride);
      for (int t = 0; t < 4; t++) {
        int target = t == 0 ? centres[pair] : noise.draw(Seeds.bits(77, (pair - 100) * 4L + t));
        if (t > 0 && target == centres[pair]) {
          continue;
        }
        double logit = 0;
        for (int d = 0; d < stride; d++) {
          logit += input[d] * tables[3][target * stride + d];
        }
        double gradient = ((t == 0 ? 1 : 0) - PairKernel.sigmoid((float) logit)) * rate;
        for (int d = 0; d < stride; d++) {
          tables[2][contexts[pair] * stride + d] += (float) (gradient * tables[3][target * stride + d]);
          tables[3][target * stride + d] += (float) (gradient * input[d]);
        }
      }
    }
    for (int i = 0; i < rows * stride; i++) {
      assertThat(tables[0][i]).isCloseTo(tables[2][i], within(2e-3f));
      assertThat(tables[1][i]).isCloseTo(tables[3][i], within(2e-3f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 128})
  void longRowsAreTheSameToTheBitWithoutVectors(int stride) {
    SplittableRandom random = new SplittableRandom(2);
    float[] table = new float[2 * 30 * stride];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (random.nextDouble() - 0.5);
    }
    int[] contexts = random.ints(500, 0, 30).toArray();
    int[] centres = random.ints(500, 0, 30).toArray();
    AliasTable noise = new AliasTable(random.doubles(30).toArray());
    float[][] inputs = new float[2][];
    float[][] outputs = new float[2][];
    for (int vectors = 0; vectors < 2; vectors++) {
      inputs[vectors] = Arrays.copyOf(table, 30 * stride);
      outputs[vectors] = Arrays.copyOfRange(table, 30 * stride, table.length);
      new PairKernel(stride, 3, false, vectors == 1).train(inputs[vectors], outputs[vectors], noise, contexts, centres,
          0, 500, 77, 0.5, 0.1);
    }
    assertThat(inputs[1]).containsExactly(inputs[0]);
    assertThat(outputs[1]).containsExactly(outputs[0]);
  }

  @ParameterizedTest
  @CsvSource({"2, NONE", "8, NONE", "1, CENTRE"})
  void blocksAndSharedNoiseAlsoKeepCliquesApart(int blocks, SharedNegatives shared) {
    EmbeddingConfig config =
        new EmbeddingConfig(8, 4, 5, 3, 0.05, 0, 0.75, Untrained.ZERO, blocks, shared, EmbeddingConfig.Mode.AUTO);
    Embedding embedding =
        SkipGram.train(cliques(), 22, config, new EmbeddingAlgorithm.Training(Seeds.of(1), 2, walks -> {}));
    assertThat(separation(embedding)).isGreaterThan(0.4);
  }

  @Test
  void oneBlockTrainsThePairsOfTheWalksInTheirOrder() {
    // Every pair of two walks, found by hand; window 2 shrinks to 1 or 2, so windows of 1 are certain.
    WalkCorpus walks = new WalkCorpus(new int[] {0, 3, 5}, new int[] {7, 4, 9, 2, 7});
    try (Workers workers = new Workers(2)) {
      PairBuckets one =
          PairBuckets.of(walks, 0, new PairBuckets.Windows(1, vertex -> 1, 3), 1, new boolean[10], workers);
      assertThat(one.contexts()).containsExactly(4, 7, 9, 4, 7, 2);
      assertThat(one.centres()).containsExactly(7, 4, 4, 9, 2, 7);
      boolean[] trained = new boolean[10];
      PairBuckets two = PairBuckets.of(walks, 0, new PairBuckets.Windows(1, vertex -> 1, 3), 2, trained, workers);
      // Context odd, centre even: (7, 4), (9, 4), (7, 2), as rows 3, 4, 3 and 2, 2, 1.
      assertThat(Arrays.copyOfRange(two.contexts(), two.begin(1, 0), two.end(1, 0))).containsExactly(3, 4, 3);
      assertThat(Arrays.copyOfRange(two.centres(), two.begin(1, 0), two.end(1, 0))).containsExactly(2, 2, 1);
      assertThat(two.size()).isEqualTo(6);
      assertThat(trained).containsExactly(false, false, true, false, true, false, false, true, false, true);
    }
  }

  /** Mean cosine inside the cliques less that across. */
  private static double separation(Embedding embedding) {
    double inside = 0;
    double across = 0;
    for (int a = 0; a < 20; a++) {
      for (int b = 0; b < 20; b++) {
        double cosine = cosine(embedding, a, b);
        inside += a / 10 == b / 10 ? cosine : 0;
        across += a / 10 != b / 10 ? cosine : 0;
      }
    }
    return (inside - across) / 200;
  }

  private static double cosine(Embedding embedding, int a, int b) {
    double dot = 0;
    double na = 0;
    double nb = 0;
    for (int d = 0; d < 8; d++) {
      double x = embedding.values()[a * 8 + d];
      double y = embedding.values()[b * 8 + d];
      dot += x * y;
      na += x * x;
      nb += y * y;
    }
    return dot / Math.sqrt(na * nb);
  }

  /** Walks inside two cliques of ten; 20 and 21 only start. */
  private static WalkCorpus cliques() {
    SplittableRandom random = new SplittableRandom(3);
    int[] offsets = new int[3003];
    int[] vertices = new int[3000 * 6 + 2];
    int size = 0;
    for (int w = 0; w < 3000; w++) {
      for (int i = 0; i < 6; i++) {
        vertices[size++] = w % 2 * 10 + random.nextInt(10);
      }
      offsets[w + 1] = size;
    }
    vertices[size++] = 20;
    offsets[3001] = size;
    vertices[size++] = 21;
    offsets[3002] = size;
    return new WalkCorpus(offsets, vertices);
  }
}
