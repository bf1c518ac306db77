package io.sparsewalk.topk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.topk.TopKConfig.By;
import io.sparsewalk.topk.TopKConfig.Rows;
import io.sparsewalk.topk.TopKConfig.Scope;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKSelectorTest {
  private static final int DIMENSION = 8;

  @Test
  void selectionEqualsAFullSortWithTiesToTheLowerEntry() {
    SplittableRandom random = new SplittableRandom(6);
    for (int rows : new int[] {3, 40, 900}) {
      for (By by : By.values()) {
        for (Scope scope : Scope.values()) {
          for (double percent : new double[] {0.01, 1.38, 26.2, 100}) {
            float[] values = new float[rows * DIMENSION];
            boolean[] eligible = new boolean[rows];
            for (int i = 0; i < values.length; i++) {
              values[i] = random.nextBoolean() ? (random.nextInt(9) - 4) / 4f : (float) random.nextDouble(-1, 1);
              eligible[i / DIMENSION] |= random.nextInt(4) > 0;
            }
            TopKConfig config = new TopKConfig(percent, scope, by, Rows.TRAINED);
            SparseRows actual = TopKSelector.select(values, DIMENSION, eligible, config);
            assertThat(indices(actual)).containsExactly(bySort(values, eligible, config));
            for (int r = 0; r < rows; r++) {
              for (int k = actual.offsets()[r]; k < actual.offsets()[r + 1]; k++) {
                assertThat(actual.values()[k]).isEqualTo(values[r * DIMENSION + actual.columns()[k]]);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aSearchOverAnyPartsOfTheRowsSelectsTheSame() {
    SplittableRandom random = new SplittableRandom(7);
    for (int rows : new int[] {3, 900}) {
      float[] values = new float[rows * DIMENSION];
      boolean[] eligible = new boolean[rows];
      for (int i = 0; i < values.length; i++) {
        // Many ties, across the parts.
        values[i] = random.nextBoolean() ? (random.nextInt(9) - 4) / 4f : (float) random.nextDouble(-1, 1);
        eligible[i / DIMENSION] |= random.nextInt(4) > 0;
      }
      for (By by : By.values()) {
        for (Scope scope : new Scope[] {Scope.MATRIX, Scope.COLUMN}) {
          for (double percent : new double[] {0.01, 1.38, 26.2, 60, 100}) {
            TopKConfig config = new TopKConfig(percent, scope, by, Rows.TRAINED);
            SparseRows whole = TopKSelector.select(values, DIMENSION, eligible, config);
            for (int parts : new int[] {1, 2, 7}) {
              assertThat(indices(searched(values, eligible, config, parts))).isEqualTo(indices(whole));
            }
          }
        }
      }
    }
  }

  /** Parts count for themselves, counts are added up, and parts select for themselves. */
  private static SparseRows searched(float[] values, boolean[] eligible, TopKConfig config, int parts) {
    TopKSearch search = TopKSearch.of(config, DIMENSION);
    int[] bounds = IntStream.rangeClosed(0, parts).map(part -> eligible.length * part / parts).toArray();
    while (search.step() != TopKSearch.Step.TIES) {
      long[] sum = null;
      for (int part = 0; part < parts; part++) {
        long[] counts =
            search.counts(rows(values, bounds, part), Arrays.copyOfRange(eligible, bounds[part], bounds[part + 1]));
        long[] before = sum;
        sum =
            before == null ? counts : IntStream.range(0, counts.length).mapToLong(i -> before[i] + counts[i]).toArray();
      }
      search = search.next(sum);
    }
    boolean[] kept = new boolean[values.length];
    long[] before = new long[search.bounds().length];
    for (int part = 0; part < parts; part++) {
      boolean[] own = Arrays.copyOfRange(eligible, bounds[part], bounds[part + 1]);
      float[] part0 = rows(values, bounds, part);
      int first = bounds[part] * DIMENSION;
      IntStream.of(indices(search.select(part0, own, before))).forEach(i -> kept[first + i] = true);
      long[] ties = search.counts(part0, own);
      Arrays.setAll(before, i -> before[i] + ties[i]);
    }
    return TopKSelector.rows(values, DIMENSION, kept);
  }

  private static float[] rows(float[] values, int[] bounds, int part) {
    return Arrays.copyOfRange(values, bounds[part] * DIMENSION, bounds[part + 1] * DIMENSION);
  }

  @Test
  void densityIsTheKeptShareOfTheMatrix() {
    float[] values = new float[100 * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    boolean[] all = new boolean[100];
    Arrays.fill(all, true);
    SparseRows rows =
        TopKSelector.select(values, DIMENSION, all, new TopKConfig(25, Scope.MATRIX, By.ABSOLUTE, Rows.ALL));
    assertThat(rows.density(100)).isEqualTo(0.25);
    assertThat(rows.offsets()[75]).isZero();
  }

  private static int[] bySort(float[] values, boolean[] eligible, TopKConfig config) {
    IntStream all = IntStream.range(0, values.length).filter(i -> eligible[i / DIMENSION]);
    if (config.scope() == Scope.MATRIX) {
      return largest(values, all.toArray(), config).sorted().toArray();
    }
    if (config.scope() == Scope.COLUMN) {
      return IntStream.range(0, DIMENSION)
          .flatMap(c -> largest(values,
              IntStream.range(0, eligible.length).filter(r -> eligible[r]).map(r -> r * DIMENSION + c).toArray(),
              config))
          .sorted()
          .toArray();
    }
    return IntStream.range(0, eligible.length)
        .filter(r -> eligible[r])
        .flatMap(r -> largest(values, IntStream.range(r * DIMENSION, (r + 1) * DIMENSION).toArray(), config))
        .sorted()
        .toArray();
  }

  private static IntStream largest(float[] values, int[] entries, TopKConfig config) {
    long count = Math.max(1, Math.round(config.keepPercent() / 100 * entries.length));
    return Arrays.stream(entries).boxed().sorted((a, b) -> {
      float x = config.by() == By.ABSOLUTE ? Math.abs(values[a]) : values[a] + 0f;
      float y = config.by() == By.ABSOLUTE ? Math.abs(values[b]) : values[b] + 0f;
      return x != y ? Float.compare(y, x) : Integer.compare(a, b);
    }).limit(count).mapToInt(Integer::intValue).filter(i -> values[i] != 0);
  }

  private static int[] indices(SparseRows rows) {
    return IntStream.range(0, rows.rows())
        .flatMap(
            r -> IntStream.range(rows.offsets()[r], rows.offsets()[r + 1]).map(k -> r * DIMENSION + rows.columns()[k]))
        .toArray();
  }
}
