package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.ScalarLanes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetworkPassTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(6, 12, 9, 1));
  private static final int EXAMPLES = 150;

  private final SplittableRandom random = new SplittableRandom(11);
  private final float[] parameters = LAYOUT.initial(Seeds.of(5));

  @Test
  void gradientEqualsFiniteDifferencesOfTheLoss() {
    Batch batch = batch(1, false);
    for (double density : new double[] {1, 0.4}) {
      Connections connections = connections(density);
      NetworkPass pass = new NetworkPass(LAYOUT, batch.lanes(), new ScalarLanes());
      float[] gradient = new float[LAYOUT.size()];
      pass.gradient(parameters, connections, batch, gradient, false);
      for (int i = 0; i < LAYOUT.size(); i++) {
        if (density == 1 || gradient[i] != 0) {
          assertThat(gradient[i]).as("parameter %s", i)
              .isCloseTo((float) finiteDifference(pass, connections, batch, i), within(2e-4f));
        }
      }
    }
  }

  @Test
  void gradientOfMaskedWeightsIsThatOfTheDenseNetworkWithTheirValueAtZero() {
    Batch batch = batch(1, false);
    boolean[] kept = kept(0.3);
    float[] masked = parameters.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = kept[i] ? masked[i] : 0;
    }
    NetworkPass pass = new NetworkPass(LAYOUT, batch.lanes(), LaneKernel.best());
    float[] actual = new float[LAYOUT.size()];
    float[] expected = new float[LAYOUT.size()];
    double loss = pass.gradient(parameters, Connections.of(LAYOUT, kept), batch, actual, true);
    double denseLoss = pass.gradient(masked, Connections.dense(LAYOUT), batch, expected, true);
    assertThat(loss).isCloseTo(denseLoss, within(1e-4));
    assertThat(actual).containsExactly(expected, within(1e-6f));
  }

  @Test
  void skippingDeadUnitsChangesNothingThatIsTrained() {
    Batch batch = batch(1, false);
    boolean[] kept = kept(0.15);
    Connections connections = Connections.of(LAYOUT, kept);
    NetworkPass pass = new NetworkPass(LAYOUT, batch.lanes(), LaneKernel.best());
    float[] skipping = new float[LAYOUT.size()];
    float[] visiting = new float[LAYOUT.size()];
    pass.gradient(parameters, connections, batch, skipping, false);
    long few = pass.takeMultiplyAdds();
    pass.gradient(parameters, connections, batch, visiting, true);
    assertThat(pass.takeMultiplyAdds()).isGreaterThan(few);
    for (int i = 0; i < skipping.length; i++) {
      if (kept[i]) {
        assertThat(skipping[i]).isCloseTo(visiting[i], within(1e-6f));
      }
    }
  }

  @Test
  void sparseRowsGiveTheSameAsTheirZerosWrittenOutForLess() {
    Batch written = batch(0.2, false);
    Batch sparse = batch(0.2, true);
    NetworkPass pass = new NetworkPass(LAYOUT, written.lanes(), LaneKernel.best());
    float[] actual = new float[LAYOUT.size()];
    float[] expected = new float[LAYOUT.size()];
    Connections dense = Connections.dense(LAYOUT);
    double expectedLoss = pass.gradient(parameters, dense, written, expected, false);
    long all = pass.takeMultiplyAdds();
    assertThat(pass.gradient(parameters, dense, sparse, actual, false)).isCloseTo(expectedLoss, within(1e-3));
    assertThat(actual).containsExactly(expected, within(1e-6f));
    assertThat(pass.takeMultiplyAdds()).isLessThan(all);
    float[] logits = new float[EXAMPLES];
    float[] expectedLogits = new float[EXAMPLES];
    pass.score(parameters, dense, sparse, logits, 0);
    pass.score(parameters, dense, written, expectedLogits, 0);
    assertThat(logits).containsExactly(expectedLogits, within(1e-5f));
  }

  @Test
  void theSoftmaxGradientEqualsFiniteDifferencesToo() {
    ParameterLayout layout = new ParameterLayout(List.of(6, 9, 4));
    float[] weights = layout.initial(Seeds.of(5));
    Batch batch = batch(1, false);
    for (int r = 0; r < EXAMPLES; r++) {
      batch.labels[r] = r % 4;
    }
    NetworkPass pass = new NetworkPass(layout, batch.lanes(), new ScalarLanes());
    float[] gradient = new float[layout.size()];
    float[] ignored = new float[layout.size()];
    double loss = pass.gradient(weights, Connections.dense(layout), batch, gradient, false);
    for (int i = 0; i < layout.size(); i++) {
      float before = weights[i];
      weights[i] = before + 1e-3f;
      double above = pass.gradient(weights, Connections.dense(layout), batch, ignored, false);
      weights[i] = before - 1e-3f;
      double below = pass.gradient(weights, Connections.dense(layout), batch, ignored, false);
      weights[i] = before;
      assertThat(gradient[i]).as("parameter %s", i)
          .isCloseTo((float) ((above - below) / 2e-3 / EXAMPLES), within(2e-4f));
    }
    // The loss told by the logits of the examples.
    float[] logits = new float[4 * EXAMPLES];
    pass.score(weights, Connections.dense(layout), batch, logits, 0);
    double sum = 0;
    for (int r = 0; r < EXAMPLES; r++) {
      double all = 0;
      for (int c = 0; c < 4; c++) {
        all += Math.exp(logits[4 * r + c]);
      }
      sum += Math.log(all) - logits[4 * r + r % 4];
    }
    assertThat(loss).isCloseTo(sum, within(1e-3));
  }

  @Test
  void theGradientOfSeveralLabelsEqualsFiniteDifferencesAndTheVectorKernelHasIt() {
    ParameterLayout layout = new ParameterLayout(List.of(6, 9, 4));
    float[] weights = layout.initial(Seeds.of(5));
    Batch batch = new Batch(6, EXAMPLES, 4);
    batch.resize(EXAMPLES);
    for (int r = 0; r < EXAMPLES; r++) {
      for (int f = 0; f < 6; f++) {
        batch.values()[batch.at(r) + f * batch.lanes()] = (float) random.nextDouble(-1, 1);
      }
      for (int c = 0; c < 4; c++) {
        batch.labels[batch.labelsOf(c) + r] = random.nextInt(3) == 0 ? 1 : 0;
      }
    }
    NetworkPass pass = new NetworkPass(layout, batch.lanes(), new ScalarLanes());
    float[] gradient = new float[layout.size()];
    float[] ignored = new float[layout.size()];
    double loss = pass.gradient(weights, Connections.dense(layout), batch, gradient, false);
    for (int i = 0; i < layout.size(); i++) {
      float before = weights[i];
      weights[i] = before + 2e-4f;
      double above = pass.gradient(weights, Connections.dense(layout), batch, ignored, false);
      weights[i] = before - 2e-4f;
      double below = pass.gradient(weights, Connections.dense(layout), batch, ignored, false);
      weights[i] = before;
      assertThat(gradient[i]).as("parameter %s", i)
          .isCloseTo((float) ((above - below) / 4e-4 / EXAMPLES), within(3e-4f));
    }
    NetworkPass fast = new NetworkPass(layout, batch.lanes(), LaneKernel.best());
    assertThat(fast.gradient(weights, Connections.dense(layout), batch, ignored, false)).isCloseTo(loss, within(1e-3));
    assertThat(ignored).containsExactly(gradient, within(1e-6f));
    // The loss told by the logits of the examples.
    float[] logits = new float[4 * EXAMPLES];
    pass.score(weights, Connections.dense(layout), batch, logits, 0);
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += Math.log(1 + Math.exp(logits[i])) - batch.labels[batch.labelsOf(i % 4) + i / 4] * logits[i];
    }
    assertThat(loss).isCloseTo(sum, within(1e-3));
  }

  @Test
  void gradientsGoToWhatIsTrainedThoughTheNetworkIsComputedWithLess() {
    boolean[] kept = kept(0.3);
    boolean[] trained = kept.clone();
    for (int i = 0; i < trained.length; i++) {
      trained[i] |= random.nextDouble() < 0.3;
    }
    NetworkPass pass = new NetworkPass(LAYOUT, batch(1, false).lanes(), new ScalarLanes());
    float[] all = new float[LAYOUT.size()];
    float[] some = new float[LAYOUT.size()];
    double loss = pass.gradient(parameters, Connections.of(LAYOUT, kept), batch(1, false), all, true);
    long denseWork = pass.takeMultiplyAdds();
    // Values outside the network take no part in it.
    assertThat(pass.gradient(parameters, Connections.of(LAYOUT, kept, trained), batch(1, false), some, true))
        .isEqualTo(loss);
    assertThat(pass.takeMultiplyAdds()).isLessThan(denseWork);
    for (int i = 0; i < all.length; i++) {
      assertThat(some[i]).isEqualTo(trained[i] ? all[i] : 0);
    }
  }

  private double finiteDifference(NetworkPass pass, Connections connections, Batch batch, int parameter) {
    float[] ignored = new float[LAYOUT.size()];
    float step = 1e-3f;
    float[] moved = parameters.clone();
    moved[parameter] = parameters[parameter] + step;
    double above = pass.gradient(moved, connections, batch, ignored, false);
    moved[parameter] = parameters[parameter] - step;
    double below = pass.gradient(moved, connections, batch, ignored, false);
    return (above - below) / (2.0 * step) / batch.size();
  }

  private Connections connections(double density) {
    return density == 1 ? Connections.dense(LAYOUT) : Connections.of(LAYOUT, kept(density));
  }

  private boolean[] kept(double density) {
    boolean[] kept = new boolean[LAYOUT.size()];
    for (int l = 0; l < LAYOUT.layers(); l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstWeight(l + 1); i++) {
        kept[i] = i >= LAYOUT.firstBias(l) || random.nextDouble() < density;
      }
    }
    return kept;
  }

  private Batch batch(double density, boolean sparse) {
    SplittableRandom values = new SplittableRandom(7);
    Batch batch = new Batch(6, EXAMPLES);
    int[] starts = new int[EXAMPLES + 1];
    int[] columns = new int[EXAMPLES * 6];
    float[] entries = new float[EXAMPLES * 6];
    batch.resize(EXAMPLES);
    int size = 0;
    for (int r = 0; r < EXAMPLES; r++) {
      batch.labels[r] = values.nextInt(2);
      for (int f = 0; f < 6; f++) {
        float value = (float) values.nextDouble(-1, 1);
        if (values.nextDouble() < density) {
          columns[size] = f;
          entries[size++] = value;
          batch.values()[batch.at(r) + f * batch.lanes()] = value;
        }
      }
      starts[r + 1] = size;
    }
    if (sparse) {
      batch.resize(EXAMPLES, new Entries(starts, columns, entries));
    }
    return batch;
  }
}
