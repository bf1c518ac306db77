package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.spark.SparkTest;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ComparisonsTest extends SparkTest {
  /** Accuracies of three methods at a sparsity, by seed. */
  private static final Map<String, double[]> ACCURACIES = Map.of("slr", new double[] {0.80, 0.81, 0.82}, "rigl",
      new double[] {0.79, 0.81, 0.80}, "set", new double[] {0.70, 0.72, 0.71}, "dense", new double[] {0.81, 0.82, 0.83});

  private void publish(double shift) {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (double sparsity : new double[] {0.5, 0.75}) {
      ACCURACIES.forEach((method, values) -> {
        for (int seed = 1; seed <= 3; seed++) {
          double accuracy = values[seed - 1] - (sparsity > 0.5 ? shift : 0);
          long of = seed;
          if (!method.equals("dense") || sparsity == 0.5) {
            fixture.trial(method + sparsity + seed, row -> row.putAll(Map.of("method", method, "sparsity",
                method.equals("dense") ? 0.0 : sparsity, "seed", of, "accuracy", accuracy, "auc", accuracy + 0.1,
                "flops_counted", method.equals("dense") ? 100L : 40L, "flops_inference", method.equals("dense") ? 8.0 : 2.0,
                "nonzeros", 10L)));
          }
        }
      });
    }
    Views.register(spark, warehouse);
  }

  @Test
  void pairedDifferencesAreStudentsAndHolmsOnTheBackOfAnEnvelope() {
    publish(0);
    List<Row> rows = spark.sql("select * from comparisons where measure = 'accuracy' and sparsity = 0.5 and other <> 'dense'"
        + " order by p_value").collectAsList();
    assertThat(rows).hasSize(3);
    Row row = spark.sql("select * from comparisons where measure = 'accuracy' and sparsity = 0.5 and method = 'rigl'"
        + " and other = 'slr'").first();
    // Differences -0.01, 0, -0.02: mean -0.01, s 0.01, t = 1.7320508 of 2 degrees of freedom: p = 0.2254033.
    assertThat(row.<Long>getAs("n")).isEqualTo(3);
    assertThat(row.<Double>getAs("difference")).isCloseTo(-0.01, within(1e-12));
    assertThat(row.<Double>getAs("difference_low")).isCloseTo(-0.01 - 4.302653 * 0.01 / Math.sqrt(3), within(1e-6));
    assertThat(row.<Double>getAs("p_value")).isCloseTo(0.2254033, within(1e-6));
    double running = 0;
    for (int i = 0; i < 3; i++) {
      running = Math.max(running, Math.min(1, (3 - i) * rows.get(i).<Double>getAs("p_value")));
      assertThat(rows.get(i).<Double>getAs("p_holm")).isCloseTo(running, within(1e-12));
    }
  }

  @Test
  void differencesThatNeverVaryAreCertain() {
    assertThat(new PairedTest().call(3L, 0.0, 0.0)).isEqualTo(1);
    assertThat(new PairedTest().call(3L, 0.1, 0.0)).isEqualTo(0);
    assertThat(new PairedTest().call(1L, 0.1, null)).isNull();
  }

  @Test
  void theRecommendationIsTheLargestSparsityWithinAHundredthOfDense() {
    publish(-0.005);
    Row slr = spark.sql("select * from recommendation where method = 'slr'").first();
    assertThat(slr.<Double>getAs("sparsity")).isEqualTo(0.75);
    assertThat(slr.<Double>getAs("sparsity_sure")).isEqualTo(0.75);
    assertThat(slr.<Double>getAs("sparsity_mean")).isEqualTo(0.75);
    assertThat(slr.<Double>getAs("accuracy_loss")).isCloseTo(0.005, within(1e-12));
    assertThat(slr.<Double>getAs("flops")).isCloseTo(0.4, within(1e-12));
    assertThat(slr.<Double>getAs("flops_inference")).isCloseTo(0.25, within(1e-12));
    Row rigl = spark.sql("select * from recommendation where method = 'rigl'").first();
    // Seed by seed -0.02 + 0.005, -0.01 + 0.005, -0.03 + 0.005: only the second keeps within 0.01.
    assertThat(rigl.<Double>getAs("sparsity")).isEqualTo(0);
    assertThat(rigl.<Double>getAs("sparsity_mean")).isCloseTo(0.25, within(1e-12));
    assertThat(rigl.<Double>getAs("accuracy_loss")).isNull();
    assertThat(rigl.<Long>getAs("n")).isEqualTo(3);
  }
}
