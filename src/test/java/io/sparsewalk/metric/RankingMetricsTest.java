package io.sparsewalk.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {

  @Test
  void tiesHaveTheirMeanRank() {
    // Ranks 1, 2.5 (two above or equal: one above, one tied, then 1 + 1 + 0.5) and 4.
    RankingMetrics metrics = RankingMetrics.of(new float[] {5, 2, 0}, new float[] {1, 2, 3, 2, 3, 1, 1, 2, 3});
    assertThat(metrics.meanReciprocalRank()).isCloseTo((1 + 1 / 2.5 + 1 / 4.0) / 3, within(1e-12));
    assertThat(metrics.hits1()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(metrics.hits3()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.hits10()).isEqualTo(1);
    assertThat(RankingMetrics.of(new float[0], new float[0]).meanReciprocalRank()).isNaN();
  }

  @Test
  void ranksAreThoseOfSorting() {
    SplittableRandom random = new SplittableRandom(1);
    float[] positives = new float[40];
    float[] negatives = new float[40 * 100];
    for (int i = 0; i < positives.length; i++) {
      positives[i] = random.nextInt(30);
    }
    for (int i = 0; i < negatives.length; i++) {
      negatives[i] = random.nextInt(25);
    }
    double sum = 0;
    int[] hits = new int[2];
    double won = 0;
    for (int p = 0; p < 40; p++) {
      int above = 0;
      int tied = 0;
      for (int k = 0; k < 100; k++) {
        above += negatives[p * 100 + k] > positives[p] ? 1 : 0;
        tied += negatives[p * 100 + k] == positives[p] ? 1 : 0;
      }
      // The mean of the ranks above + 1 to above + tied + 1.
      double rank = (above + 1 + above + tied + 1) / 2.0;
      sum += 1 / rank;
      hits[0] += rank <= 10 ? 1 : 0;
      hits[1] += rank <= 50 ? 1 : 0;
      for (float negative : negatives) {
        won += negative < positives[p] ? 1 : negative == positives[p] ? 0.5 : 0;
      }
    }
    RankingMetrics metrics = RankingMetrics.of(positives, negatives);
    assertThat(metrics.meanReciprocalRank()).isCloseTo(sum / 40, within(1e-12));
    assertThat(metrics.hits10()).isEqualTo(hits[0] / 40.0);
    assertThat(metrics.hits50()).isEqualTo(hits[1] / 40.0);
    assertThat(metrics.auc()).isCloseTo(won / 40 / negatives.length, within(1e-12));
  }

  @Test
  void probabilitiesAreJudgedAsByHand() {
    // Probabilities 0.5, 0.75 and 0.1 of which the first two are positive.
    float[] logits = {0, (float) Math.log(3), (float) -Math.log(9)};
    ProbabilityMetrics metrics = ProbabilityMetrics.of(logits, new boolean[] {true, true, false});
    assertThat(metrics.logLoss()).isCloseTo(-(Math.log(0.5) + Math.log(0.75) + Math.log(0.9)) / 3, within(1e-6));
    assertThat(metrics.calibrationError()).isCloseTo((0.5 + 0.25 + 0.1) / 3, within(1e-6));
    // The first is called negative: F1 of positives 2/3, of negatives 2/3.
    assertThat(metrics.f1Macro()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(ProbabilityMetrics.of(new float[0], new boolean[0]).logLoss()).isNaN();
  }

  @Test
  void calibratedLogitsHaveNoCalibrationErrorAndMacroF1IsThatOfTheConfusionMatrix() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 200_000;
    float[] logits = new float[n];
    boolean[] positive = new boolean[n];
    long[] confusion = new long[4];
    for (int i = 0; i < n; i++) {
      logits[i] = (float) random.nextDouble(-4, 4);
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logits[i]));
      confusion[(positive[i] ? 2 : 0) + (logits[i] > 0 ? 1 : 0)]++;
    }
    ProbabilityMetrics metrics = ProbabilityMetrics.of(logits, positive);
    assertThat(metrics.calibrationError()).isLessThan(0.005);
    double precision = confusion[3] / (double) (confusion[3] + confusion[1]);
    double recall = confusion[3] / (double) (confusion[3] + confusion[2]);
    double other = confusion[0] / (double) (confusion[0] + confusion[2]);
    double otherRecall = confusion[0] / (double) (confusion[0] + confusion[1]);
    assertThat(metrics.f1Macro()).isCloseTo(
        precision * recall / (precision + recall) + other * otherRecall / (other + otherRecall), within(1e-12));
    for (int i = 0; i < n; i++) {
      logits[i] *= 3;
    }
    assertThat(ProbabilityMetrics.of(logits, positive).calibrationError()).as("too sure").isGreaterThan(0.05);
  }
}
