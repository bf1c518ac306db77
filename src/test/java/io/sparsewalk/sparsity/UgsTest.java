package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UgsTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(20, 8, 3));
  private static final int EDGES = 57;
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);
  private static final UgsConfig CONFIG = new UgsConfig(8, Budget.FULL, 4, 0.3, 0.01, 0.02, 0, SGD);
  private static final Probe GRAPH = new Probe() {
    @Override
    public double loss(float[] parameters) {
      throw new AssertionError("not asked for");
    }

    @Override
    public float[] gradient(float[] parameters, int batches) {
      throw new AssertionError("not asked for");
    }

    @Override
    public int edges() {
      return EDGES;
    }
  };

  private final int[] counts = {40, 12};
  private final float[] initial = LAYOUT.glorot(Seeds.of(1));
  private final SplittableRandom random = new SplittableRandom(4);

  @Test
  void theLowestMasksOfTheBestEpochGoForGoodAndTheRestIsRewound() {
    Ugs method = new Ugs(CONFIG, Selection.free(LAYOUT, counts), Seeds.of(3));
    TrainingState state = TrainingState.of(initial.clone());
    boolean[] edgesBefore = null;
    Mask before = null;
    GraphTicket ticket = null;
    float[][] best = new float[2][];
    for (Phase phase : method.phases()) {
      method.beginPhase(phase, state, GRAPH);
      GraphTicket next = method.ticket().orElseThrow();
      for (int i = 0; i < initial.length; i++) {
        assertThat(state.parameters()[i]).isEqualTo(method.mask().keeps(i) ? initial[i] : 0);
      }
      if (before != null) {
        assertKeepsLargest(best[1], edgesBefore, next.kept(), 0, EDGES);
        for (int l = 0; l < 2; l++) {
          assertKeepsLargest(best[0], before.toArray(), method.mask().toArray(), LAYOUT.firstWeight(l),
              LAYOUT.firstBias(l));
        }
      }
      before = method.mask();
      edgesBefore = next.kept();
      ticket = next;
      if (next.soft() != null) {
        for (float[] factors : List.of(next.soft().weights().parameters(), next.soft().edges().parameters())) {
          for (int i = 0; i < factors.length; i++) {
            assertThat(Math.abs(factors[i] - 1)).as("masks begin at 1").isLessThan(2e-5f);
            factors[i] = (float) random.nextDouble(-2, 2);
          }
        }
        method.bestEpoch();
        best = new float[][] {next.soft().weights().parameters().clone(), next.soft().edges().parameters().clone()};
        // Later, worse epochs leave other factors.
        for (float[] factors : List.of(next.soft().weights().parameters(), next.soft().edges().parameters())) {
          for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) random.nextDouble(-2, 2);
          }
        }
      }
      for (int i = 0; i < initial.length; i++) {
        state.parameters()[i] += (float) random.nextDouble(-1, 1);
      }
    }
    assertThat(ticket.soft()).as("the last training has binary masks").isNull();
    assertThat(ticket.effective(initial)).isSameAs(initial);
    assertThat(method.mask().count(0)).isEqualTo(40);
    assertThat(method.mask().count(1)).isEqualTo(12);
    assertThat(IntStream.range(0, EDGES).filter(e -> method.ticket().orElseThrow().kept()[e]).count())
        .isEqualTo(EDGES - Math.round(0.3 * EDGES));
    assertThat(method.phases().stream().filter(Phase::candidate)).hasSize(1);
  }

  /** What is kept is a part of what was, and has the largest |factors| of it. */
  private static void assertKeepsLargest(float[] factors, boolean[] was, boolean[] now, int first, int end) {
    int kept = (int) IntStream.range(first, end).filter(i -> now[i]).count();
    List<Integer> largest = IntStream.range(first, end)
        .filter(i -> was[i])
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(factors[i])))
        .limit(kept)
        .toList();
    assertThat(IntStream.range(first, end).filter(i -> now[i]).boxed()).containsExactlyInAnyOrderElementsOf(largest);
    assertThat(kept).isLessThan((int) IntStream.range(first, end).filter(i -> was[i]).count());
  }

  @Test
  void gradientsOfFactorsAreFiniteDifferencesOfLossAndPenalty() {
    SoftMasks soft = SoftMasks.fresh(LAYOUT, EDGES, CONFIG, Seeds.of(5));
    float[] factors = soft.weights().parameters();
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstBias(l); i++) {
        factors[i] = (float) random.nextDouble(-1.5, 1.5);
      }
    }
    float[] gradient = slope(soft.times(initial));
    float[] weights = initial.clone();
    float[] ofFactors = soft.splitInPlace(weights, gradient);
    for (int i = 0; i < initial.length; i++) {
      int at = i;
      double ofWeight = difference(step -> {
        weights[at] = initial[at] + (float) step;
        double loss = penalised(soft, weights);
        weights[at] = initial[at];
        return loss;
      });
      assertThat((double) gradient[i]).as("weight %s", i).isCloseTo(ofWeight, within(1e-3));
      float before = factors[i];
      double ofFactor = difference(step -> {
        factors[at] = before + (float) step;
        double loss = penalised(soft, weights);
        factors[at] = before;
        return loss;
      });
      boolean bias =
          Arrays.stream(new int[] {0, 1}).anyMatch(l -> at >= LAYOUT.firstBias(l) && at < LAYOUT.firstWeight(l + 1));
      assertThat((double) ofFactors[i]).as("factor %s", i).isCloseTo(bias ? 0 : ofFactor, within(1e-3));
    }
  }

  private static double difference(DoubleUnaryOperator loss) {
    return (loss.applyAsDouble(1e-2) - loss.applyAsDouble(-1e-2)) / 2e-2;
  }

  /** 1/2 |p - 1|^2 of the effective parameters p, and the penalty. */
  private static double penalised(SoftMasks soft, float[] weights) {
    double sum = 0;
    for (float p : soft.times(weights)) {
      sum += (p - 1.0) * (p - 1.0) / 2;
    }
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstBias(l); i++) {
        sum += 0.02 * Math.abs(soft.weights().parameters()[i]);
      }
    }
    return sum;
  }

  private static float[] slope(float[] p) {
    float[] gradient = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      gradient[i] = p[i] - 1;
    }
    return gradient;
  }

  @Test
  void thePenaltyPullsEveryEdgeTowardsZero() {
    SoftMasks soft = SoftMasks.fresh(LAYOUT, 3, CONFIG, Seeds.of(5));
    System.arraycopy(new float[] {0.5f, -2, 0}, 0, soft.edges().parameters(), 0, 3);
    float[] gradient = {1, 1, 1};
    soft.penaliseInPlace(gradient);
    assertThat(gradient).containsExactly(1.01f, 0.99f, 1);
  }

  @Test
  void aNetworkWithoutAGraphIsRefused() {
    Probe none = new Probe() {
      @Override
      public double loss(float[] parameters) {
        return 0;
      }

      @Override
      public float[] gradient(float[] parameters, int batches) {
        return parameters;
      }
    };
    Ugs method = new Ugs(CONFIG, Selection.free(LAYOUT, counts), Seeds.of(3));
    assertThatThrownBy(() -> method.beginPhase(method.phases().get(0), TrainingState.of(initial.clone()), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ugs needs a network that convolves a graph with edges");
    assertThatThrownBy(() -> new UgsConfig(8, Budget.FULL, 4, 1, 0, 0, 0, SGD))
        .hasMessageContaining("graph-sparsity must be at least 0 and less than 1");
  }
}
