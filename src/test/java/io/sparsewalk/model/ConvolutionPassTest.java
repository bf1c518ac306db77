package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConvolutionPassTest {
  private static final int VERTICES = 12;
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(6, 5, 3));

  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] source = random.ints(30, 0, VERTICES).toArray();
  private final int[] target = random.ints(30, 0, VERTICES).toArray();
  private final SparseMatrix adjacency = SparseMatrix.normalisedAdjacency(VERTICES, source, target);
  private final float[][] features = new float[VERTICES][6];
  private final float[] parameters = LAYOUT.glorot(Seeds.of(2));
  private final int[] labelled = {0, 3, 4, 7, 11};
  private final int[] classes = {0, 1, 2, 1, 0};

  ConvolutionPassTest() {
    for (float[] row : features) {
      for (int f = 0; f < 6; f++) {
        row[f] = random.nextInt(3) == 0 ? (float) random.nextDouble(-1, 1) : 0;
      }
    }
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstBias(l); i < LAYOUT.firstWeight(l + 1); i++) {
        parameters[i] = (float) random.nextDouble(-0.2, 0.2);
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

  @Test
  void theNormalisedAdjacencyIsThatOfDenseMatrices() {
    double[][] a = new double[VERTICES][VERTICES];
    for (int e = 0; e < source.length; e++) {
      a[source[e]][target[e]] = 1;
      a[target[e]][source[e]] = 1;
    }
    double[] degree = new double[VERTICES];
    for (int v = 0; v < VERTICES; v++) {
      a[v][v] = 1;
      degree[v] = IntStream.range(0, VERTICES).mapToDouble(rowOf(a[v])::applyAsDouble).sum();
    }
    float[] dense = dense();
    for (int v = 0; v < VERTICES; v++) {
      for (int w = 0; w < VERTICES; w++) {
        assertThat(dense[v * VERTICES + w]).isCloseTo((float) (a[v][w] / Math.sqrt(degree[v] * degree[w])), within(1e-6f));
      }
    }
  }

  private static IntToDoubleFunction rowOf(double[] row) {
    return w -> row[w];
  }

  private float[] dense() {
    float[] dense = new float[VERTICES * VERTICES];
    for (int v = 0; v < VERTICES; v++) {
      for (int k = adjacency.offsets()[v]; k < adjacency.offsets()[v + 1]; k++) {
        dense[v * VERTICES + adjacency.columns()[k]] = adjacency.values()[k];
      }
    }
    return dense;
  }

  @Test
  void logitsAreThoseOfDenseMatricesAndMaskedWeightsAreNotMultiplied() {
    for (double density : new double[] {1, 0.4}) {
      boolean[] kept = kept(density);
      ConvolutionPass pass = new ConvolutionPass(adjacency, sparse(), LAYOUT);
      float[] logits = pass.logits(parameters, Connections.of(LAYOUT, kept)).clone();
      long executed = pass.takeMultiplyAdds();
      double[][] h = new double[VERTICES][];
      for (int v = 0; v < VERTICES; v++) {
        h[v] = new double[6];
        for (int f = 0; f < 6; f++) {
          h[v][f] = features[v][f];
        }
      }
      h = layer(h, 0, kept);
      for (double[] row : h) {
        for (int u = 0; u < row.length; u++) {
          row[u] = Math.max(0, row[u]);
        }
      }
      h = layer(h, 1, kept);
      for (int v = 0; v < VERTICES; v++) {
        for (int c = 0; c < 3; c++) {
          assertThat(logits[v * 3 + c]).isCloseTo((float) h[v][c], within(1e-5f));
        }
      }
      assertThat(executed).isLessThanOrEqualTo(pass.denseMultiplyAdds()[0]);
    }
  }

  private double[][] layer(double[][] input, int layer, boolean[] kept) {
    float[] a = dense();
    double[][] out = new double[VERTICES][LAYOUT.rows(layer)];
    for (int v = 0; v < VERTICES; v++) {
      for (int u = 0; u < LAYOUT.rows(layer); u++) {
        out[v][u] = parameters[LAYOUT.firstBias(layer) + u];
        for (int w = 0; w < VERTICES; w++) {
          for (int i = 0; i < LAYOUT.columns(layer); i++) {
            int weight = LAYOUT.firstWeight(layer) + u * LAYOUT.columns(layer) + i;
            out[v][u] += kept[weight] ? (double) a[v * VERTICES + w] * input[w][i] * parameters[weight] : 0;
          }
        }
      }
    }
    return out;
  }

  @Test
  void gradientsAreFiniteDifferencesWithAndWithoutDropoutAndMasks() {
    for (double dropout : new double[] {0, 0.4}) {
      for (double density : new double[] {1, 0.5}) {
        boolean[] kept = kept(density);
        float[] masked = parameters.clone();
        for (int i = 0; i < masked.length; i++) {
          masked[i] = kept[i] ? masked[i] : 0;
        }
        Connections connections = Connections.of(LAYOUT, kept);
        ConvolutionPass pass = new ConvolutionPass(adjacency, sparse(), LAYOUT);
        float[] own = new float[LAYOUT.size()];
        float[] all = new float[LAYOUT.size()];
        pass.gradient(masked, connections, labelled, classes, dropout, Seeds.of(5), own, false);
        pass.gradient(masked, connections, labelled, classes, dropout, Seeds.of(5), all, true);
        Connections everything = Connections.dense(LAYOUT);
        float[] ignored = new float[LAYOUT.size()];
        double here = pass.gradient(masked, everything, labelled, classes, dropout, Seeds.of(5), ignored, false);
        int kinks = 0;
        for (int i = 0; i < LAYOUT.size(); i++) {
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
        assertThat(kinks).isLessThan(LAYOUT.size() / 10);
      }
    }
  }

  private boolean[] kept(double density) {
    SplittableRandom draw = new SplittableRandom(9);
    boolean[] kept = new boolean[LAYOUT.size()];
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstWeight(l + 1); i++) {
        kept[i] = i >= LAYOUT.firstBias(l) || draw.nextDouble() < density;
      }
    }
    return kept;
  }
}
