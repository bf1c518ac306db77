package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EdgeLayoutTest {
  private static final int VERTICES = 11;
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(4, 5, 3));

  private final SplittableRandom random = new SplittableRandom(3);
  private final int[] source = random.ints(24, 0, VERTICES).toArray();
  private final int[] target = random.ints(24, 0, VERTICES).toArray();
  private final SparseMatrix whole = SparseMatrix.normalisedAdjacency(VERTICES, source, target);
  private final EdgeLayout edges = new EdgeLayout(whole);
  private final float[] parameters = LAYOUT.glorot(Seeds.of(2));
  private final int[] labelled = {0, 3, 4, 7, 10};
  private final int[] classes = {0, 1, 2, 1, 0};
  private final SparseMatrix features = features();

  private SparseMatrix features() {
    int[] offsets = IntStream.rangeClosed(0, VERTICES).map(v -> 2 * v).toArray();
    int[] columns = IntStream.range(0, 2 * VERTICES).map(k -> 2 * (k % 2) + random.nextInt(2)).toArray();
    float[] values = new float[2 * VERTICES];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextDouble(-1, 1);
    }
    return new SparseMatrix(offsets, columns, values);
  }

  private EdgeWeights ones() {
    float[] values = new float[edges.count()];
    Arrays.fill(values, 1);
    return new EdgeWeights(values, kept(1));
  }

  private boolean[] kept(double share) {
    SplittableRandom draw = new SplittableRandom(8);
    boolean[] kept = new boolean[edges.count()];
    for (int e = 0; e < kept.length; e++) {
      kept[e] = draw.nextDouble() < share;
    }
    return kept;
  }

  private float[] about(double low, double high) {
    float[] values = new float[edges.count()];
    for (int e = 0; e < values.length; e++) {
      values[e] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  @Test
  void theTwoEntriesOfAnEdgeHaveItsNumberAndNoOthersHave() {
    WeightedGraph graph = edges.weighted(ones());
    Map<Integer, String> ends = new HashMap<>();
    int seen = 0;
    for (int v = 0; v < VERTICES; v++) {
      for (int k = whole.offsets()[v]; k < whole.offsets()[v + 1]; k++) {
        int other = whole.columns()[k];
        if (other != v) {
          String pair = Math.min(v, other) + "-" + Math.max(v, other);
          assertThat(ends.computeIfAbsent(graph.edges()[k], edge -> pair)).isEqualTo(pair);
          seen++;
        }
      }
    }
    assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, edges.count()).boxed().toList());
    assertThat(seen).isEqualTo(2 * edges.count());
  }

  @Test
  void withAllWeightsOneItIsTheGraph() {
    SparseMatrix same = edges.weighted(ones()).adjacency();
    assertThat(same.offsets()).containsExactly(whole.offsets());
    assertThat(same.columns()).containsExactly(whole.columns());
    assertThat(same.values()).containsExactly(whole.values());
  }

  @Test
  void aPrunedGraphIsTheGraphThatNeverHadTheEdges() {
    boolean[] kept = kept(0.6);
    WeightedGraph full = edges.weighted(ones());
    boolean[] there = new boolean[source.length];
    for (int i = 0; i < there.length; i++) {
      for (int k = whole.offsets()[source[i]]; k < whole.offsets()[source[i] + 1]; k++) {
        there[i] |= whole.columns()[k] == target[i] && source[i] != target[i] && kept[full.edges()[k]];
      }
    }
    int[] left = IntStream.range(0, there.length).filter(i -> there[i]).toArray();
    SparseMatrix smaller = SparseMatrix.normalisedAdjacency(VERTICES, Arrays.stream(left).map(i -> source[i]).toArray(),
        Arrays.stream(left).map(i -> target[i]).toArray());
    EdgeWeights weights = new EdgeWeights(ones().values(), kept);
    SparseMatrix pruned = edges.weighted(weights).adjacency();
    assertThat(pruned.offsets()).containsExactly(smaller.offsets());
    assertThat(pruned.columns()).containsExactly(smaller.columns());
    assertThat(pruned.values()).containsExactly(smaller.values());
    assertThat(weights.sparsity()).isCloseTo(1 - (pruned.size() - VERTICES) / 2.0 / edges.count(), within(1e-12));
  }

  @Test
  void logitsOverAWeightedGraphAreThoseOfDenseMatrices() {
    EdgeWeights weights = new EdgeWeights(about(-0.5, 1.5), kept(0.7));
    WeightedGraph graph = edges.weighted(weights);
    double[][] a = normalised(weights);
    double[][] h = new double[VERTICES][4];
    for (int v = 0; v < VERTICES; v++) {
      for (int k = features.offsets()[v]; k < features.offsets()[v + 1]; k++) {
        h[v][features.columns()[k]] += features.values()[k];
      }
    }
    h = layer(a, h, 0);
    long active = 0;
    for (double[] row : h) {
      for (int u = 0; u < row.length; u++) {
        active += row[u] > 0 ? 1 : 0;
        row[u] = Math.max(0, row[u]);
      }
    }
    h = layer(a, h, 1);
    ConvolutionPass pass = new ConvolutionPass(graph.adjacency(), features, LAYOUT);
    float[] logits = pass.logits(parameters, Connections.dense(LAYOUT));
    for (int v = 0; v < VERTICES; v++) {
      for (int c = 0; c < 3; c++) {
        assertThat(logits[v * 3 + c]).isCloseTo((float) h[v][c], within(1e-5f));
      }
    }
    assertThat(graph.adjacency().size()).isLessThan(whole.size());
    assertThat(pass.takeMultiplyAdds()).as("what is pruned is not multiplied")
        .isEqualTo(features.size() * 5L + active * 3L + graph.adjacency().size() * (5L + 3));
  }

  /** D^-1/2 (A + I) D^-1/2, a cell at a time. */
  private double[][] normalised(EdgeWeights weights) {
    WeightedGraph full = edges.weighted(ones());
    double[][] a = new double[VERTICES][VERTICES];
    double[] degree = new double[VERTICES];
    for (int v = 0; v < VERTICES; v++) {
      for (int k = whole.offsets()[v]; k < whole.offsets()[v + 1]; k++) {
        int other = whole.columns()[k];
        int edge = full.edges()[k];
        a[v][other] = other == v ? 1 : weights.kept()[edge] ? weights.values()[edge] : 0;
        degree[v] += Math.abs(a[v][other]);
      }
    }
    for (int v = 0; v < VERTICES; v++) {
      for (int w = 0; w < VERTICES; w++) {
        a[v][w] /= Math.sqrt(degree[v] * degree[w]);
      }
    }
    return a;
  }

  private double[][] layer(double[][] a, double[][] input, int layer) {
    double[][] out = new double[VERTICES][LAYOUT.rows(layer)];
    for (int v = 0; v < VERTICES; v++) {
      for (int u = 0; u < LAYOUT.rows(layer); u++) {
        out[v][u] = parameters[LAYOUT.firstBias(layer) + u];
        for (int w = 0; w < VERTICES; w++) {
          for (int i = 0; i < LAYOUT.columns(layer); i++) {
            out[v][u] += a[v][w] * input[w][i] * parameters[LAYOUT.firstWeight(layer) + u * LAYOUT.columns(layer) + i];
          }
        }
      }
    }
    return out;
  }

  @Test
  void gradientsOfEdgesAreFiniteDifferencesWithAndWithoutDropout() {
    for (double dropout : new double[] {0, 0.4}) {
      boolean[] kept = kept(0.8);
      float[] values = about(-0.5, 1.5);
      WeightedGraph graph = edges.weighted(new EdgeWeights(values, kept));
      ConvolutionPass pass = new ConvolutionPass(graph.adjacency(), features, LAYOUT).overEntries(graph.adjacency());
      double here = loss(pass, dropout);
      float[] gradient = graph.gradient(pass.gradientOfEntries());
      int kinks = 0;
      for (int e = 0; e < values.length; e++) {
        float before = values[e];
        values[e] = before + 2e-3f;
        double above = loss(values, kept, dropout);
        values[e] = before - 2e-3f;
        double below = loss(values, kept, dropout);
        values[e] = before;
        float difference = (float) ((above - below) / 4e-3 / labelled.length);
        // A ReLU that begins or ends within the step has no derivative there.
        boolean kink = Math.abs(above - here - (here - below)) / 2e-3 / labelled.length > 1e-3;
        kinks += kink ? 1 : 0;
        if (!kink) {
          assertThat(gradient[e]).as("edge %s", e).isCloseTo(difference, within(5e-4f));
        }
        assertThat(kept[e] || gradient[e] == 0).as("edge %s", e).isTrue();
      }
      assertThat(kinks).isLessThan(values.length / 4);
      assertThat(IntStream.range(0, values.length).filter(e -> Math.abs(gradient[e]) > 5e-3).count()).isGreaterThan(5);
    }
  }

  private double loss(float[] values, boolean[] kept, double dropout) {
    return loss(new ConvolutionPass(edges.weighted(new EdgeWeights(values, kept)).adjacency(), features, LAYOUT),
        dropout);
  }

  private double loss(ConvolutionPass pass, double dropout) {
    return pass.gradient(parameters, Connections.dense(LAYOUT), labelled, classes, dropout, Seeds.of(5),
        new float[LAYOUT.size()], false);
  }

  @Test
  void anotherNumberOfEdgesIsRefused() {
    assertThatThrownBy(() -> edges.weighted(new EdgeWeights(new float[1], new boolean[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 edge weights != " + edges.count() + " edges");
    assertThatThrownBy(() -> new EdgeWeights(new float[1], new boolean[2])).hasMessage("1 weights != 2 edges");
  }
}
