package io.sparsewalk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinaryMetricsTest {

  @Test
  void figuresEqualACountOverAllPairs() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 50; round++) {
      int n = 2 + random.nextInt(60);
      float[] logits = new float[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        // Few distinct scores, of both signs, so that there are ties.
        logits[i] = (random.nextInt(9) - 4) * 0.25f;
        positive[i] = i == 0 || i > 1 && random.nextBoolean();
      }
      BinaryMetrics metrics = BinaryMetrics.of(logits, positive);
      assertThat(metrics.auc()).isCloseTo(auc(logits, positive), within(1e-12));
      assertThat(metrics.averagePrecision()).isCloseTo(averagePrecision(logits, positive), within(1e-12));
      assertThat(metrics.accuracy()).isCloseTo(accuracy(logits, positive), within(1e-12));
    }
  }

  @Test
  void scoresOfEveryMagnitudeAreInOrder() {
    SplittableRandom random = new SplittableRandom(2);
    float[] logits = new float[700];
    boolean[] positive = new boolean[logits.length];
    for (int i = 0; i < logits.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      logits[i] = Float.isNaN(any) ? Float.NEGATIVE_INFINITY : any;
      positive[i] = random.nextBoolean();
    }
    BinaryMetrics metrics = BinaryMetrics.of(logits, positive);
    assertThat(metrics.auc()).isCloseTo(auc(logits, positive), within(1e-12));
    assertThat(metrics.averagePrecision()).isCloseTo(averagePrecision(logits, positive), within(1e-12));
  }

  @Test
  void minusZeroTiesWithZero() {
    assertThat(BinaryMetrics.of(new float[] {-0f, 0f}, new boolean[] {true, false}).auc()).isEqualTo(0.5);
  }

  @Test
  void oneClassAloneHasNoArea() {
    BinaryMetrics metrics = BinaryMetrics.of(new float[] {1, 2}, new boolean[] {false, false});
    assertThat(metrics.auc()).isNaN();
    assertThat(metrics.averagePrecision()).isNaN();
    assertThat(metrics.accuracy()).isZero();
    assertThat(BinaryMetrics.of(new float[0], new boolean[0]).accuracy()).isNaN();
  }

  private static double accuracy(float[] logits, boolean[] positive) {
    double correct = 0;
    for (int i = 0; i < logits.length; i++) {
      correct += logits[i] > 0 == positive[i] ? 1 : 0;
    }
    return correct / logits.length;
  }

  private static double auc(float[] logits, boolean[] positive) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < logits.length; i++) {
      for (int j = 0; j < logits.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          won += logits[i] > logits[j] ? 1 : logits[i] == logits[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  /** For every positive, the precision among all examples that score at least as high. */
  private static double averagePrecision(float[] logits, boolean[] positive) {
    double sum = 0;
    double positives = 0;
    for (int i = 0; i < logits.length; i++) {
      if (positive[i]) {
        double above = 0;
        double good = 0;
        for (int j = 0; j < logits.length; j++) {
          above += logits[j] >= logits[i] ? 1 : 0;
          good += logits[j] >= logits[i] && positive[j] ? 1 : 0;
        }
        positives++;
        sum += good / above;
      }
    }
    return sum / positives;
  }

  @Test
  void theBestThresholdCallsAsManyRightAsAnyOther() {
    SplittableRandom random = new SplittableRandom(9);
    for (int n : new int[] {1, 2, 7, 40}) {
      float[] scores = new float[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        scores[i] = random.nextInt(6);
        positive[i] = random.nextBoolean();
      }
      long most = 0;
      for (float threshold = -0.5f; threshold < 7; threshold++) {
        most = Math.max(most, right(scores, positive, threshold));
      }
      assertThat(right(scores, positive, BinaryMetrics.bestThreshold(scores, positive))).isEqualTo(most);
    }
  }

  private static long right(float[] scores, boolean[] positive, float threshold) {
    long right = 0;
    for (int i = 0; i < scores.length; i++) {
      right += scores[i] > threshold == positive[i] ? 1 : 0;
    }
    return right;
  }
}
