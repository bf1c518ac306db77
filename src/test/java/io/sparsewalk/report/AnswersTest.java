package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparsewalk.report.Answers.Call;
import io.sparsewalk.report.Answers.Score;
import io.sparsewalk.report.ReportData.Cell;
import io.sparsewalk.spark.SparkTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswersTest extends SparkTest {

  /** A method and a sparsity that keep quality, so that they are recommended, and one that does not. */
  private SweepFixture sweep() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (long seed = 1; seed <= 3; seed++) {
      trial(fixture, "dense", 0, seed, 0.85);
      trial(fixture, "rigl", 0.5, seed, 0.849);
      trial(fixture, "rigl", 0.75, seed, 0.848);
      trial(fixture, "rigl", 0.96875, seed, 0.7);
    }
    return fixture;
  }

  private static String id(String method, double sparsity, long seed) {
    return method + sparsity + "-" + seed;
  }

  private static void trial(SweepFixture fixture, String method, double sparsity, long seed, double quality) {
    fixture.trial(id(method, sparsity, seed), row -> row.putAll(Map.of("seed", seed, "method", method, "sparsity",
        sparsity, "accuracy", quality + 1e-4 * seed, "auc", quality + 0.05)));
  }

  private Answers answers() {
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    return ReportData.of(spark, SweepFixture.SWEEP).answers();
  }

  @Test
  void scoresAreThoseOfDenseTrainingAndOfTheRecommendedCellOnly() {
    SweepFixture fixture = sweep();
    SplittableRandom random = new SplittableRandom(7);
    long[][] expected = new long[2][Answers.BINS];
    for (long seed = 1; seed <= 3; seed++) {
      for (String cell : List.of(id("dense", 0, seed), id("rigl", 0.5, seed), id("rigl", 0.75, seed),
          id("rigl", 0.96875, seed))) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          int label = i % 2;
          double score = 4 * random.nextDouble() - 2 + label;
          boolean seen = i % 5 != 0;
          rows.add(Map.of("src", i, "dst", i + 1, "label", label, "both_seen", seen ? 1 : 0, "score", score));
          if (seen && cell.startsWith("rigl0.75")) {
            // Twenty bins of equal width of the logistic function of the score.
            expected[label][(int) (20 / (1 + Math.exp(-score)))]++;
          }
        }
        fixture.predictions(cell, rows);
      }
    }
    Answers answers = answers();
    assertThat(answers.calls()).isEmpty();
    assertThat(answers.scores()).extracting(score -> score.cell().method() + score.cell().level())
        .containsOnly("dense0.0", "rigl0.75");
    List<Score> recommended = answers.scores().stream().filter(score -> !score.cell().isDense()).toList();
    long[][] found = new long[2][Answers.BINS];
    recommended.forEach(score -> found[score.isEdge() ? 1 : 0][score.bin()] = score.examples());
    assertThat(found).isDeepEqualTo(expected);
    recommended
        .forEach(score -> assertThat(score.probability()).isBetween(score.bin() / 20.0, (score.bin() + 1) / 20.0));

    double all = 0;
    for (JsonNode bar : AnswerCharts.scores(recommended).at("/datasets/scores")) {
      all += bar.get("share").asDouble();
    }
    assertThat(all).as("edges and negatives, each one in all").isCloseTo(2, within(1e-9));
    long examples = 0;
    for (JsonNode bin : AnswerCharts.calibration(recommended).at("/datasets/bins")) {
      examples += bin.get("examples").asLong();
    }
    assertThat(examples).isEqualTo(3 * 160);
  }

  @Test
  void confusionsAreAddedOverSeedsAndSharesAreOfAClass() {
    SweepFixture fixture = sweep();
    for (long seed = 1; seed <= 3; seed++) {
      fixture.confusions(id("dense", 0, seed), List.of(Map.of("actual", 0, "predicted", 0, "count", 6 + seed),
          Map.of("actual", 0, "predicted", 1, "count", 2L), Map.of("actual", 1, "predicted", 1, "count", 5L)));
    }
    List<Call> calls = answers().calls();
    assertThat(calls).extracting(Call::count).containsExactly(24L, 6L, 15L);
    assertThat(calls).extracting(Call::cell).extracting(Cell::isDense).containsOnly(true);
    assertThat(AnswerCharts.confusion(calls).at("/datasets/calls/1/share").asDouble()).isEqualTo(0.2);
  }

  @Test
  void aJobThatSavesNoPredictionsHasNoSuchSection() {
    sweep();
    assertThat(answers()).isEqualTo(new Answers(List.of(), List.of()));
  }
}
