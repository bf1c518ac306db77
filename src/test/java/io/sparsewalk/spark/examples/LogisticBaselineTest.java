package io.sparsewalk.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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
    LogisticBaseline fitted =
        LogisticBaseline.fit(new Examples(new int[n], new int[n], positive, positive).withPairs(inputs)).orElseThrow();
    float[] unit = new float[(WEIGHTS.length + 1) * WEIGHTS.length];
    for (int f = 0; f < WEIGHTS.length; f++) {
      unit[(f + 1) * WEIGHTS.length + f] = 1;
    }
    int m = WEIGHTS.length + 1;
    float[] scores =
        fitted.scores(new Examples(new int[m], new int[m], new boolean[m], new boolean[m]).withPairs(unit));
    assertThat(scores[0]).isCloseTo(0.3f, within(0.05f));
    for (int f = 0; f < WEIGHTS.length; f++) {
      assertThat(scores[f + 1] - scores[0]).as("weight %s", f).isCloseTo((float) WEIGHTS[f], within(0.08f));
    }
  }

  @Test
  void theFitIsThatOfSparkMLlib() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 3000;
    int width = WEIGHTS.length;
    float[] inputs = new float[n * width];
    boolean[] positive = new boolean[n];
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double logit = -1;
      double[] features = new double[width];
      for (int f = 0; f < width; f++) {
        // Of different sizes and means; the last but one never varies, and two are nearly the same.
        float value = f == 5 ? 0.1f : f == 4 ? inputs[i * width + 3] + (float) random.nextDouble(0.1)
            : (float) (random.nextDouble(1, 3) * Math.pow(5, f - 2));
        inputs[i * width + f] = value;
        features[f] = value;
        logit += WEIGHTS[f] * value / Math.pow(5, f - 2);
      }
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      rows.add(RowFactory.create(positive[i] ? 1.0 : 0.0, Vectors.dense(features)));
    }
    StructType schema = new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
    LogisticRegressionModel expected = new LogisticRegression().setRegParam(LogisticFit.RIDGE)
        .setTol(1e-12)
        .setMaxIter(1000)
        .fit(spark.createDataFrame(rows, schema).coalesce(1));
    LogisticFit actual = LogisticFit.of(inputs, width, positive).orElseThrow();
    assertThat(actual.weights()).containsExactly(expected.coefficients().toArray(), within(1e-4));
    assertThat(actual.intercept()).isCloseTo(expected.intercept(), within(1e-3));
    LogisticBaseline spark = new LogisticBaseline(expected.coefficients().toArray(), expected.intercept());
    Examples examples = new Examples(new int[n], new int[n], positive, positive).withPairs(inputs);
    double auc = BinaryMetrics.of(LogisticBaseline.fit(examples).orElseThrow().scores(examples), positive).auc();
    assertThat(auc).isCloseTo(BinaryMetrics.of(spark.scores(examples), positive).auc(), within(1e-6))
        .isGreaterThan(0.6);
  }

  @Test
  void withoutTwoClassesThereIsNoFit() {
    assertThat(LogisticFit.of(new float[0], 2, new boolean[0])).isEmpty();
    assertThat(LogisticFit.of(new float[] {1, 2, 3, 4}, 2, new boolean[] {true, true})).isEmpty();
    assertThat(LogisticFit.of(new float[] {1, 2, 3, 4}, 2, new boolean[2])).isEmpty();
  }

  @Test
  void classesThatAreSeparatedOrToldByNothingHaveFiniteFits() {
    LogisticFit two = LogisticFit.of(new float[] {-1, 1}, 1, new boolean[] {false, true}).orElseThrow();
    assertThat(two.weights()[0]).isFinite().isPositive();
    assertThat(two.intercept()).isCloseTo(0, within(1e-6));
    float[] far = new float[1000];
    boolean[] positive = new boolean[far.length];
    for (int i = 0; i < far.length; i++) {
      positive[i] = i == 17;
      far[i] = positive[i] ? 1e6f : 1e-6f * i;
    }
    LogisticFit separated = LogisticFit.of(far, 1, positive).orElseThrow();
    assertThat(separated.weights()[0] * 1e6 + separated.intercept()).isFinite().isPositive();
    assertThat(separated.intercept()).isNegative();
    // The share of the positives is all there is to tell.
    LogisticFit constant =
        LogisticFit.of(new float[] {0.1f, 0.1f, 0.1f, 0.1f}, 1, new boolean[] {true, false, false, false})
            .orElseThrow();
    assertThat(constant.weights()[0]).isZero();
    assertThat(constant.intercept()).isCloseTo(Math.log(1 / 3.0), within(1e-6));
  }

  @Test
  void inputsAreLogsOfDegreesSeenAndCommonNeighbours() {
    // 0 -> 1 twice, 1 -> 2, 0 -> 2: 0 and 1 have 2 in common.
    PairHistory history = new PairHistory(3, new int[] {0, 0, 1, 0}, new int[] {1, 1, 2, 2}, new long[] {1, 2, 3, 4});
    Examples pair = new Examples(new int[] {1}, new int[] {0}, new boolean[1], new boolean[1]);
    assertThat(LogisticBaseline.features(history, pair).pairs()).containsExactly(
        new float[] {(float) Math.log(2), (float) Math.log(3), (float) Math.log(4), 0, 0, 1, (float) Math.log(2)},
        within(1e-6f));
  }

  @Test
  void theAuditOfASplitTellsWhatEveryBaselineReaches() {
    for (Protocol protocol : Protocol.values()) {
      Manifest examples = stages(1, protocol).get(1);
      Map<String, Double> audit = ExampleFiles.audit(examples)
          .stream()
          .collect(Collectors.toMap(LeakAudit.Figure::name, LeakAudit.Figure::value));
      assertThat(audit).containsKeys("baseline logistic regression: accuracy",
          "baseline logistic regression: uniform ranking MRR", "baseline seen before: historical ranking AUC",
          "test_negatives_without_edges");
      assertThat(audit).containsEntry("baseline constant: AUC", 0.5);
      assertThat(audit.values()).allMatch(value -> value >= 0 && value <= 1);
      assertThat(audit.get("baseline logistic regression: AUC")).isGreaterThan(0.6);
    }
  }
}
