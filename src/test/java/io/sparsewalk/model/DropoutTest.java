package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
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
    Batch batch = new Batch(5, 40);
    batch.resize(40);
    SplittableRandom random = new SplittableRandom(2);
    for (int r = 0; r < 40; r++) {
      batch.labels[r] = r % 3;
      for (int f = 0; f < 5; f++) {
        batch.values()[batch.at(r) + f * batch.lanes()] = (float) random.nextDouble(-1, 1);
      }
    }
    NetworkPass pass = new NetworkPass(layout, batch.lanes(), new ScalarLanes());
    Dropout dropout = new Dropout(0.4, Seeds.of(3));
    float[] gradient = new float[layout.size()];
    float[] ignored = new float[layout.size()];
    double loss = pass.gradient(weights, Connections.dense(layout), batch, gradient, false, dropout);
    assertThat(pass.gradient(weights, Connections.dense(layout), batch, ignored, false, dropout)).as("a step drops the same")
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
}
