package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.spark.SparkTest;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SummaryTest extends SparkTest {

  @Test
  void theIntervalIsThatOfStudentsTable() {
    // t(0.975; 2) = 4.3027, t(0.975; 9) = 2.2622 in every printed table.
    assertThat(TInterval.halfWidth(3, 1).getAsDouble()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(TInterval.halfWidth(10, 2).getAsDouble()).isCloseTo(2.262157 * 2 / Math.sqrt(10), within(1e-6));
    assertThat(TInterval.halfWidth(1, 0)).isEmpty();
    assertThat(TInterval.halfWidth(2, 1)).as("12.7 standard errors either way say nothing").isEmpty();
    assertThat(TInterval.halfWidth(5, 0)).as("no spread is no certainty").isEmpty();
  }

  @Test
  void cellsAreSummarisedOverSeeds() {
    SweepFixture fixture = new SweepFixture(warehouse);
    double[] accuracies = {0.80, 0.82, 0.87};
    for (int seed = 0; seed < 3; seed++) {
      double accuracy = accuracies[seed];
      long flops = 30L + seed;
      fixture.trial("t" + seed,
          row -> row.putAll(Map.of("accuracy", accuracy, "method", "slr", "sparsity", 0.5, "flops_counted", flops)));
      long of = seed;
      fixture.trial("high" + seed,
          row -> row.putAll(Map.of("accuracy", of == 0 ? 0.9 : 1.0, "method", "set", "sparsity", 0.5)));
    }
    fixture.trial("alone", row -> row.putAll(Map.of("accuracy", 0.9, "flops_counted", 100L)));
    Views.register(spark, warehouse, SweepFixture.MARGIN);

    Row slr = spark.sql("select * from summary where method = 'slr'").first();
    assertThat(slr.<Long>getAs("n")).isEqualTo(3);
    assertThat(slr.<Double>getAs("accuracy_mean")).isCloseTo(0.83, within(1e-12));
    // By hand: deviations -0.03, -0.01, 0.04; s^2 = 0.0026 / 2; half-width 4.302653 * sqrt(0.0013 / 3) = 0.0895660.
    assertThat(slr.<Double>getAs("accuracy_low")).isCloseTo(0.83 - 0.0895660, within(1e-6));
    assertThat(slr.<Double>getAs("accuracy_high")).isCloseTo(0.83 + 0.0895660, within(1e-6));
    assertThat(slr.<Double>getAs("flops_ratio_mean")).isCloseTo(31 / 100.0, within(1e-12));
    assertThat(slr.<Double>getAs("test_share")).isEqualTo(0.44);
    Row high = spark.sql("select * from summary where method = 'set'").first();
    assertThat(high.<Double>getAs("accuracy_high")).as("no share is above 1").isEqualTo(1);
    assertThat(high.<Double>getAs("accuracy_low")).isBetween(0.8, 0.9);
    assertThat(Estimate.read(high, "accuracy").text("+-")).startsWith("0.9667 [0.8").endsWith(", 1.0000]");
    assertThat(slr.<Double>getAs("auc_mean")).isNull();
    assertThat(slr.<Double>getAs("auc_low")).isNull();

    Row alone = spark.sql("select * from summary where method = 'dense'").first();
    assertThat(alone.<Long>getAs("n")).isEqualTo(1);
    assertThat(alone.<Double>getAs("accuracy_mean")).isEqualTo(0.9);
    assertThat(alone.<Double>getAs("accuracy_low")).isNull();
  }
}
