package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What defines each method, on networks small enough to be computed by hand or by brute force. */
class MethodLawsTest {
  private static final ParameterLayout TINY = new ParameterLayout(List.of(4, 3, 2));
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);

  private static final StaticConfig FIXED = new StaticConfig(4, 1, 4, 0.25, SGD);

  /** A loss of which everything is known: 1/2 (w - target)' H (w - target), H tridiagonal. */
  private record Quadratic(float[] target) implements Probe {
    @Override
    public double loss(float[] w) {
      double sum = 0;
      float[] gradient = gradient(w, 1);
      for (int i = 0; i < w.length; i++) {
        sum += (w[i] - target[i]) * gradient[i] / 2;
      }
      return sum;
    }

    @Override
    public float[] gradient(float[] w, int batches) {
      float[] d = new float[w.length];
      for (int i = 0; i < d.length; i++) {
        d[i] = w[i] - target[i];
      }
      return product(d);
    }

    /** H d. */
    float[] product(float[] d) {
      float[] gradient = new float[d.length];
      for (int i = 0; i < d.length; i++) {
        gradient[i] = (i % 3 + 1) * d[i] + (i > 0 ? 0.3f * d[i - 1] : 0) + (i < d.length - 1 ? 0.3f * d[i + 1] : 0);
      }
      return gradient;
    }
  }

  private final float[] initial = TINY.initial(Seeds.of(1));
  private final Quadratic problem = new Quadratic(TINY.initial(Seeds.of(2)));
  private final int[] half = Allocation.UNIFORM.counts(TINY, 0.5);

  @Test
  void snipKeepsTheLargestProductsOfWeightAndGradient() {
    float[] gradient = problem.gradient(initial, 1);
    double[] score = IntStream.range(0, initial.length).mapToDouble(i -> Math.abs(initial[i] * gradient[i])).toArray();
    assertKeepsHighest(begun(StaticMask.Criterion.SNIP), score);
  }

  @Test
  void graspKeepsWhatTheGradientFlowNeedsMost() {
    float[] gradient = problem.gradient(initial, 1);
    for (int l = 0; l < TINY.layers(); l++) {
      Arrays.fill(gradient, TINY.firstBias(l), TINY.firstWeight(l + 1), 0);
    }
    float[] hessianGradient = problem.product(gradient);
    double[] score = IntStream.range(0, initial.length).mapToDouble(i -> initial[i] * hessianGradient[i]).toArray();
    assertKeepsHighest(begun(StaticMask.Criterion.GRASP), score);
  }

  @Test
  void saliencyKeepsTheUnitsWhoseGateMovesTheLossMost() {
    // alpha_h scales all that leaves hidden unit h: dE/d alpha_h by a difference quotient.
    double[] gates = new double[3];
    for (int h = 0; h < 3; h++) {
      double step = 1e-2;
      gates[h] = Math.abs(problem.loss(gated(h, 1 + step)) - problem.loss(gated(h, 1 - step))) / (2 * step);
    }
    Mask mask = begun(StaticMask.Criterion.SALIENCY);
    double[] score = new double[initial.length];
    for (int h = 0; h < 3; h++) {
      Arrays.fill(score, 4 * h, 4 * h + 4, gates[h]);
      score[TINY.firstWeight(1) + h] = gates[h];
      score[TINY.firstWeight(1) + 3 + h] = gates[h];
    }
    for (int i = 0; i < score.length; i++) {
      score[i] = Math.round(score[i] * 1e4);
    }
    assertKeepsHighest(mask, score);
  }

  private float[] gated(int unit, double alpha) {
    float[] weights = initial.clone();
    weights[TINY.firstWeight(1) + unit] *= (float) alpha;
    weights[TINY.firstWeight(1) + 3 + unit] *= (float) alpha;
    return weights;
  }

  @Test
  void topKastTrainsTheLargestAndTheNextAndForgetsNothing() {
    TopKast method = new TopKast(new TopKastConfig(10, 5, 0.5, SGD), kept(0.75));
    float[] start = LINK.initial(Seeds.of(1));
    TrainingState state = TrainingState.of(start.clone());
    Arrays.fill(state.momentum(), 1);
    method.beginPhase(method.phases().get(0), state, null);
    Exploration exploration = method.exploration().orElseThrow();
    assertThat(method.mask().toArray()).isEqualTo(Mask.largest(LINK, start, new int[] {512, 32}).toArray());
    assertThat(exploration.trained().toArray()).isEqualTo(Mask.largest(LINK, start, new int[] {768, 48}).toArray());
    assertThat(exploration.decayFactor()).isEqualTo(4);
    assertThat(state.parameters()).as("values outside both sets stay").containsExactly(start);
    for (int i = 0; i < start.length; i++) {
      assertThat(state.momentum()[i]).isEqualTo(exploration.trained().keeps(i) ? 1 : 0);
    }
    // A weight outside that has grown is in the network after the next choice.
    int outside = IntStream.range(0, 2048).filter(i -> !method.mask().keeps(i)).findFirst().orElseThrow();
    state.parameters()[outside] = 5;
    assertThat(method.update(0.5, state, null)).isTrue();
    assertThat(method.mask().keeps(outside)).isTrue();
    assertThat(method.mask().count(0)).isEqualTo(512);
  }

  @Test
  void growAndPruneGrowsTheLayersInTurnAndEndsSparse() {
    GrowAndPrune method = new GrowAndPrune(new GrowAndPruneConfig(40, 0.75, 3, SGD), kept(0.9));
    assertThat(method.phases().stream().mapToInt(Phase::epochs)).containsExactly(5, 5, 5, 5, 5, 5, 10);
    assertThat(method.phases().stream().map(phase -> phase.schedule().first())).containsExactly(0, 5, 10, 15, 20, 25,
        30);
    TrainingState state = TrainingState.of(LINK.initial(Seeds.of(1)));
    for (Phase phase : method.phases()) {
      float[] before = state.parameters().clone();
      method.beginPhase(phase, state, null);
      int grown = phase.candidate() ? -1 : phase.name().equals("grow 1") ? 0 : 1;
      assertThat(method.mask().count(0)).isEqualTo(grown == 0 ? 2048 : 205);
      assertThat(method.mask().count(1)).isEqualTo(grown == 1 ? 128 : 13);
      assertThat(method.mask().toArray()).as("the largest stay")
          .isEqualTo(Mask.largest(LINK, before, new int[] {method.mask().count(0), method.mask().count(1)}).toArray());
      train(state, method.mask());
    }
  }

  private Mask begun(StaticMask.Criterion criterion) {
    StaticMask method = new StaticMask(FIXED, criterion, Selection.free(TINY, half), Seeds.of(3));
    TrainingState state = TrainingState.of(initial.clone());
    method.beginPhase(method.phases().get(0), state, problem);
    for (int i = 0; i < initial.length; i++) {
      assertThat(state.parameters()[i]).isEqualTo(method.mask().keeps(i) ? initial[i] : 0);
    }
    return method.mask();
  }

  private void assertKeepsHighest(Mask mask, double[] score) {
    for (int l = 0; l < TINY.layers(); l++) {
      assertThat(mask.count(l)).isEqualTo(half[l]);
      double lowestKept = Double.POSITIVE_INFINITY;
      double highestGone = Double.NEGATIVE_INFINITY;
      for (int i = TINY.firstWeight(l); i < TINY.firstBias(l); i++) {
        lowestKept = mask.keeps(i) ? Math.min(lowestKept, score[i]) : lowestKept;
        highestGone = mask.keeps(i) ? highestGone : Math.max(highestGone, score[i]);
      }
      assertThat(lowestKept).isGreaterThanOrEqualTo(highestGone - 1e-6);
    }
  }

  @Test
  void synFlowScoresAreTheSumsOverAllPathsThroughAWeight() {
    float[] flow = StaticMask.flow(TINY, initial);
    for (int h = 0; h < 3; h++) {
      for (int x = 0; x < 4; x++) {
        double paths = 0;
        for (int y = 0; y < 2; y++) {
          paths += Math.abs(initial[h * 4 + x]) * Math.abs(initial[TINY.firstWeight(1) + y * 3 + h]);
        }
        assertThat(flow[h * 4 + x]).isCloseTo((float) paths, within(1e-6f));
      }
    }
    // Conservation (Tanaka et al., theorem 1): what flows into a unit flows out of it.
    for (int h = 0; h < 3; h++) {
      int unit = h;
      double in = IntStream.range(0, 4).mapToDouble(x -> flow[unit * 4 + x]).sum();
      double out = IntStream.range(0, 2).mapToDouble(y -> flow[TINY.firstWeight(1) + y * 3 + unit]).sum();
      assertThat(in).isCloseTo(out, within(1e-5));
    }
  }

  @Test
  void synFlowLeavesNoUnitWithOnlyOneSideOfItsWeights() {
    ParameterLayout deep = new ParameterLayout(List.of(16, 64, 64, 1));
    int[] counts = Allocation.UNIFORM.counts(deep, 0.95);
    StaticMask method = new StaticMask(FIXED, StaticMask.Criterion.SYNFLOW, Selection.free(deep, counts), Seeds.of(3));
    TrainingState state = TrainingState.of(deep.initial(Seeds.of(1)));
    method.beginPhase(method.phases().get(0), state, null);
    float[] flow = StaticMask.flow(deep, state.parameters());
    for (int l = 0; l < deep.layers(); l++) {
      assertThat(method.mask().count(l)).isEqualTo(counts[l]);
      // A path through the network goes over every layer.
      assertThat(IntStream.range(deep.firstWeight(l), deep.firstBias(l)).filter(i -> flow[i] > 0).count()).isPositive();
    }
  }

  @Test
  void lotteryTicketsRewindToTheExactInitialValues() {
    LotteryTicket method = new LotteryTicket(new LotteryConfig(9, Budget.SHARED, 4, SGD), kept(0.9));
    assertThat(method.phases().stream().mapToInt(Phase::epochs)).containsExactly(2, 2, 2, 3);
    float[] start = LINK.initial(Seeds.of(1));
    TrainingState state = TrainingState.of(start.clone());
    double density = 1;
    for (int round = 0; round < 4; round++) {
      float[] trained = state.parameters().clone();
      Mask before = method.mask();
      method.beginPhase(method.phases().get(round), state, null);
      for (int i = 0; i < start.length; i++) {
        assertThat(state.parameters()[i]).isEqualTo(method.mask().keeps(i) ? start[i] : 0);
        assertThat(before.keeps(i) || !method.mask().keeps(i)).as("nothing returns").isTrue();
      }
      if (round > 0) {
        double now = (double) method.mask().count(0) / 2048;
        assertThat(now / density).as("the same share of what is left").isCloseTo(Math.pow(0.1, 1 / 3.0), within(2e-3));
        density = now;
        assertThat(method.mask().toArray()).isEqualTo(
            Mask.largest(LINK, masked(trained, before), new int[] {method.mask().count(0), method.mask().count(1)})
                .toArray());
      }
      train(state, method.mask());
    }
    assertThat(method.mask().count(0)).isEqualTo(205);
  }

  @Test
  void everyRoundOfALotteryTicketIsAWholeTrainingUnlessTheRoundsShareOne() {
    List<Phase> full = new LotteryTicket(new LotteryConfig(9, Budget.FULL, 4, SGD), kept(0.9)).phases();
    assertThat(full.stream().mapToInt(Phase::epochs)).containsExactly(9, 9, 9, 9);
    assertThat(full).allMatch(phase -> phase.schedule().first() == 0 && phase.schedule().length() == 9
        && phase.start() == Phase.Start.NEW_OPTIMIZER);
    assertThat(full.stream().filter(Phase::candidate)).containsExactly(full.get(3));
    assertThat(new LotteryTicket(new LotteryConfig(1, Budget.FULL, 4, SGD), kept(0.9)).phases()).hasSize(4);
    assertThat(new LotteryTicket(new LotteryConfig(3, Budget.SHARED, 4, SGD), kept(0.9)).phases()).hasSize(3);
    UgsConfig ugs = new UgsConfig(9, Budget.FULL, 4, 0.1, 0, 0, 0, SGD);
    assertThat(new Ugs(ugs, kept(0.9), Seeds.of(1)).phases().stream().mapToInt(Phase::epochs)).containsExactly(9, 9, 9,
        9);
  }

  @Test
  void gradualPruningFollowsTheCubicAndNothingReturns() {
    GradualMagnitude method = new GradualMagnitude(new GradualConfig(40, 0.75, 10, SGD), kept(0.9));
    TrainingState state = TrainingState.of(LINK.initial(Seeds.of(1)));
    method.beginPhase(method.phases().get(0), state, null);
    for (double progress = 0.05; progress < 0.75; progress += 0.05) {
      train(state, method.mask());
      Mask before = method.mask();
      assertThat(method.update(progress, state, null)).isTrue();
      double t = progress / 0.75;
      assertThat(1 - method.mask().count(0) / 2048.0).isCloseTo(0.9 * (1 - Math.pow(1 - t, 3)), within(1e-3));
      assertThat(IntStream.range(0, LINK.size()).allMatch(i -> before.keeps(i) || !method.mask().keeps(i))).isTrue();
    }
    method.beginPhase(method.phases().get(1), state, null);
    assertThat(method.mask().count(0)).isEqualTo(205);
    assertThat(method.update(0.8, state, null)).isFalse();
  }

  @Test
  void theResidualOfAdmmFalls() {
    Admm method = new Admm(new AdmmConfig(32, 1 / 32.0, 30 / 32.0, 1, SGD), kept(0.75));
    float[] target = LINK.initial(Seeds.of(9));
    TrainingState state = TrainingState.of(target.clone());
    method.beginPhase(method.phases().get(0), state, null);
    assertThat(method.anchor()).isEmpty();
    method.beginPhase(method.phases().get(1), state, null);
    double first = 0;
    double last = 0;
    for (int epoch = 0; epoch < 30; epoch++) {
      method.beginEpoch(method.phases().get(1), epoch, state, null);
      // The exact solution of 1/2 ||W - target||^2 + rho/2 ||W - anchor||^2.
      Anchor anchor = method.anchor().orElseThrow();
      for (int i = 0; i < target.length; i++) {
        state.parameters()[i] = (target[i] + anchor.rho() * anchor.target()[i]) / (1 + anchor.rho());
      }
      last = distanceToSparse(state.parameters());
      first = epoch == 0 ? last : first;
    }
    assertThat(last).isLessThan(0.2 * first);
    method.beginPhase(method.phases().get(2), state, null);
    assertThat(method.anchor()).isEmpty();
    assertThat(method.mask().count(0)).isEqualTo(512);
  }

  private static double distanceToSparse(float[] weights) {
    Mask mask = Mask.largest(LINK, weights, Allocation.UNIFORM.counts(LINK, 0.75));
    return Math.sqrt(IntStream.range(0, LINK.firstBias(0))
        .filter(i -> !mask.keeps(i))
        .mapToDouble(i -> (double) weights[i] * weights[i])
        .sum());
  }

  private static Selection kept(double sparsity) {
    return Selection.free(LINK, Allocation.UNIFORM.counts(LINK, sparsity));
  }

  private static float[] masked(float[] weights, Mask mask) {
    float[] copy = weights.clone();
    mask.applyInPlace(copy);
    return copy;
  }

  /** Moves what is alive, so that magnitudes change. */
  private static void train(TrainingState state, Mask mask) {
    SplittableRandom random = new SplittableRandom(mask.count());
    for (int i = 0; i < state.parameters().length; i++) {
      state.parameters()[i] += mask.keeps(i) ? (float) random.nextDouble(-0.05, 0.05) : 0;
    }
  }
}
