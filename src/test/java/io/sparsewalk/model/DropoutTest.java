package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.ScalarLanes;
import io.sparsewalk.kernel.Tile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DropoutTest {

  @Test
  void theShareThatGoesIsTheRateAndTheMeanStays() {
    Tile tile = Tile.of(200, 512);
    Arrays.fill(tile.values(), 1);
    new Dropout(0.3, Seeds.of(1)).apply(tile, IntStream.range(0, 200).toArray(), 0, 0);
    double gone = IntStream.range(0, 200 * 512).filter(i -> tile.values()[i] == 0).count() / (200.0 * 512);
    assertThat(gone).isCloseTo(0.3, within(0.005));
    double mean = IntStream.range(0, 200 * 512).mapToDouble(i -> tile.values()[i]).average().orElseThrow();
    assertThat(mean).isCloseTo(1, within(0.01));
  }

  @Test
  void gradientsAreThoseOfTheNetworkWithoutWhatWasDropped() {
    ParameterLayout layout = new ParameterLayout(List.of(5, 7, 6, 3));
    float[] weights = layout.initial(Seeds.of(1));
    Batch batch = batch(5, 40);
    NetworkPass pass = new NetworkPass(layout, batch.lanes(), new ScalarLanes());
    Dropout dropout = new Dropout(0.4, Seeds.of(3));
    float[] gradient = new float[layout.size()];
    float[] ignored = new float[layout.size()];
    double loss = pass.gradient(weights, Connections.dense(layout), batch, gradient, false, dropout);
    assertThat(pass.gradient(weights, Connections.dense(layout), batch, ignored, false, dropout))
        .as("a step drops the same")
        .isEqualTo(loss);
    assertThat(pass.gradient(weights, Connections.dense(layout), batch, ignored, false, new Dropout(0.4, Seeds.of(4))))
        .isNotEqualTo(loss);
    for (int i = 0; i < layout.size(); i++) {
      float before = weights[i];
      weights[i] = before + 1e-3f;
      double above = pass.gradient(weights, Connections.dense(layout), batch, ignored, false, dropout);
      weights[i] = before - 1e-3f;
      double below = pass.gradient(weights, Connections.dense(layout), batch, ignored, false, dropout);
      weights[i] = before;
      assertThat(gradient[i]).as("parameter %s", i).isCloseTo((float) ((above - below) / 2e-3 / 40), within(3e-4f));
    }
  }

  @Test
  void reluAndDropoutOnTheLogitsAreThoseOfATwinInDouble() {
    ParameterLayout layout = new ParameterLayout(List.of(5, 7, 3));
    float[] weights = layout.initial(Seeds.of(1));
    Batch batch = batch(5, 40);
    Dropout dropout = new Dropout(0.4, Seeds.of(3));
    double[][] kept = {kept(dropout, 7, 0, batch.lanes()), kept(dropout, 3, 1, batch.lanes())};
    float[] logits = new float[3 * 40];
    new NetworkPass(layout, batch.lanes(), true, LaneKernel.best()).score(weights, Connections.dense(layout), batch,
        logits, 0, dropout);
    int zeros = 0;
    for (int r = 0; r < 40; r++) {
      double[] x = new double[5];
      for (int f = 0; f < 5; f++) {
        x[f] = batch.values()[batch.at(r) + f * batch.lanes()];
      }
      for (int l = 0; l < 2; l++) {
        double[] y = new double[layout.rows(l)];
        for (int o = 0; o < y.length; o++) {
          y[o] = weights[layout.firstBias(l) + o];
          for (int i = 0; i < x.length; i++) {
            y[o] += weights[layout.firstWeight(l) + o * x.length + i] * x[i];
          }
          y[o] = Math.max(0, y[o]) * kept[l][o * batch.lanes() + r];
        }
        x = y;
      }
      for (int c = 0; c < 3; c++) {
        assertThat(logits[3 * r + c]).isCloseTo((float) x[c], within(1e-5f));
        zeros += x[c] == 0 ? 1 : 0;
      }
    }
    assertThat(zeros).isBetween(20, 110);
  }

  @Test
  void gradientsGoThroughReluAndDropoutOnTheLogits() {
    ParameterLayout layout = new ParameterLayout(List.of(5, 7, 3));
    float[] weights = layout.initial(Seeds.of(1));
    Batch batch = batch(5, 40);
    for (Dropout dropout : new Dropout[] {null, new Dropout(0.4, Seeds.of(3))}) {
      NetworkPass pass = new NetworkPass(layout, batch.lanes(), true, new ScalarLanes());
      float[] gradient = new float[layout.size()];
      float[] other = new float[layout.size()];
      double loss = pass.gradient(weights, Connections.dense(layout), batch, gradient, false, dropout);
      assertThat(new NetworkPass(layout, batch.lanes(), true, LaneKernel.best()).gradient(weights,
          Connections.dense(layout), batch, other, false, dropout)).isCloseTo(loss, within(1e-3));
      assertThat(other).containsExactly(gradient, within(1e-6f));
      for (int i = 0; i < layout.size(); i++) {
        float before = weights[i];
        weights[i] = before + 2e-4f;
        double above = pass.gradient(weights, Connections.dense(layout), batch, other, false, dropout);
        weights[i] = before - 2e-4f;
        double below = pass.gradient(weights, Connections.dense(layout), batch, other, false, dropout);
        weights[i] = before;
        assertThat(gradient[i]).as("parameter %s", i).isCloseTo((float) ((above - below) / 4e-4 / 40), within(3e-4f));
      }
    }
  }

  /** By unit and lane what an output of 1 becomes. */
  private static double[] kept(Dropout dropout, int units, int layer, int lanes) {
    Tile ones = Tile.of(units, lanes);
    Arrays.fill(ones.values(), 1);
    dropout.apply(ones, IntStream.range(0, units).toArray(), layer, 0);
    return IntStream.range(0, units * lanes).mapToDouble(i -> ones.values()[i]).toArray();
  }

  private static Batch batch(int features, int size) {
    Batch batch = new Batch(features, size);
    batch.resize(size);
    SplittableRandom random = new SplittableRandom(2);
    for (int r = 0; r < size; r++) {
      batch.labels[r] = r % 3;
      for (int f = 0; f < features; f++) {
        batch.values()[batch.at(r) + f * batch.lanes()] = (float) random.nextDouble(-1, 1);
      }
    }
    return batch;
  }
}
