package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Masks from scores of a real network: one hidden layer and a logistic output, in double precision. */
class StaticMaskTest {
  private static final int INPUTS = 12;
  private static final int HIDDEN = 40;
  private static final int EXAMPLES = 500;
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(INPUTS, HIDDEN, 1));
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);

  private final float[] initial = LAYOUT.initial(Seeds.of(3));

  /**
   * @param inputs of every example
   * @param positive its class
   * @param smooth true: softplus in the place of ReLU
   */
  private record Network(double[][] inputs, boolean[] positive, boolean smooth) implements Probe {

    /** Random inputs; those from {@code dead} on never occur. */
    static Network random(int dead, boolean smooth) {
      SplittableRandom random = new SplittableRandom(8);
      double[][] inputs = new double[EXAMPLES][INPUTS];
      boolean[] positive = new boolean[EXAMPLES];
      for (int e = 0; e < EXAMPLES; e++) {
        for (int i = 0; i < dead; i++) {
          inputs[e][i] = random.nextDouble(-1, 1);
        }
        positive[e] = inputs[e][0] * inputs[e][1] + inputs[e][2] > 0;
      }
      return new Network(inputs, positive, smooth);
    }

    @Override
    public double loss(float[] parameters) {
      throw new AssertionError("not asked for");
    }

    @Override
    public float[] gradient(float[] p, int batches) {
      return floats(derivatives(p, new double[p.length])[0]);
    }

    private static float[] floats(double[] values) {
      float[] floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    /** The gradient, and the Hessian times a direction, exactly (Pearlmutter 1994). */
    double[][] derivatives(float[] p, double[] v) {
      double[] gradient = new double[p.length];
      double[] product = new double[p.length];
      int second = LAYOUT.firstWeight(1);
      for (int e = 0; e < EXAMPLES; e++) {
        double[] x = inputs[e];
        double[] h = new double[HIDDEN];
        double[] slopes = new double[HIDDEN];
        double[] rSlopes = new double[HIDDEN];
        double[] rh = new double[HIDDEN];
        double logit = p[LAYOUT.firstBias(1)];
        double rLogit = v[LAYOUT.firstBias(1)];
        for (int u = 0; u < HIDDEN; u++) {
          double sum = p[LAYOUT.firstBias(0) + u];
          double rSum = v[LAYOUT.firstBias(0) + u];
          for (int i = 0; i < INPUTS; i++) {
            sum += p[u * INPUTS + i] * x[i];
            rSum += v[u * INPUTS + i] * x[i];
          }
          double sigmoid = 1 / (1 + Math.exp(-sum));
          h[u] = smooth ? Math.log1p(Math.exp(sum)) : Math.max(0, sum);
          slopes[u] = smooth ? sigmoid : sum > 0 ? 1 : 0;
          rSlopes[u] = smooth ? sigmoid * (1 - sigmoid) * rSum : 0;
          rh[u] = slopes[u] * rSum;
          logit += p[second + u] * h[u];
          rLogit += v[second + u] * h[u] + p[second + u] * rh[u];
        }
        double probability = 1 / (1 + Math.exp(-logit));
        double slope = (probability - (positive[e] ? 1 : 0)) / EXAMPLES;
        double rSlope = probability * (1 - probability) * rLogit / EXAMPLES;
        gradient[LAYOUT.firstBias(1)] += slope;
        product[LAYOUT.firstBias(1)] += rSlope;
        for (int u = 0; u < HIDDEN; u++) {
          gradient[second + u] += slope * h[u];
          product[second + u] += rSlope * h[u] + slope * rh[u];
          double back = slope * p[second + u] * slopes[u];
          double rBack =
              (rSlope * p[second + u] + slope * v[second + u]) * slopes[u] + slope * p[second + u] * rSlopes[u];
          gradient[LAYOUT.firstBias(0) + u] += back;
          product[LAYOUT.firstBias(0) + u] += rBack;
          for (int i = 0; i < INPUTS; i++) {
            gradient[u * INPUTS + i] += back * x[i];
            product[u * INPUTS + i] += rBack * x[i];
          }
        }
      }
      return new double[][] {gradient, product};
    }
  }

  private Mask mask(StaticMask.Criterion criterion, Network network, double sparsity, boolean global) {
    int[] counts = Allocation.UNIFORM.counts(LAYOUT, sparsity);
    Selection selection = new Selection(LAYOUT, counts, Structure.NONE, global);
    StaticMask method = new StaticMask(new StaticConfig(4, 1, 4, 0.25, SGD), criterion, selection, Seeds.of(3));
    method.beginPhase(method.phases().get(0), TrainingState.of(initial.clone()), network);
    return method.mask();
  }

  @Test
  void graspIsThatOfTheExactHessianOfTheWeights() {
    assertThat(agreement(Network.random(INPUTS, true))).isGreaterThan(0.99);
    // Where a ReLU switches between the two gradients their difference has what the Hessian, exact at a point, has not.
    assertThat(agreement(Network.random(INPUTS, false))).isGreaterThan(0.85);
  }

  /** The least share over some sparsities of the kept weights that the exact product keeps too. */
  private double agreement(Network network) {
    double[] gradient = network.derivatives(initial, new double[initial.length])[0];
    for (int l = 0; l < 2; l++) {
      Arrays.fill(gradient, LAYOUT.firstBias(l), LAYOUT.firstWeight(l + 1), 0);
    }
    double[] product = network.derivatives(initial, gradient)[1];
    double least = 1;
    for (double sparsity : new double[] {0.5, 0.75, 0.9}) {
      Mask mask = mask(StaticMask.Criterion.GRASP, network, sparsity, true);
      List<Integer> best = IntStream.range(0, LAYOUT.size())
          .filter(i -> i < LAYOUT.firstBias(0) || i >= LAYOUT.firstWeight(1) && i < LAYOUT.firstBias(1))
          .boxed()
          .sorted((a, b) -> Double.compare(initial[b] * product[b], initial[a] * product[a]))
          .limit(mask.count())
          .toList();
      least = Math.min(least, (double) best.stream().filter(mask::keeps).count() / mask.count());
    }
    return least;
  }

  @Test
  void weightsOfEqualScoreAreNotChosenByTheirPlace() {
    // Half of the inputs never occur: the score of their weights is 0, and some of them must stay.
    Network network = Network.random(INPUTS / 2, false);
    for (StaticMask.Criterion criterion : List.of(StaticMask.Criterion.SNIP, StaticMask.Criterion.GRASP)) {
      Mask mask = mask(criterion, network, 0.25, false);
      double lowestKept = Double.POSITIVE_INFINITY;
      double highestGone = 0;
      for (int i = 0; i < LAYOUT.firstBias(0); i++) {
        if (i % INPUTS >= INPUTS / 2) {
          lowestKept = mask.keeps(i) ? Math.min(lowestKept, Math.abs(initial[i])) : lowestKept;
          highestGone = mask.keeps(i) ? highestGone : Math.max(highestGone, Math.abs(initial[i]));
        }
      }
      assertThat(lowestKept).isBetween(highestGone, 1.0);
    }
  }

  @Test
  void aGlobalRankingOfScoresIsOneOfAllLayers() {
    Network network = Network.random(INPUTS, false);
    float[] gradient = network.gradient(initial, 1);
    Mask mask = mask(StaticMask.Criterion.SNIP, network, 0.9, true);
    double lowestKept = Double.POSITIVE_INFINITY;
    double highestGone = 0;
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstBias(l); i++) {
        double score = Math.abs(initial[i] * gradient[i]);
        lowestKept = mask.keeps(i) ? Math.min(lowestKept, score) : lowestKept;
        highestGone = mask.keeps(i) ? highestGone : Math.max(highestGone, score);
      }
    }
    assertThat(lowestKept).isGreaterThanOrEqualTo(highestGone);
  }
}
