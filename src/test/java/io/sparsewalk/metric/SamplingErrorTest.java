package io.sparsewalk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingErrorTest {

  @Test
  void theErrorOfAnAreaIsDeLongsOverAllPairs() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      int n = 4 + random.nextInt(60);
      int distinct = 1 + random.nextInt(12);
      float[] logits = new float[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        logits[i] = (random.nextInt(distinct) - distinct / 2) * 0.5f;
        positive[i] = i < 2 || i > 3 && random.nextBoolean();
      }
      assertThat(SamplingError.ofArea(logits, positive)).isCloseTo(overAllPairs(logits, positive), within(1e-12));
    }
  }

  @Test
  void aClassOfOneExampleHasNoError() {
    assertThat(SamplingError.ofArea(new float[] {1, 2, 3}, new boolean[] {true, false, false})).isNaN();
    assertThat(SamplingError.ofArea(new float[0], new boolean[0])).isNaN();
    assertThat(SamplingError.ofShare(Double.NaN, 0)).isNaN();
  }

  /** The spread of the area over many samples of one law is what DeLong says of a single sample. */
  @Test
  void theErrorIsTheSpreadOverSamples() {
    SplittableRandom random = new SplittableRandom(4);
    int samples = 2000;
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (int sample = 0; sample < samples; sample++) {
      float[] logits = new float[150];
      boolean[] positive = new boolean[150];
      for (int i = 0; i < 150; i++) {
        positive[i] = i < 50;
        logits[i] = (float) (random.nextGaussian() + (positive[i] ? 1 : 0));
      }
      double auc = BinaryMetrics.of(logits, positive).auc();
      sum += auc;
      squares += auc * auc;
      variance += Math.pow(SamplingError.ofArea(logits, positive), 2) / samples;
    }
    double seen = (squares - sum * sum / samples) / (samples - 1);
    assertThat(Math.sqrt(variance)).isCloseTo(Math.sqrt(seen), within(0.05 * Math.sqrt(seen)));
  }

  @Test
  void examplesOfOneClassEachHaveTheErrorOfAShare() {
    float[] logits = {1, 0, 0, 1, 1, 0, 1, 0, 0, 1};
    int[] classes = {0, 1, 0, 1, 1};
    double error = SamplingError.ofLabelSets(logits, new int[] {0, 1, 2, 3, 4, 5}, classes, 2);
    double share = LabelSetMetrics.of(logits, new int[] {0, 1, 2, 3, 4, 5}, classes, 2).f1Micro();
    assertThat(share).isEqualTo(0.8);
    assertThat(error).isCloseTo(SamplingError.ofShare(share, 5) * Math.sqrt(5 / 4.0), within(1e-12));
  }

  private static double overAllPairs(float[] logits, boolean[] positive) {
    int n = logits.length;
    double[] share = new double[n];
    int[] size = new int[2];
    for (int i = 0; i < n; i++) {
      size[positive[i] ? 1 : 0]++;
      int others = 0;
      for (int j = 0; j < n; j++) {
        if (positive[i] != positive[j]) {
          others++;
          double difference = positive[i] ? logits[i] - logits[j] : logits[j] - logits[i];
          share[i] += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
        }
      }
      share[i] /= others;
    }
    double error = 0;
    for (int label = 0; label < 2; label++) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        mean += positive[i] == (label == 1) ? share[i] / size[label] : 0;
      }
      for (int i = 0; i < n; i++) {
        squares += positive[i] == (label == 1) ? (share[i] - mean) * (share[i] - mean) : 0;
      }
      error += squares / (size[label] - 1) / size[label];
    }
    return Math.sqrt(error);
  }
}
