package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.table.Manifest;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticBaselineTest extends SparkTest {
  private static final double[] WEIGHTS = {1, -0.5, 0, 0.25, 2, 0, -1};

  @Test
  void theFitFindsTheWeightsThatMadeTheLabels() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 60_000;
    float[] inputs = new float[n * WEIGHTS.length];
    boolean[] positive = new boolean[n];
    for (int i = 0; i < n; i++) {
      double logit = 0.3;
      for (int f = 0; f < WEIGHTS.length; f++) {
        inputs[i * WEIGHTS.length + f] = (float) random.nextDouble(-1, 1);
        logit += WEIGHTS[f] * inputs[i * WEIGHTS.length + f];
      }
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
    }
    LogisticBaseline fitted = LogisticBaseline.fit(spark, new Examples(new int[n], new int[n], positive, positive).withPairs(inputs));
    float[] unit = new float[(WEIGHTS.length + 1) * WEIGHTS.length];
    for (int f = 0; f < WEIGHTS.length; f++) {
      unit[(f + 1) * WEIGHTS.length + f] = 1;
    }
    int m = WEIGHTS.length + 1;
    float[] scores = fitted.scores(new Examples(new int[m], new int[m], new boolean[m], new boolean[m]).withPairs(unit));
    assertThat(scores[0]).isCloseTo(0.3f, within(0.05f));
    for (int f = 0; f < WEIGHTS.length; f++) {
      assertThat(scores[f + 1] - scores[0]).as("weight %s", f).isCloseTo((float) WEIGHTS[f], within(0.08f));
    }
  }

  @Test
  void inputsAreLogsOfDegreesSeenAndCommonNeighbours() {
    // 0 -> 1 twice, 1 -> 2, 0 -> 2: 0 and 1 have 2 in common.
    TimedEdges edges = new TimedEdges(3, new int[] {0, 0, 1, 0}, new int[] {1, 1, 2, 2}, new long[] {1, 2, 3, 4});
    PairHistory history = new PairHistory(3, edges, IntStream.range(0, 4).toArray());
    Examples pair = new Examples(new int[] {1}, new int[] {0}, new boolean[1], new boolean[1]);
    assertThat(LogisticBaseline.features(history, pair).pairs()).containsExactly(new float[] {(float) Math.log(2),
        (float) Math.log(3), (float) Math.log(4), 0, 0, 1, (float) Math.log(2)}, within(1e-6f));
  }

  @Test
  void theAuditOfASplitTellsWhatEveryBaselineReaches() {
    for (Protocol protocol : Protocol.values()) {
      Manifest examples = stages(1, protocol).get(1);
      Map<String, Double> audit = ((List<?>) examples.fact("audit")).stream().map(figure -> (Map<?, ?>) figure)
          .collect(Collectors.toMap(row -> row.get("name").toString(), row -> ((Number) row.get("value")).doubleValue()));
      assertThat(audit).containsKeys("baseline logistic regression: accuracy", "baseline logistic regression: uniform ranking MRR",
          "baseline seen before: historical ranking AUC", "test_negatives_without_edges");
      assertThat(audit).containsEntry("baseline constant: AUC", 0.5);
      assertThat(audit.values()).allMatch(value -> value >= 0 && value <= 1);
      assertThat(audit.get("baseline logistic regression: AUC")).isGreaterThan(0.6);
    }
  }
}
