package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.PublishedFlops;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparsifierTest {
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);

  @Test
  void uniformAllocationZeroesExactlyTheRoundedShare() {
    for (double sparsity : new double[] {0.5, 0.75, 0.875, 0.90625, 0.96875, 0.9921875}) {
      int[] counts = Allocation.UNIFORM.counts(LINK, sparsity);
      assertThat(2048 - counts[0]).isEqualTo((int) Math.round(sparsity * 2048));
      assertThat(128 - counts[1]).isEqualTo((int) Math.round(sparsity * 128));
    }
    assertThat(Allocation.UNIFORM.counts(LINK, 0.9999)).as("no layer is empty").containsExactly(1, 1);
  }

  @Test
  void largestMaskEqualsAFullSortAndBreaksTiesToTheLowerIndex() {
    SplittableRandom random = new SplittableRandom(2);
    float[] weights = new float[LINK.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (random.nextInt(21) - 10) / 10f;
    }
    int[] counts = {300, 40};
    Mask mask = Mask.largest(LINK, weights, counts);
    for (int l = 0; l < 2; l++) {
      int first = LINK.firstWeight(l);
      int[] expected = IntStream.range(first, LINK.firstBias(l))
          .boxed()
          .sorted((a, b) -> Math.abs(weights[a]) != Math.abs(weights[b])
              ? Float.compare(Math.abs(weights[b]), Math.abs(weights[a])) : Integer.compare(a, b))
          .limit(counts[l])
          .mapToInt(Integer::intValue)
          .sorted()
          .toArray();
      assertThat(IntStream.range(first, LINK.firstBias(l)).filter(mask::keeps).toArray()).containsExactly(expected);
      assertThat(IntStream.range(LINK.firstBias(l), LINK.firstWeight(l + 1)).allMatch(mask::keeps)).isTrue();
    }
  }

  @Test
  void randomMasksHaveExactCountsAndFollowTheSeed() {
    int[] counts = Allocation.UNIFORM.counts(LINK, 0.90625);
    Mask mask = Mask.random(LINK, counts, Seeds.of(1));
    assertThat(mask.count(0)).isEqualTo(192);
    assertThat(mask.count(1)).isEqualTo(12);
    assertThat(Mask.random(LINK, counts, Seeds.of(1)).toArray()).isEqualTo(mask.toArray());
    assertThat(Mask.random(LINK, counts, Seeds.of(2)).toArray()).isNotEqualTo(mask.toArray());
  }

  @Test
  void riglUpdatesKeepCountsDropTheSmallestAndGrowTheLargestGradient() {
    DropGrowConfig config =
        new DropGrowConfig(40, 10, 0, 0.5, 0.005, DropGrowConfig.Decay.COSINE, 1, 1, new DropGrowConfig.Growth(
            DropGrowConfig.Candidates.INACTIVE, DropGrowConfig.Ties.LOWEST_INDEX, DropGrowConfig.Start.ZERO), SGD);
    int[] counts = Allocation.UNIFORM.counts(LINK, 0.875);
    DropGrow rigl =
        new DropGrow(config, new ExchangeRule.Rigl(), SoftBound.none(LINK, counts), LINK::initial, Seeds.of(3));
    SplittableRandom random = new SplittableRandom(4);
    TrainingState state = TrainingState.of(LINK.initial(Seeds.of(5)));
    rigl.beginPhase(rigl.phases().get(0), state, null);
    for (int update = 1; update < 20; update++) {
      Arrays.fill(state.momentum(), 1);
      Mask before = rigl.mask();
      float[] weights = state.parameters().clone();
      // Zero gradients everywhere in the last updates: the count must hold all the same.
      float[] scores = new float[LINK.size()];
      for (int i = 0; update < 15 && i < scores.length; i++) {
        scores[i] = (float) random.nextDouble(-1, 1);
      }
      rigl.update(update / 20.0, state, scores);
      Mask after = rigl.mask();
      for (int l = 0; l < 2; l++) {
        assertThat(after.count(l)).isEqualTo(counts[l]);
        checkExchange(l, before, after, new float[][] {weights, scores});
      }
      for (int i = 0; i < LINK.size(); i++) {
        boolean isNew = after.keeps(i) && !before.keeps(i);
        assertThat(state.parameters()[i]).isEqualTo(isNew || !after.keeps(i) ? 0 : weights[i]);
        if (isNew || !after.keeps(i)) {
          state.momentum()[i] = Float.NaN;
        }
      }
      rigl.mask().applyInPlace(state.momentum());
    }
    assertThat(rigl.update(1, state, new float[LINK.size()])).as("at the stop").isFalse();
  }

  private static void checkExchange(int layer, Mask before, Mask after, float[][] weightsAndScores) {
    float largestDropped = 0;
    float smallestKept = Float.MAX_VALUE;
    float smallestGrown = Float.MAX_VALUE;
    float largestLeft = 0;
    for (int i = LINK.firstWeight(layer); i < LINK.firstBias(layer); i++) {
      float weight = Math.abs(weightsAndScores[0][i]);
      float score = Math.abs(weightsAndScores[1][i]);
      if (before.keeps(i) && after.keeps(i)) {
        smallestKept = Math.min(smallestKept, weight);
      } else if (before.keeps(i)) {
        largestDropped = Math.max(largestDropped, weight);
      } else if (after.keeps(i)) {
        smallestGrown = Math.min(smallestGrown, score);
      } else {
        largestLeft = Math.max(largestLeft, score);
      }
    }
    assertThat(largestDropped).isLessThanOrEqualTo(smallestKept);
    assertThat(smallestGrown).isGreaterThanOrEqualTo(largestLeft);
  }

  @Test
  void slrPullsTheWeightsOfAConvexProblemToTheirSparseCopy() {
    // f(W) = 1/2 ||W - target||^2: every W sub-problem has an exact solution, and the residual ||W - Z|| must fall.
    SlrConfig config = new SlrConfig(SlrConfig.Form.CORRECTED, SlrConfig.Deviations.ALL, 12, 1 / 12.0, 10 / 12.0, 1,
        0.1, 200, 0.1, true, 0.1, SGD);
    float[] target = LINK.initial(Seeds.of(9));
    Multipliers multipliers =
        new SurrogateMultipliers(config, Selection.free(LINK, Allocation.UNIFORM.counts(LINK, 0.75)), target);
    double first = 0;
    double last = 0;
    for (int k = 0; k < 10; k++) {
      Anchor anchor = multipliers.anchor();
      float[] weights = target.clone();
      multipliers.forEachWeight(i -> weights[i] = (target[i] + anchor.rho() * anchor.target()[i]) / (1 + anchor.rho()));
      last = multipliers.squaredDistance(0, weights, multipliers.projected);
      first = k == 0 ? last : first;
      multipliers.update(weights, w -> {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
          sum += (w[i] - target[i]) * (w[i] - target[i]) / 2;
        }
        return sum;
      });
    }
    assertThat(last).isLessThan(0.5 * first);
  }

  @Test
  void stepRuleOfTheFirstIterationsIsThatOfThePaper() {
    SlrConfig config = new SlrConfig(SlrConfig.Form.CORRECTED, SlrConfig.Deviations.ALL, 12, 1 / 12.0, 10 / 12.0, 1,
        0.1, 200, 0.1, true, 0.1, SGD);
    Multipliers multipliers = new SurrogateMultipliers(config,
        Selection.free(LINK, Allocation.UNIFORM.counts(LINK, 0.5)), LINK.initial(Seeds.of(1)));
    assertThat(multipliers.alpha()).isCloseTo(1 - 1 / 200.0, within(1e-12));
    multipliers.k = 5;
    double q = 1 - 1 / Math.pow(5, 0.1);
    assertThat(multipliers.alpha()).isCloseTo(1 - 1 / (200 * Math.pow(5, q)), within(1e-12));
  }

  @Test
  void everyStepOfSlrTimesItsDirectionIsShorterThanTheOneBeforeByAlpha() {
    SlrConfig config = new SlrConfig(SlrConfig.Form.CORRECTED, SlrConfig.Deviations.ALL, 12, 1 / 12.0, 10 / 12.0, 0.01,
        0.01, 200, 0.1, true, 0.1, SGD);
    int[] counts = Allocation.UNIFORM.counts(LINK, 0.75);
    float[] start = LINK.initial(Seeds.of(9));
    Multipliers multipliers = new SurrogateMultipliers(config, Selection.free(LINK, counts), start);
    float[] projectedStart = multipliers.project(start);
    float[] weights = start.clone();
    multipliers.forEachWeight(i -> weights[i] = (start[i] + projectedStart[i]) / 2);
    double alpha = multipliers.alpha();
    // Two equal losses and a smaller gap: both conditions hold, the second by the better projection.
    double before = 0.01 * Math.sqrt(gap(multipliers, start, projectedStart));
    float[] lambda = multipliers.lambda.clone();
    multipliers.update(weights, w -> 1);
    float[] first = new float[lambda.length];
    double scale = alpha * before / Math.sqrt(gap(multipliers, weights, projectedStart));
    multipliers.forEachWeight(i -> first[i] = (float) (scale * (weights[i] - projectedStart[i])));
    float[] second = new float[lambda.length];
    multipliers.forEachWeight(i -> second[i] = multipliers.lambda[i] - first[i]);
    double length = Math.sqrt(gap(multipliers, second, new float[second.length]));
    assertThat(length).isCloseTo(alpha * alpha * before, within(1e-3 * before));
  }

  @Test
  void thePrintedSecondStepMeasuresFromTheGapBeforeTheIteration() {
    float[] start = LINK.initial(Seeds.of(9));
    double[] steps = new double[2];
    for (SlrConfig.Form form : new SlrConfig.Form[] {SlrConfig.Form.CORRECTED, SlrConfig.Form.PRINTED}) {
      SlrConfig config =
          new SlrConfig(form, SlrConfig.Deviations.ALL, 12, 1 / 12.0, 10 / 12.0, 0.01, 0.01, 200, 0.1, true, 0.1, SGD);
      Multipliers multipliers =
          new SurrogateMultipliers(config, Selection.free(LINK, Allocation.UNIFORM.counts(LINK, 0.75)), start);
      float[] before = multipliers.projected.clone();
      float[] weights = start.clone();
      multipliers.forEachWeight(i -> weights[i] = (start[i] + before[i]) / 2);
      double alpha = multipliers.alpha();
      // Two equal losses and a smaller gap: both conditions hold.
      multipliers.update(weights, w -> 1);
      double old = Math.sqrt(gap(multipliers, start, before));
      double middle = Math.sqrt(gap(multipliers, weights, before));
      double now = Math.sqrt(gap(multipliers, weights, multipliers.projected));
      double first = alpha * 0.01 * old / middle;
      double numerator = form == SlrConfig.Form.PRINTED ? old : middle;
      assertThat(multipliers.step).isCloseTo(alpha * first * numerator / now, within(1e-9));
      steps[form.ordinal()] = multipliers.step;
    }
    assertThat(steps[1]).isCloseTo(2 * steps[0], within(0.2 * steps[0]));
  }

  private static double gap(Multipliers multipliers, float[] a, float[] b) {
    double sum = 0;
    for (int l = 0; l < LINK.layers(); l++) {
      sum += multipliers.squaredDistance(l, a, b);
    }
    return sum;
  }

  @Test
  void publishedMultipliersStartAsTheCodeDoes() {
    // First update measures from Z = 0: Lambda = s W, so that with s = rho the next Z is P(2 W) = 2 P(W); the penalty's
    // gradient is doubled at least, because the multipliers are on the tape.
    SlrConfig config = new SlrConfig(SlrConfig.Form.PUBLISHED, SlrConfig.Deviations.ALL, 12, 1 / 12.0, 10 / 12.0, 0.01,
        0.01, 200, 0.1, false, 0.05, SGD);
    int[] counts = Allocation.UNIFORM.counts(LINK, 0.5);
    float[] weights = LINK.initial(Seeds.of(1));
    PublishedMultipliers multipliers = new PublishedMultipliers(config, Selection.free(LINK, counts), weights);
    float[] once = multipliers.project(weights);
    assertThat(multipliers.gradientFactor()).isEqualTo(1);
    multipliers.endEpoch(0.6);
    multipliers.update(weights, w -> Double.NaN);
    for (int i = 0; i < LINK.firstBias(0); i++) {
      assertThat(multipliers.projected[i]).isCloseTo(2 * once[i], within(1e-6f));
    }
    assertThat(multipliers.gradientFactor()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void everyDeviationOfThePublishedCodeIsASwitchOfItsOwn() {
    float[] weights = LINK.initial(Seeds.of(1));
    int[] counts = Allocation.UNIFORM.counts(LINK, 0.5);
    // Without the tape the penalty's gradient is what it says.
    PublishedMultipliers untaped = published(new SlrConfig.Deviations(true, true, false), weights, counts);
    untaped.endEpoch(0.6);
    untaped.update(weights, w -> Double.NaN);
    assertThat(untaped.gradientFactor()).isEqualTo(1);
    // From Z = P(W) the first step is alpha s (W - P(W)), alpha = 1 - 1/200: with s = rho the next Z is P(W + alpha (W - P(W))).
    PublishedMultipliers started = published(new SlrConfig.Deviations(true, false, true), weights, counts);
    float[] once = started.project(weights);
    float[] expected = weights.clone();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = weights[i] + 0.995f * (weights[i] - once[i]);
    }
    expected = started.project(expected);
    started.endEpoch(0.6);
    started.update(weights, w -> Double.NaN);
    for (int i = 0; i < LINK.firstBias(0); i++) {
      assertThat(started.projected[i]).isCloseTo(expected[i], within(1e-6f));
    }
    // An alias sees the weights move, a copy does not: steps differ from the second iteration on.
    double[] steps = new double[2];
    for (int alias = 0; alias < 2; alias++) {
      float[] own = weights.clone();
      PublishedMultipliers multipliers = published(new SlrConfig.Deviations(alias == 1, true, true), own, counts);
      for (int epoch = 0; epoch < 3; epoch++) {
        multipliers.endEpoch(0.6 - 0.1 * epoch);
        multipliers.update(own, w -> Double.NaN);
        for (int i = 0; i < own.length; i++) {
          own[i] *= 0.9f;
        }
      }
      steps[alias] = multipliers.step;
    }
    assertThat(steps[0]).isNotEqualTo(steps[1]);
  }

  private static PublishedMultipliers published(SlrConfig.Deviations deviations, float[] weights, int[] counts) {
    SlrConfig config = new SlrConfig(SlrConfig.Form.PUBLISHED, deviations, 12, 1 / 12.0, 10 / 12.0, 0.01, 0.01, 200,
        0.1, false, 0.05, SGD);
    return new PublishedMultipliers(config, Selection.free(LINK, counts), weights);
  }

  @Test
  void tableTwoIsThatOfThePaperToItsPrintedDigits() {
    String[] printed = {"0.773", "0.094", "0.056", "0.0067", "0.773", "0.094", "0.069", "0.0084", "0.773", "0.094",
        "0.236", "0.0286", "0.773", "0.094", "0.640", "0.0776"};
    List<PublishedFlops.Entry> entries = PublishedFlops.tableTwo();
    assertThat(entries).hasSize(16);
    for (int i = 0; i < printed.length; i++) {
      int digits = printed[i].length() - 2;
      assertThat(entries.get(i).relative()).as("%s", entries.get(i))
          .isCloseTo(Double.parseDouble(printed[i]), within(0.5 * Math.pow(10, -digits)));
    }
  }

  @Test
  void flopsOfATrialAreThoseOfTableTwoForItsMeanDensity() {
    double density = 3 / 32.0;
    double[][] table = {{1, 0.773, 0.094}, {0.0138, 0.056, 0.0067}, {0.0328, 0.069, 0.0084}, {0.262, 0.236, 0.0286}};
    ParameterLayout brain = ParameterLayout.parse("64-256-128-10");
    assertThat(PublishedFlops.relative(brain, 0.469, (20 + 10 + 10 * density) / 40)).isCloseTo(0.640, within(5e-4));
    assertThat(PublishedFlops.relative(brain, 0.469, density)).isCloseTo(0.0776, within(5e-5));
    for (double[] row : table) {
      assertThat(PublishedFlops.relative(LINK, row[0], (20 + 10 + 10 * density) / 40)).isCloseTo(row[1], within(5e-4));
      assertThat(PublishedFlops.relative(LINK, row[0], density)).isCloseTo(row[2], within(5e-4));
    }
  }

  @Test
  void zerosSpreadAsTheyDoInRandomSparseProducts() {
    ParameterLayout layout = new ParameterLayout(List.of(8, 2000, 1));
    double given = 0.3;
    double kept = 0.2;
    SplittableRandom random = new SplittableRandom(1);
    boolean[] input = new boolean[8];
    long zeros = 0;
    int rounds = 50;
    for (int r = 0; r < rounds; r++) {
      for (int i = 0; i < 8; i++) {
        input[i] = random.nextDouble() < given;
      }
      for (int u = 0; u < 2000; u++) {
        boolean zero = true;
        for (int i = 0; i < 8; i++) {
          zero &= !(random.nextDouble() < kept && input[i]);
        }
        zeros += zero ? 1 : 0;
      }
    }
    double zero = zeros / 2000.0 / rounds;
    double[] densities = {kept, kept};
    double first = 16000 * given * kept;
    assertThat(PublishedFlops.propagated(layout, given, densities, false) * 18000)
        .isCloseTo(first + 2000 * kept * (1 - zero), within(20.0));
    assertThat(PublishedFlops.propagated(layout, given, densities, true) * 18000)
        .as("the share of zeros in the place of the others")
        .isCloseTo(first + 2000 * kept * zero, within(20.0));
    assertThat(PublishedFlops.propagated(layout, 1, new double[] {1, 1}, false)).isEqualTo(1);
  }
}
