package io.sparsewalk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {

  @Test
  void figuresAreThoseOfTheConfusionMatrixByHand() {
    // Called 0, 1, 1, 0 (a tie goes to the lower class); classes 0, 1, 0, 2.
    float[] logits = {2, 1, 0, 0, 3, 0, 0, 1, 0, 1, 1, 0};
    ClassMetrics metrics = ClassMetrics.of(logits, new int[] {0, 1, 0, 2}, 3);
    assertThat(metrics.accuracy()).isEqualTo(0.5);
    assertThat(metrics.confusion()).isDeepEqualTo(new long[][] {{1, 1, 0}, {0, 1, 0}, {1, 0, 0}});
    // F1: class 0 2/(2+2), class 1 2/(1+2), class 2 0.
    assertThat(metrics.f1Macro()).isCloseTo((0.5 + 2 / 3.0 + 0) / 3, within(1e-12));
    assertThat(ClassMetrics.of(new float[0], new int[0], 3).accuracy()).isNaN();
  }

  @Test
  void twoClassesAreThoseOfOneLogit() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 2000;
    float[] one = new float[n];
    float[] two = new float[2 * n];
    boolean[] positive = new boolean[n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      one[i] = (float) random.nextDouble(-3, 3);
      two[2 * i + 1] = one[i];
      positive[i] = random.nextDouble() < 0.3;
      labels[i] = positive[i] ? 1 : 0;
    }
    ClassMetrics metrics = ClassMetrics.of(two, labels, 2);
    assertThat(metrics.accuracy()).isEqualTo(BinaryMetrics.of(one, positive).accuracy());
    ProbabilityMetrics probabilities = ProbabilityMetrics.of(one, positive);
    assertThat(metrics.logLoss()).isCloseTo(probabilities.logLoss(), within(1e-6));
    assertThat(metrics.f1Macro()).isCloseTo(probabilities.f1Macro(), within(1e-12));
  }
}
