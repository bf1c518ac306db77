package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvolutionPassTest {
  private static final int VERTICES = 12;

  /** Kinds of networks and of their neighbourhoods. */
  private enum Network {
    GCN(ModelConfig.Kind.GCN, 1, ModelConfig.Diffusion.Kind.NONE),
    PPR(ModelConfig.Kind.GCN, 1, ModelConfig.Diffusion.Kind.PPR),
    SAGE(ModelConfig.Kind.SAGE, 1, ModelConfig.Diffusion.Kind.NONE),
    GAT(ModelConfig.Kind.GAT, 3, ModelConfig.Diffusion.Kind.NONE);

    private final ModelConfig model;
    private final ParameterLayout layout;

    Network(ModelConfig.Kind kind, int heads, ModelConfig.Diffusion.Kind diffusion) {
      model = new ModelConfig(kind, List.of(6), 0, heads, new ModelConfig.Diffusion(diffusion, 0.2, 4), false, false);
      layout = ParameterLayout.of(6, model, 3);
    }
  }

  private final SplittableRandom random = new SplittableRandom(1);
  // The last vertex has no neighbour.
  private final int[] source = random.ints(20, 0, VERTICES - 1).toArray();
  private final int[] target = random.ints(20, 0, VERTICES - 1).toArray();
  private final float[][] features = new float[VERTICES][6];
  private final int[] labelled = {0, 3, 4, 7, 11};
  private final int[] classes = {0, 1, 2, 1, 0};

  ConvolutionPassTest() {
    for (float[] row : features) {
      for (int f = 0; f < 6; f++) {
        row[f] = random.nextInt(3) == 0 ? (float) random.nextDouble(-1, 1) : 0;
      }
    }
  }

  private SparseMatrix sparse() {
    int[] offsets = new int[VERTICES + 1];
    int[] columns = new int[VERTICES * 6];
    float[] values = new float[VERTICES * 6];
    int size = 0;
    for (int v = 0; v < VERTICES; v++) {
      for (int f = 0; f < 6; f++) {
        if (features[v][f] != 0) {
          columns[size] = f;
          values[size++] = features[v][f];
        }
      }
      offsets[v + 1] = size;
    }
    return new SparseMatrix(offsets, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
  }

  private ConvolutionPass pass(Network network) {
    return new ConvolutionPass(SparseMatrix.propagation(network.model, VERTICES, source, target), sparse(),
        network.layout, network.model.heads());
  }

  private static float[] parameters(ParameterLayout layout) {
    SplittableRandom draw = new SplittableRandom(7);
    float[] parameters = layout.glorot(Seeds.of(2));
    for (int l = 0; l < 2; l++) {
      for (int i = layout.firstBias(l); i < layout.firstAttention(l); i++) {
        parameters[i] = (float) draw.nextDouble(-0.2, 0.2);
      }
    }
    return parameters;
  }

  /** A, without self-loops. */
  private double[][] edges() {
    double[][] a = new double[VERTICES][VERTICES];
    for (int e = 0; e < source.length; e++) {
      if (source[e] != target[e]) {
        a[source[e]][target[e]] = 1;
        a[target[e]][source[e]] = 1;
      }
    }
    return a;
  }

  private double[][] withSelves() {
    double[][] a = edges();
    for (int v = 0; v < VERTICES; v++) {
      a[v][v] = 1;
    }
    return a;
  }

  private double[][] normalised() {
    double[][] a = withSelves();
    double[] degree = Arrays.stream(a).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    for (int v = 0; v < VERTICES; v++) {
      for (int w = 0; w < VERTICES; w++) {
        a[v][w] /= Math.sqrt(degree[v] * degree[w]);
      }
    }
    return a;
  }

  /** The inverse of I - (1 - a) T by Gauss and Jordan, times a; the largest of every row divided by their sum. */
  private double[][] diffused(double alpha, int top) {
    double[][] t = normalised();
    double[][] left = new double[VERTICES][VERTICES];
    double[][] right = new double[VERTICES][VERTICES];
    for (int v = 0; v < VERTICES; v++) {
      right[v][v] = alpha;
      for (int w = 0; w < VERTICES; w++) {
        left[v][w] = (v == w ? 1 : 0) - (1 - alpha) * t[v][w];
      }
    }
    for (int pivot = 0; pivot < VERTICES; pivot++) {
      double scale = left[pivot][pivot];
      for (int w = 0; w < VERTICES; w++) {
        left[pivot][w] /= scale;
        right[pivot][w] /= scale;
      }
      for (int v = 0; v < VERTICES; v++) {
        double factor = v == pivot ? 0 : left[v][pivot];
        for (int w = 0; w < VERTICES; w++) {
          left[v][w] -= factor * left[pivot][w];
          right[v][w] -= factor * right[pivot][w];
        }
      }
    }
    for (double[] row : right) {
      double least = Arrays.stream(row).sorted().skip(VERTICES - top).findFirst().orElseThrow();
      double sum = Arrays.stream(row).filter(value -> value >= least).sum();
      Arrays.setAll(row, w -> row[w] >= least ? row[w] / sum : 0);
    }
    return right;
  }

  private static void assertSame(SparseMatrix matrix, double[][] expected, int firstColumn) {
    for (int v = 0; v < VERTICES; v++) {
      double[] row = new double[2 * VERTICES];
      for (int k = matrix.offsets()[v]; k < matrix.offsets()[v + 1]; k++) {
        row[matrix.columns()[k]] = matrix.values()[k];
      }
      for (int w = 0; w < VERTICES; w++) {
        assertThat(row[firstColumn + w]).as("%s, %s", v, w).isCloseTo(expected[v][w], within(1e-6));
      }
    }
  }

  private double[][] means() {
    double[][] a = edges();
    for (double[] row : a) {
      double degree = Math.max(1, Arrays.stream(row).sum());
      Arrays.setAll(row, w -> row[w] / degree);
    }
    return a;
  }

  @Test
  void neighbourhoodsAreThoseOfDenseMatrices() {
    assertSame(SparseMatrix.normalisedAdjacency(VERTICES, source, target), normalised(), 0);
    assertSame(SparseMatrix.propagation(Network.PPR.model, VERTICES, source, target), diffused(0.2, 4), 0);
    SparseMatrix sage = SparseMatrix.propagation(Network.SAGE.model, VERTICES, source, target);
    assertSame(sage, means(), VERTICES);
    double[][] identity = new double[VERTICES][VERTICES];
    for (int v = 0; v < VERTICES; v++) {
      identity[v][v] = 1;
    }
    assertSame(sage, identity, 0);
  }

  @ParameterizedTest
  @EnumSource
  void logitsAreThoseOfDenseMatricesAndMaskedWeightsAreNotMultiplied(Network network) {
    ParameterLayout layout = network.layout;
    for (double density : new double[] {1, 0.4}) {
      boolean[] kept = kept(layout, density);
      float[] parameters = parameters(layout);
      ConvolutionPass pass = pass(network);
      float[] logits = pass.logits(parameters, Connections.of(layout, kept)).clone();
      long executed = pass.takeMultiplyAdds();
      double[][] h = new double[VERTICES][6];
      for (int v = 0; v < VERTICES; v++) {
        for (int f = 0; f < 6; f++) {
          h[v][f] = features[v][f];
        }
      }
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = kept[i] ? parameters[i] : 0;
      }
      h = layer(network, h, 0, parameters);
      for (double[] row : h) {
        Arrays.setAll(row, u -> Math.max(0, row[u]));
      }
      h = layer(network, h, 1, parameters);
      for (int v = 0; v < VERTICES; v++) {
        for (int c = 0; c < 3; c++) {
          assertThat(logits[v * 3 + c]).isCloseTo((float) h[v][c], within(1e-5f));
        }
      }
      assertThat(executed).isLessThanOrEqualTo(pass.denseMultiplyAdds()[0]);
      assertThat(pass.logits(parameters, Connections.dense(layout))).usingComparatorWithPrecision(1e-5f)
          .isEqualTo(logits);
      assertThat(pass.takeMultiplyAdds()).isGreaterThanOrEqualTo(executed);
    }
  }

  private double[][] layer(Network network, double[][] input, int layer, float[] parameters) {
    ParameterLayout layout = network.layout;
    double[][] z = product(layout, input, layer, 0, parameters);
    double[][] out = switch (network) {
      case GCN -> times(normalised(), z);
      case PPR -> times(diffused(0.2, 4), z);
      case SAGE -> times(means(), product(layout, input, layer, 1, parameters));
      case GAT -> attention(layout, z, layer, parameters);
    };
    for (int v = 0; v < VERTICES; v++) {
      for (int u = 0; u < layout.rows(layer); u++) {
        out[v][u] += parameters[layout.firstBias(layer) + u] + (network == Network.SAGE ? z[v][u] : 0);
      }
    }
    return out;
  }

  private static double[][] product(ParameterLayout layout, double[][] input, int layer, int view, float[] parameters) {
    double[][] z = new double[VERTICES][layout.rows(layer)];
    for (int v = 0; v < VERTICES; v++) {
      for (int u = 0; u < layout.rows(layer); u++) {
        for (int i = 0; i < input[v].length; i++) {
          z[v][u] += input[v][i]
              * parameters[layout.firstWeight(layer) + u * layout.columns(layer) + view * input[v].length + i];
        }
      }
    }
    return z;
  }

  private static double[][] times(double[][] a, double[][] z) {
    double[][] product = new double[VERTICES][z[0].length];
    for (int v = 0; v < VERTICES; v++) {
      for (int w = 0; w < VERTICES; w++) {
        for (int u = 0; u < z[0].length; u++) {
          product[v][u] += a[v][w] * z[w][u];
        }
      }
    }
    return product;
  }

  private double[][] attention(ParameterLayout layout, double[][] z, int layer, float[] parameters) {
    int heads = layer == 0 ? 3 : 1;
    int units = layout.rows(layer) / heads;
    double[][] out = new double[VERTICES][layout.rows(layer)];
    for (int h = 0; h < heads; h++) {
      double[][] weights = withSelves();
      for (int v = 0; v < VERTICES; v++) {
        double sum = 0;
        for (int w = 0; w < VERTICES; w++) {
          double score = 0;
          for (int u = h * units; u < (h + 1) * units; u++) {
            score += parameters[layout.firstAttention(layer) + u] * z[v][u]
                + parameters[layout.firstAttention(layer) + layout.rows(layer) + u] * z[w][u];
          }
          weights[v][w] *= Math.exp(score > 0 ? score : 0.2 * score);
          sum += weights[v][w];
        }
        for (int w = 0; w < VERTICES; w++) {
          for (int u = h * units; u < (h + 1) * units; u++) {
            out[v][u] += weights[v][w] / sum * z[w][u];
          }
        }
      }
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreFiniteDifferencesWithAndWithoutDropoutAndMasks(Network network) {
    ParameterLayout layout = network.layout;
    for (double dropout : new double[] {0, 0.4}) {
      for (double density : new double[] {1, 0.5}) {
        boolean[] kept = kept(layout, density);
        float[] masked = parameters(layout);
        for (int i = 0; i < masked.length; i++) {
          masked[i] = kept[i] ? masked[i] : 0;
        }
        Connections connections = Connections.of(layout, kept);
        ConvolutionPass pass = pass(network);
        float[] own = new float[layout.size()];
        float[] all = new float[layout.size()];
        pass.gradient(masked, connections, labelled, classes, dropout, Seeds.of(5), own, false);
        pass.gradient(masked, connections, labelled, classes, dropout, Seeds.of(5), all, true);
        Connections everything = Connections.dense(layout);
        float[] ignored = new float[layout.size()];
        double here = pass.gradient(masked, everything, labelled, classes, dropout, Seeds.of(5), ignored, false);
        int kinks = 0;
        for (int i = 0; i < layout.size(); i++) {
          float before = masked[i];
          // Masked weights are at 0: the dense network is the same one.
          masked[i] = before + 2e-3f;
          double above = pass.gradient(masked, everything, labelled, classes, dropout, Seeds.of(5), ignored, false);
          masked[i] = before - 2e-3f;
          double below = pass.gradient(masked, everything, labelled, classes, dropout, Seeds.of(5), ignored, false);
          masked[i] = before;
          float difference = (float) ((above - below) / 4e-3 / labelled.length);
          // A ReLU that begins or ends within the step has no derivative there.
          boolean kink = Math.abs(above - here - (here - below)) / 2e-3 / labelled.length > 1e-3;
          kinks += kink ? 1 : 0;
          if (!kink) {
            assertThat(all[i]).as("parameter %s", i).isCloseTo(difference, within(5e-4f));
          }
          assertThat(own[i]).as("parameter %s", i).isEqualTo(kept[i] ? all[i] : 0);
        }
        assertThat(kinks).isLessThan(layout.size() / 10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepIsTheSameWhateverWasComputedBefore(Network network) {
    ParameterLayout layout = network.layout;
    float[] parameters = parameters(layout);
    Connections dense = Connections.dense(layout);
    Connections sparse = Connections.of(layout, kept(layout, 0.4));
    float[] alone = new float[layout.size()];
    float[] after = new float[layout.size()];
    double loss = pass(network).gradient(parameters, sparse, labelled, classes, 0.4, Seeds.of(5), alone, false);
    ConvolutionPass pass = pass(network);
    for (long step : new long[] {4, 5}) {
      pass.gradient(parameters, dense, labelled, classes, 0.4, Seeds.of(step), after, true);
      pass.logits(parameters, dense);
    }
    assertThat(pass.gradient(parameters, sparse, labelled, classes, 0.4, Seeds.of(5), after, false)).isEqualTo(loss);
    assertThat(after).containsExactly(alone);
  }

  private static boolean[] kept(ParameterLayout layout, double density) {
    SplittableRandom draw = new SplittableRandom(9);
    boolean[] kept = new boolean[layout.size()];
    for (int l = 0; l < 2; l++) {
      for (int i = layout.firstWeight(l); i < layout.firstWeight(l + 1); i++) {
        kept[i] = i >= layout.firstBias(l) || draw.nextDouble() < density;
      }
    }
    return kept;
  }
}
