package io.sparsewalk.topk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestRowsTest {
  private static final int ROWS = 200;
  private static final int DIMENSION = 6;
  private static final TopKConfig HALF =
      new TopKConfig(50, TopKConfig.Scope.MATRIX, TopKConfig.By.ABSOLUTE, TopKConfig.Rows.ALL);

  private final float[] values = values();

  private static float[] values() {
    Seeds seeds = Seeds.of(5);
    float[] values = new float[ROWS * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) seeds.uniform(i) - 0.5f;
    }
    // Two rows alike, and one of zeros.
    System.arraycopy(values, 0, values, 50 * DIMENSION, DIMENSION);
    Arrays.fill(values, 9 * DIMENSION, 10 * DIMENSION, 0);
    return values;
  }

  @Test
  void theLargestCosinesComeFirstAndOfEqualOnesTheLowerRow() {
    NearestRows found = NearestRows.dense(values, DIMENSION, 3, 20);
    assertThat(found.rows()).containsExactly(sorted(values, 3, 20)).doesNotContain(3, 9);
    assertThat(found.cosines()[0]).isEqualTo(cosine(values, 3, found.rows()[0]));
    NearestRows twins = NearestRows.dense(values, DIMENSION, 50, ROWS);
    assertThat(twins.rows()).hasSize(ROWS - 2).startsWith(0);
  }

  @Test
  void sparseRowsAreComparedAsTheSameRowsWithZeros() {
    boolean[] all = new boolean[ROWS];
    Arrays.fill(all, true);
    SparseRows sparse = TopKSelector.select(values, DIMENSION, all, HALF);
    float[] dense = new float[values.length];
    for (int r = 0; r < ROWS; r++) {
      for (int at = sparse.offsets()[r]; at < sparse.offsets()[r + 1]; at++) {
        dense[r * DIMENSION + sparse.columns()[at]] = sparse.values()[at];
      }
    }
    assertThat(NearestRows.sparse(sparse, 3, 20).rows())
        .containsExactly(NearestRows.dense(dense, DIMENSION, 3, 20).rows());
  }

  @Test
  void aRowOfZerosIsNearToNothing() {
    assertThat(NearestRows.dense(values, DIMENSION, 9, 5).rows()).isEmpty();
  }

  private static int[] sorted(float[] values, int row, int count) {
    return IntStream.range(0, ROWS)
        .filter(other -> other != row && other != 9)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer other) -> -cosine(values, row, other)).thenComparing(r -> r))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double cosine(float[] values, int one, int other) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int c = 0; c < DIMENSION; c++) {
      double a = values[one * DIMENSION + c];
      double b = values[other * DIMENSION + c];
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
    return ab / Math.sqrt(aa) / Math.sqrt(bb);
  }
}
