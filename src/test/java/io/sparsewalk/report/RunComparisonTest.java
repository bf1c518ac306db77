package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.PastRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RunComparisonTest extends SparkTest {
  private static final double[] BEFORE = {0.80, 0.82, 0.84};
  private static final double[] AFTER = {0.81, 0.85, 0.83};

  private static PastRun run(String sweep, String data, String code) {
    return new PastRun("r-" + sweep, Map.of("status", "finished", "sweep_id", sweep, "data_fingerprint", data,
        "code_version", code, "edges", 10L, "vertices", 3L, "ended_at", Instant.EPOCH));
  }

  /** RigL at one half in three seeds, with one seed more and another level in the second. */
  private void publish() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (String sweep : List.of("one", "two")) {
      double[] accuracy = sweep.equals("one") ? BEFORE : AFTER;
      for (int seed = 1; seed <= 3; seed++) {
        trial(fixture.sweep(sweep), seed, 0.5, accuracy[seed - 1], sweep.equals("one") ? 100 : 60);
      }
    }
    trial(fixture, 4, 0.5, 0.99, 60);
    trial(fixture, 1, 0.9, 0.5, 10);
    Views.register(spark, warehouse, SweepFixture.MARGIN);
  }

  private static void trial(SweepFixture fixture, long seed, double level, double accuracy, long flops) {
    fixture.trial("rigl-" + level + "-" + seed, row -> row.putAll(Map.of("method", "rigl", "seed", seed, "sparsity",
        level, "sparsity_requested", level, "accuracy", accuracy, "auc", accuracy, "flops_counted", flops)));
  }

  @Test
  void differencesArePairedByTheSeedsThatBothHaveAndHaveTheirInterval() {
    publish();
    List<Row> rows = new RunComparison(run("one", "a", "c"), run("two", "b", "c")).cells(spark).collectAsList();
    assertThat(rows).extracting(row -> row.<Double>getAs("sparsity_requested")).containsExactly(0.5, 0.9);
    Row half = rows.get(0);
    double[] differences = new double[3];
    for (int s = 0; s < 3; s++) {
      differences[s] = AFTER[s] - BEFORE[s];
    }
    double mean = StatUtils.mean(differences);
    double width =
        new TDistribution(2).inverseCumulativeProbability(0.975) * Math.sqrt(StatUtils.variance(differences) / 3);
    assertThat(half.<Long>getAs("n")).isEqualTo(3);
    assertThat(half.<Double>getAs("accuracy_before")).isCloseTo(0.82, within(1e-12));
    assertThat(half.<Double>getAs("accuracy_after")).isCloseTo((0.81 + 0.85 + 0.83 + 0.99) / 4, within(1e-12));
    assertThat(half.<Double>getAs("accuracy_difference")).isCloseTo(mean, within(1e-12));
    assertThat(half.<Double>getAs("accuracy_low")).isCloseTo(mean - width, within(1e-9));
    assertThat(half.<Double>getAs("accuracy_high")).isCloseTo(mean + width, within(1e-9));
    assertThat(half.<Double>getAs("flops_ratio")).isCloseTo(0.6, within(1e-12));
    assertThat(half.<Boolean>getAs("same_data")).isFalse();
    assertThat(half.<Boolean>getAs("same_code")).isTrue();
    Row lonely = rows.get(1);
    assertThat(lonely.<Long>getAs("n")).isZero();
    assertThat(lonely.<Object>getAs("accuracy_before")).isNull();
    assertThat(lonely.<Object>getAs("accuracy_difference")).isNull();
    assertThat(lonely.<Double>getAs("accuracy_after")).isEqualTo(0.5);
  }

  @Test
  void aRunAgainstItselfHasNoDifferences() {
    publish();
    PastRun one = run("one", "a", "c");
    Row half = new RunComparison(one, one).cells(spark).first();
    assertThat(half.<Double>getAs("accuracy_difference")).isZero();
    assertThat(half.<Double>getAs("flops_ratio")).isEqualTo(1);
    assertThat(new RunComparison(one, one).heading()).last().asString().startsWith("Both are of one sweep");
  }

  @Test
  void whatDiffersIsSaidAndTrialsThatAreGoneAreMissed() {
    publish();
    PastRun one = run("one", "a", "c");
    assertThat(new RunComparison(one, run("two", "a", "d")).heading()).contains("The data are the same.",
        "The code differs: c before, d after.");
    assertThat(new RunComparison(one, run("two", "a", "c")).heading()).contains("So the settings of the job differ.");
    assertThatThrownBy(() -> new RunComparison(one, run("gone", "a", "c")).cells(spark))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("no trial of run r-gone any more");
  }
}
