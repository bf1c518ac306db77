package io.sparsewalk.sparsity;

import static io.sparsewalk.sparsity.DropGrowConfig.Candidates.ALL;
import static io.sparsewalk.sparsity.DropGrowConfig.Candidates.INACTIVE;
import static io.sparsewalk.sparsity.DropGrowConfig.Start.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What defines each way of dropping and growing weights. */
class DynamicLawsTest {
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);
  private static final DropGrowConfig.Growth USUAL = growth(ALL, DropGrowConfig.Ties.RANDOM, ZERO);

  private static DropGrowConfig.Growth growth(DropGrowConfig.Candidates candidates, DropGrowConfig.Ties ties,
      DropGrowConfig.Start start) {
    return new DropGrowConfig.Growth(candidates, ties, start);
  }

  private static DropGrowConfig half(DropGrowConfig.Growth growth) {
    return new DropGrowConfig(40, 10, 0, 0.5, 0.5, DropGrowConfig.Decay.CONSTANT, 1, 1, growth, SGD);
  }

  /** A method that has begun, with its state. */
  private record Begun(DropGrow method, TrainingState state) {
    static Begun of(DropGrowConfig config, ExchangeRule rule, int[] counts) {
      DropGrow method = new DropGrow(config, rule, SoftBound.none(LINK, counts), LINK::initial, Seeds.of(3));
      TrainingState state = TrainingState.of(LINK.initial(Seeds.of(5)));
      method.beginPhase(method.phases().get(0), state, null);
      return new Begun(method, state);
    }

    boolean[] update(double progress, float[] gradient) {
      assertThat(method.update(progress, state, gradient)).isTrue();
      return method.mask().toArray();
    }
  }

  private static ExchangeRule.Exploring exploring(double theta) {
    return new ExchangeRule.Exploring(new ExchangeRule.Exploring.Bonus(theta, 0.9, 1000, 1));
  }

  private static List<ExchangeRule> rules() {
    return List.of(new ExchangeRule.Rigl(), new ExchangeRule.Set(Seeds.of(1)), new ExchangeRule.Momentum(),
        exploring(1e-2), new ExchangeRule.Mest(1, Seeds.of(1)));
  }

  private static int[] uniform(double sparsity) {
    return Allocation.UNIFORM.counts(LINK, sparsity);
  }

  @Test
  void theDropFractionFollowsItsSchedule() {
    for (DropGrowConfig.Decay decay : DropGrowConfig.Decay.values()) {
      DropGrowConfig config = new DropGrowConfig(40, 10, 0, 0.5, 0.1, decay, 0.8, 1, USUAL, SGD);
      assertThat(config.fraction(0)).isEqualTo(0.5);
      double half = decay == DropGrowConfig.Decay.CONSTANT ? 0.5 : 0.3;
      assertThat(config.fraction(0.4)).isCloseTo(half, within(1e-12));
      assertThat(config.fraction(0.8)).isCloseTo(decay == DropGrowConfig.Decay.CONSTANT ? 0.5 : 0.1, within(1e-12));
    }
    DropGrowConfig linear = new DropGrowConfig(40, 10, 0, 0.5, 0.1, DropGrowConfig.Decay.LINEAR, 0.8, 1, USUAL, SGD);
    assertThat(linear.fraction(0.2)).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void everyExchangeKeepsTheNumberOfWeights() {
    DropGrowConfig config = new DropGrowConfig(40, 10, 0, 0.5, 0.005, DropGrowConfig.Decay.COSINE, 1, 1,
        growth(INACTIVE, DropGrowConfig.Ties.RANDOM, ZERO), SGD);
    for (Allocation allocation : Allocation.values()) {
      int[] counts = allocation.counts(LINK, 0.8);
      for (ExchangeRule rule : rules()) {
        Begun begun = Begun.of(config, rule, counts);
        for (int update = 1; update < 20; update++) {
          Mask before = begun.method.mask();
          begun.update(update / 20.0, LINK.initial(Seeds.of(update)));
          assertThat(begun.method.mask().count()).as("%s", rule.getClass()).isEqualTo(counts[0] + counts[1]);
          assertThat(Arrays.equals(begun.method.mask().toArray(), before.toArray())).isFalse();
          if (!rule.redistributes()) {
            assertThat(begun.method.mask().count(0)).isEqualTo(counts[0]);
          }
          train(begun.state, begun.method.mask());
        }
      }
    }
  }

  @Test
  void riglKeepsTheLargestWeightsAndThenTheLargestGradientsOfAllOthersDroppedOrNot() {
    int[] counts = uniform(0.8);
    Begun begun = Begun.of(half(USUAL), new ExchangeRule.Rigl(), counts);
    boolean returned = false;
    for (int update = 1; update < 8; update++) {
      Mask before = begun.method.mask();
      float[] weights = begun.state.parameters().clone();
      Arrays.fill(begun.state.momentum(), 7);
      float[] gradient = LINK.initial(Seeds.of(update));
      boolean[] after = begun.update(update / 20.0, gradient);
      for (int l = 0; l < 2; l++) {
        int survive = counts[l] - (int) Math.ceil(0.5 * counts[l]);
        Set<Integer> expected = largest(weights, l, i -> before.keeps(i), survive);
        expected.addAll(largest(gradient, l, i -> !expected.contains(i), counts[l] - survive));
        assertThat(kept(after, l)).isEqualTo(expected);
      }
      for (int i = 0; i < after.length; i++) {
        boolean stays = before.keeps(i) && after[i];
        assertThat(begun.state.parameters()[i]).as("one that comes back keeps its value")
            .isEqualTo(stays ? weights[i] : 0);
        returned |= stays && Math.abs(weights[i]) < 0.02;
      }
      train(begun.state, begun.method.mask());
    }
    assertThat(returned).isTrue();
  }

  private static Set<Integer> largest(float[] values, int layer, IntPredicate among, int count) {
    return IntStream.range(LINK.firstWeight(layer), LINK.firstBias(layer))
        .filter(among)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i])))
        .limit(count)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> kept(boolean[] mask, int layer) {
    return IntStream.range(LINK.firstWeight(layer), LINK.firstBias(layer))
        .filter(i -> mask[i])
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void weightsWithoutGradientComeLastAndInNoOrderOfSpace() {
    for (ExchangeRule rule : List.of(new ExchangeRule.Rigl(), new ExchangeRule.Momentum(), exploring(1e-2))) {
      DropGrowConfig config = half(growth(INACTIVE, DropGrowConfig.Ties.RANDOM, ZERO));
      Begun begun = Begun.of(config, rule, uniform(0.9));
      boolean[] before = begun.method.mask().toArray();
      // 20 of the weights outside have a gradient, all in the last quarter; some 100 come.
      float[] gradient = new float[LINK.size()];
      int[] live = IntStream.range(1536, 2048).filter(i -> !before[i]).limit(20).toArray();
      Arrays.stream(live).forEach(i -> gradient[i] = 1e-6f);
      boolean[] after = begun.update(0.1, gradient);
      assertThat(Arrays.stream(live).allMatch(i -> after[i])).as("%s", rule.getClass()).isTrue();
      long early = IntStream.range(0, 512).filter(i -> after[i] && !before[i]).count();
      assertThat(early).as("of those without any, a quarter is in the first quarter").isBetween(8L, 40L);
      Begun again = Begun.of(config, rule instanceof ExchangeRule.Exploring ? exploring(1e-2) : rule, uniform(0.9));
      assertThat(again.update(0.1, gradient)).as("by the seed").isEqualTo(after);
    }
  }

  @Test
  void ofEqualsTheLowestIndexStaysAndComesIfThePublishedCodeIsFollowed() {
    Begun begun =
        Begun.of(half(growth(INACTIVE, DropGrowConfig.Ties.LOWEST_INDEX, ZERO)), new ExchangeRule.Rigl(), uniform(0.9));
    Arrays.fill(begun.state.parameters(), 1);
    boolean[] before = begun.method.mask().toArray();
    boolean[] after = begun.update(0.1, new float[LINK.size()]);
    int[] active = IntStream.range(0, 2048).filter(i -> before[i]).toArray();
    int[] outside = IntStream.range(0, 2048).filter(i -> !before[i]).toArray();
    int gone = (active.length + 1) / 2;
    Set<Integer> expected =
        IntStream.concat(Arrays.stream(active, 0, active.length - gone), Arrays.stream(outside, 0, gone))
            .boxed()
            .collect(Collectors.toSet());
    assertThat(kept(after, 0)).isEqualTo(expected);
  }

  @Test
  void setDropsTheSameShareOfBothSignsAndDrawsNewWeights() {
    Begun begun = Begun.of(half(growth(INACTIVE, DropGrowConfig.Ties.RANDOM, DropGrowConfig.Start.RANDOM)),
        new ExchangeRule.Set(Seeds.of(1)), uniform(0.75));
    // All negative weights are larger than all positive ones: by magnitude alone none of them would go.
    float[] weights = begun.state.parameters();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = begun.method.mask().keeps(i) ? weights[i] < 0 ? weights[i] - 1 : weights[i] + 1e-3f : 0;
    }
    float[] were = weights.clone();
    boolean[] before = begun.method.mask().toArray();
    boolean[] after = begun.update(0.1, null);
    for (int sign : new int[] {-1, 1}) {
      int[] ones = IntStream.range(0, 2048).filter(i -> before[i] && were[i] * sign > 0).toArray();
      double[] gone = Arrays.stream(ones).filter(i -> !after[i]).mapToDouble(i -> Math.abs(were[i])).toArray();
      assertThat(gone.length).isCloseTo(ones.length / 2, within(2));
      assertThat(Arrays.stream(ones).filter(i -> after[i]).mapToDouble(i -> Math.abs(were[i])).min().orElseThrow())
          .isGreaterThanOrEqualTo(Arrays.stream(gone).max().orElseThrow());
    }
    assertThat(IntStream.range(0, 2048).filter(i -> after[i] && !before[i]).filter(i -> weights[i] == 0)).isEmpty();
    assertThat(IntStream.range(0, 2048)
        .filter(i -> after[i] && !before[i])
        .mapToDouble(i -> weights[i])
        .average()
        .orElseThrow()).as("drawn as the first ones, uniform within a quarter").isBetween(-0.03, 0.03);
  }

  @Test
  void inMestBothWeightAndGradientCountWhateverTheScaleOfTheLoss() {
    ParameterLayout layout = new ParameterLayout(List.of(3, 1));
    Mask mask = Mask.of(layout, new boolean[] {true, true, true, true});
    for (float scale : new float[] {1e-6f, 1, 1e6f}) {
      ExchangeRule.Moment moment = new ExchangeRule.Moment(layout, mask, new float[] {1, -3, 0.5f, 9},
          new float[] {-1 * scale, 0, 2 * scale, 9 * scale}, 10);
      float[] expected = {1 + 2 * 1.5f, 3, 0.5f + 2 * 3, 0};
      assertThat(new ExchangeRule.Mest(2, Seeds.of(1)).keep(moment)).containsExactly(expected, within(1e-5f));
    }
    ExchangeRule.Moment dead = new ExchangeRule.Moment(layout, mask, new float[] {1, -3, 0.5f, 9}, new float[4], 10);
    assertThat(new ExchangeRule.Mest(2, Seeds.of(1)).keep(dead)).containsExactly(1, 3, 0.5f, 0);
  }

  @Test
  void mestIsNotSet() {
    Begun mest = Begun.of(half(USUAL), new ExchangeRule.Mest(1, Seeds.of(1)), uniform(0.9));
    Begun set = Begun.of(half(USUAL), new ExchangeRule.Set(Seeds.of(1)), uniform(0.9));
    float[] small = LINK.initial(Seeds.of(9));
    for (int i = 0; i < small.length; i++) {
      small[i] *= 1e-4f;
    }
    assertThat(mest.method.mask().toArray()).isEqualTo(set.method.mask().toArray());
    assertThat(Arrays.equals(mest.update(0.1, small), set.update(0.1, small))).isFalse();
  }

  @Test
  void aSoftBoundIsALargerNetworkThatEveryUpdatePrunesToTheBoundAndThatEndsThere() {
    int[] counts = uniform(0.9);
    SoftBound bound = new SoftBound(LINK, counts, uniform(0.85), uniform(0.875));
    DropGrowConfig config = new DropGrowConfig(16, 10, 0, 0.2, 0, DropGrowConfig.Decay.CONSTANT, 0.75, 1, USUAL, SGD);
    DropGrow method = new DropGrow(config, new ExchangeRule.Mest(1, Seeds.of(1)), bound, LINK::initial, Seeds.of(3));
    assertThat(method.phases().stream().mapToInt(Phase::epochs)).containsExactly(9, 3, 4);
    assertThat(method.phases().stream().map(Phase::candidate)).containsExactly(false, false, true);
    TrainingState state = TrainingState.of(LINK.initial(Seeds.of(5)));
    for (int part = 0; part < 3; part++) {
      Mask before = method.mask();
      method.beginPhase(method.phases().get(part), state, new Still());
      int[] size = List.of(uniform(0.85), uniform(0.875), counts).get(part);
      double progress = new double[] {0.1, 0.6, 0.74}[part];
      assertThat(method.scoreSteps(progress)).isEqualTo(part < 2 ? 1 : 0);
      assertThat(method.update(progress, state, LINK.initial(Seeds.of(part)))).isEqualTo(part < 2);
      for (int l = 0; l < 2; l++) {
        assertThat(method.mask().count(l)).isEqualTo(size[l]);
        int layer = l;
        long stayed = IntStream.range(LINK.firstWeight(l), LINK.firstBias(l))
            .filter(i -> before.keeps(i) && method.mask().keeps(i))
            .count();
        assertThat(stayed).as("layer %s", layer).isGreaterThanOrEqualTo(counts[l]);
      }
      train(state, method.mask());
    }
  }

  @Test
  void shortTrainingsEndAtTheBoundToo() {
    for (int epochs = 1; epochs < 6; epochs++) {
      DropGrowConfig config =
          new DropGrowConfig(epochs, 10, 0, 0.2, 0, DropGrowConfig.Decay.CONSTANT, 1, 1, USUAL, SGD);
      List<Phase> phases = new SoftBound(LINK, uniform(0.9), uniform(0.85), uniform(0.875)).phases(config);
      assertThat(phases).allMatch(phase -> phase.epochs() > 0);
      assertThat(phases.stream().mapToInt(Phase::epochs).sum()).isEqualTo(epochs);
      assertThat(phases.get(phases.size() - 1).candidate()).isTrue();
      assertThat(phases.get(0).start()).isEqualTo(Phase.Start.NEW_OPTIMIZER);
    }
  }

  @Test
  void explorationPrefersWhatWasRarelyActiveAndLessSoAsTimeGoesOn() {
    ExchangeRule rule = new ExchangeRule.Exploring(new ExchangeRule.Exploring.Bonus(1, 0.5, 2, 1));
    ParameterLayout layout = new ParameterLayout(List.of(2, 1));
    Mask mask = Mask.of(layout, new boolean[] {true, false, true});
    float[] gradient = {0.1f, -0.2f, 0};
    float[] first = rule.growth(new ExchangeRule.Moment(layout, mask, new float[3], gradient, 1.9));
    double bonus = Math.log(1.9);
    assertThat(first).containsExactly(
        new float[] {(float) (0.1 + bonus / 2), (float) (0.2 + bonus), (float) (bonus / 2)}, within(1e-6f));
    float[] second = rule.growth(new ExchangeRule.Moment(layout, mask, new float[3], gradient, 4));
    double later = 0.25 * Math.log(4);
    assertThat(second).containsExactly(
        new float[] {(float) (0.1 + later / 3), (float) (0.2 + later), (float) (later / 3)}, within(1e-6f));
  }

  @Test
  void withThePublishedThetaDstEeGrowsWhatWasNeverActiveAndIsNotRigl() {
    DropGrowConfig config = half(growth(INACTIVE, DropGrowConfig.Ties.RANDOM, ZERO));
    Begun explores = Begun.of(config, exploring(1e-2), uniform(0.9));
    Begun rigl = Begun.of(config, new ExchangeRule.Rigl(), uniform(0.9));
    boolean[] ever = explores.method.mask().toArray();
    for (int update = 1; update < 12; update++) {
      float[] gradient = LINK.initial(Seeds.of(update));
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= 0.01f;
      }
      boolean[] before = explores.method.mask().toArray();
      boolean[] after = explores.update(update / 40.0, gradient);
      boolean same = Arrays.equals(after, rigl.update(update / 40.0, gradient));
      assertThat(same).as("update %s", update).isEqualTo(update == 1);
      boolean[] known = ever.clone();
      assertThat(IntStream.range(0, 2048).filter(i -> after[i] && !before[i])).allMatch(i -> !known[i]);
      IntStream.range(0, ever.length).forEach(i -> ever[i] |= after[i]);
      train(explores.state, explores.method.mask());
      train(rigl.state, rigl.method.mask());
    }
  }

  @Test
  void noLayerGetsEmptyHoweverTheMomentumLies() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      ParameterLayout layout =
          new ParameterLayout(IntStream.range(0, 3 + random.nextInt(3)).mapToObj(i -> 1 + random.nextInt(40)).toList());
      int[] counts = Allocation.UNIFORM.counts(layout, random.nextDouble(0.2, 0.99));
      DropGrowConfig config = half(growth(random.nextBoolean() ? ALL : INACTIVE, DropGrowConfig.Ties.RANDOM, ZERO));
      DropGrow method = new DropGrow(config, new ExchangeRule.Momentum(), SoftBound.none(layout, counts),
          layout::initial, Seeds.of(round));
      TrainingState state = TrainingState.of(layout.initial(Seeds.of(round)));
      method.beginPhase(method.phases().get(0), state, null);
      double[] scale = random.doubles(layout.layers()).map(x -> x < 0.2 ? 0 : Math.pow(10, 12 * x - 6)).toArray();
      for (int update = 1; update < 15; update++) {
        float[] momentum = layout.initial(Seeds.of(update));
        for (int l = 0; l < scale.length; l++) {
          for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
            momentum[i] *= (float) scale[l];
          }
        }
        assertThat(method.update(0.5, state, momentum)).isTrue();
        assertThat(method.mask().count()).isEqualTo(IntStream.of(counts).sum());
        for (int l = 0; l < scale.length; l++) {
          assertThat(method.mask().count(l)).as("layer %s of %s", l, layout)
              .isGreaterThanOrEqualTo(Math.min(counts[l], Allocation.floor(layout, l)));
        }
        assertThat(state.parameters()).doesNotContain(Float.NaN);
        train(state, method.mask());
      }
    }
  }

  @Test
  void layersGetBackInProportionToTheirMeanMomentum() {
    // 1,024 of 2,048 and 64 of 128; 512 + 32 go. Nothing is full: 1 : 99 of 544 is 5.44 : 538.56, of which the second layer takes what it can.
    assertThat(sizes(new float[] {1, 1}, ALL)).containsExactly(512 + 448, 32 + 96);
    assertThat(sizes(new float[] {99, 1}, ALL)).containsExactly(512 + 538, 32 + 6);
    assertThat(sizes(new float[] {1, 3}, INACTIVE)).containsExactly(512 + 480, 32 + 64);
    assertThat(sizes(new float[] {0, 0}, ALL)).as("each its own, if there is no momentum").containsExactly(1024, 64);
    assertThat(sizes(new float[] {1, 1e-9f}, ALL)).as("a small share is rounded up").containsExactly(512 + 543, 32 + 1);
  }

  private static int[] sizes(float[] momentum, DropGrowConfig.Candidates candidates) {
    Begun begun =
        Begun.of(half(growth(candidates, DropGrowConfig.Ties.RANDOM, ZERO)), new ExchangeRule.Momentum(), uniform(0.5));
    float[] scores = new float[LINK.size()];
    for (int l = 0; l < 2; l++) {
      Arrays.fill(scores, LINK.firstWeight(l), LINK.firstBias(l), momentum[l]);
    }
    begun.update(0.1, scores);
    return new int[] {begun.method.mask().count(0), begun.method.mask().count(1)};
  }

  @Test
  void valuesThatAreNoNumbersEndATrainingInsteadOfChangingItsRule() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (ExchangeRule rule : rules()) {
        Begun begun = Begun.of(half(USUAL), rule, uniform(0.9));
        float[] gradient = new float[LINK.size()];
        gradient[17] = bad;
        if (rule.wantsGradient()) {
          assertThatThrownBy(() -> begun.method.update(0.1, begun.state, gradient))
              .isInstanceOf(ArithmeticException.class)
              .hasMessageContaining("gradient of parameter 17");
        }
        begun.state.parameters()[3] = bad;
        assertThatThrownBy(() -> begun.method.update(0.1, begun.state, new float[LINK.size()]))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageContaining("weight of parameter 3 is " + bad);
      }
    }
  }

  /** A probe whose gradient is 0. */
  private static final class Still implements Probe {
    @Override
    public double loss(float[] parameters) {
      return 0;
    }

    @Override
    public float[] gradient(float[] parameters, int batches) {
      return new float[parameters.length];
    }
  }

  /** Moves what is alive, so that magnitudes change. */
  private static void train(TrainingState state, Mask mask) {
    SplittableRandom random = new SplittableRandom(mask.count());
    for (int i = 0; i < state.parameters().length; i++) {
      state.parameters()[i] += mask.keeps(i) ? (float) random.nextDouble(-0.05, 0.05) : 0;
    }
  }
}
