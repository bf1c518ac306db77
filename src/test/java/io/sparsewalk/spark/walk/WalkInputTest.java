package io.sparsewalk.spark.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WalkInputTest {

  @Test
  void edgesBeyondAnIntExistAsTheLowOnesDo() {
    // Files of 80 edges: 190 exist from rank 0 on, and as many of those from 2^31 - 100 on.
    long base = (1L << 31) - 100;
    WalkStage.Input low = new WalkStage.Input("edges", 190, 10, false);
    WalkStage.Input high = new WalkStage.Input("edges", base + 190, 10, false);
    for (int first = 0; first <= 400; first += 80) {
      assertThat(high.existing(base + first, 80)).isEqualTo(low.existing(first, 80));
    }
    assertThat(high.existing(base + 160, 80)).isEqualTo(30);
    assertThat(high.existing(base + 240, 80)).isZero();
  }
}
