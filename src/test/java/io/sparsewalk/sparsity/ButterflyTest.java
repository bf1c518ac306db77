package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fixed pattern: whole strides, an even last one, and weights that lead from the inputs to the outputs. */
class ButterflyTest {
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.05);
  private static final List<String> SHAPES = List.of("16-128-1", "64-256-128-10", "64-256-128-9", "1433-16-7",
      "16-64-64-1", "8-100-30-3", "500-16-3", "sage:50-16-4", "gat:33-8-5", "10-7-1");
  private static final double[] LEVELS = {0.125, 0.5, 0.7, 0.8, 0.875, 0.90625, 0.96875, 0.99};

  private static Mask butterfly(ParameterLayout layout, int[] counts, double lowRankShare) {
    return Butterfly.mask(layout, counts, new StaticConfig(1, 1, 4, lowRankShare, SGD));
  }

  @Test
  void strideFollowsStrideAndOnlyTheLastIsThinned() {
    ParameterLayout square = new ParameterLayout(List.of(16, 16, 1));
    for (int count = 1; count <= 192; count++) {
      Mask mask = butterfly(square, new int[] {count, 16}, 0);
      assertThat(mask.count(0)).isEqualTo(count);
      // 4 by 4 blocks: strides 0, 1 and 2 have 64 weights each.
      int last = (count - 1) / 64;
      int[] rows = new int[16];
      int[] columns = new int[16];
      for (int i = 0; i < 256; i++) {
        int stride = i / 16 / 4 ^ i % 16 / 4;
        if (stride != last) {
          assertThat(mask.keeps(i)).isEqualTo(stride < last);
        } else if (mask.keeps(i)) {
          rows[i / 16]++;
          columns[i % 16]++;
        }
      }
      assertEven(rows);
      assertEven(columns);
    }
  }

  @Test
  void rowsAndColumnsOfAThinnedDiagonalDifferByOneAtMostInAnyShape() {
    for (int[] shape : new int[][] {{16, 128}, {128, 1}, {256, 128}, {64, 10}, {24, 8}, {1433, 16}, {128, 9}, {7, 40},
        {100, 30}}) {
      ParameterLayout layout = new ParameterLayout(List.of(shape[0], shape[1]));
      int blocks = Math.max(1, Integer.highestOneBit(Math.min(shape[0], shape[1]) / 4));
      boolean equal = shape[0] % blocks == 0 && shape[1] % blocks == 0;
      int diagonal = shape[0] * shape[1] / blocks;
      for (int count = 1; count < diagonal; count += 1 + diagonal / 50) {
        Mask mask = butterfly(layout, new int[] {count}, 0);
        int[] rows = new int[shape[1]];
        int[] columns = new int[shape[0]];
        IntStream.range(0, layout.weights()).filter(mask::keeps).forEach(i -> {
          rows[i / shape[0]]++;
          columns[i % shape[0]]++;
        });
        assertThat(IntStream.of(rows).sum()).isEqualTo(count);
        assertEven(shape[0] > shape[1] ? columns : rows);
        if (equal) {
          assertEven(rows);
          assertEven(columns);
        } else {
          assertThat(spread(shape[0] > shape[1] ? rows : columns)).as("blocks of two sizes")
              .isLessThanOrEqualTo(shape[0] / blocks);
        }
      }
    }
  }

  private static void assertEven(int[] counts) {
    assertThat(spread(counts)).as(() -> Arrays.toString(counts)).isLessThanOrEqualTo(1);
  }

  private static int spread(int[] counts) {
    return IntStream.of(counts).max().getAsInt() - IntStream.of(counts).min().getAsInt();
  }

  @Test
  void theLowRankTermIsFullStripesOfTheShorterKind() {
    Mask mask = butterfly(new ParameterLayout(List.of(16, 16, 1)), new int[] {64, 16}, 0.5);
    int[] full =
        IntStream.range(0, 16).filter(row -> IntStream.range(16 * row, 16 * row + 16).allMatch(mask::keeps)).toArray();
    assertThat(full).as("32 weights are two rows").hasSize(2);
    assertThat(
        IntStream.range(0, 256).filter(mask::keeps).filter(i -> IntStream.of(full).noneMatch(row -> row == i / 16)))
        .hasSize(32)
        .allMatch(i -> i / 16 / 4 == i % 16 / 4);
    Mask wide = butterfly(new ParameterLayout(List.of(64, 10)), new int[] {80}, 0.25);
    assertThat(
        IntStream.range(0, 64).filter(column -> IntStream.range(0, 10).allMatch(row -> wide.keeps(64 * row + column))))
        .as("20 weights are two columns")
        .hasSize(2);
  }

  @Test
  void noUnitIsEmptyWhereTheCountAllowsIt() {
    for (String shape : SHAPES) {
      ParameterLayout layout = ParameterLayout.parse(shape);
      for (double level : LEVELS) {
        int[] counts = Allocation.UNIFORM.counts(layout, level);
        Mask mask = butterfly(layout, counts, 0);
        for (int l = 0; l < layout.layers(); l++) {
          boolean[] rows = new boolean[layout.rows(l)];
          boolean[] columns = new boolean[layout.columns(l)];
          int first = layout.firstWeight(l);
          for (int i = 0; i < layout.weights(l); i++) {
            rows[i / columns.length] |= mask.keeps(first + i);
            columns[i % columns.length] |= mask.keeps(first + i);
          }
          assertThat(trues(rows)).as("%s %s layer %s", shape, level, l).isEqualTo(Math.min(rows.length, counts[l]));
          assertThat(trues(columns)).as("%s %s layer %s", shape, level, l)
              .isEqualTo(Math.min(columns.length, counts[l]));
        }
      }
    }
  }

  private static int trues(boolean[] values) {
    return (int) IntStream.range(0, values.length).filter(i -> values[i]).count();
  }

  @Test
  void moreOfItsWeightsLieOnAPathThanOfARandomMask() {
    double excess = 0;
    for (String shape : SHAPES) {
      ParameterLayout layout = ParameterLayout.parse(shape);
      for (double level : LEVELS) {
        for (Allocation allocation : List.of(Allocation.UNIFORM, Allocation.ERK)) {
          int[] counts = allocation.counts(layout, level);
          double[] random = IntStream.range(0, 10)
              .mapToDouble(seed -> onAPath(layout, Mask.random(layout, counts, Seeds.of(seed))))
              .toArray();
          double mean = DoubleStream.of(random).average().orElseThrow();
          double error = Math.sqrt(DoubleStream.of(random).map(share -> (share - mean) * (share - mean)).sum() / 90);
          String which = String.join(" ", shape, Double.toString(level), allocation.name());
          // Whole strides, with as many weights in every row, are as good as random masks are in the mean: of ten, known so well.
          for (double lowRankShare : new double[] {0, 0.25}) {
            assertThat(onAPath(layout, butterfly(layout, counts, lowRankShare))).as(which)
                .isGreaterThanOrEqualTo(mean - 3 * error - 1e-12);
          }
          excess += onAPath(layout, butterfly(layout, counts, 0.25)) - mean;
        }
      }
    }
    assertThat(excess).as("by far, all together").isGreaterThan(5);
  }

  /** Share of the kept weights that some input reaches and that reach some output. */
  private static double onAPath(ParameterLayout layout, Mask mask) {
    int layers = layout.layers();
    boolean[][] reached = new boolean[layers + 1][];
    boolean[][] reaching = new boolean[layers + 1][];
    for (int l = 0; l <= layers; l++) {
      reached[l] = new boolean[layout.widths().get(l)];
      reaching[l] = new boolean[layout.widths().get(l)];
    }
    Arrays.fill(reached[0], true);
    Arrays.fill(reaching[layers], true);
    for (int l = 0; l < layers; l++) {
      sweep(layout, mask, l, reached, true);
    }
    for (int l = layers - 1; l >= 0; l--) {
      sweep(layout, mask, l, reaching, false);
    }
    long live = 0;
    for (int l = 0; l < layers; l++) {
      int columns = layout.columns(l);
      int first = layout.firstWeight(l);
      for (int i = 0; i < layout.weights(l); i++) {
        live += mask.keeps(first + i) && reached[l][i % columns % reached[l].length] && reaching[l + 1][i / columns] ? 1
            : 0;
      }
    }
    return (double) live / mask.count();
  }

  private static void sweep(ParameterLayout layout, Mask mask, int layer, boolean[][] marked, boolean forward) {
    int columns = layout.columns(layer);
    int first = layout.firstWeight(layer);
    for (int i = 0; i < layout.weights(layer); i++) {
      if (mask.keeps(first + i)) {
        int unit = i % columns % marked[layer].length;
        marked[layer + 1][i / columns] |= forward && marked[layer][unit];
        marked[layer][unit] |= !forward && marked[layer + 1][i / columns];
      }
    }
  }
}
