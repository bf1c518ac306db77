package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many weights each layer keeps, and which together. */
class SelectionTest {
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));

  @Test
  void erdosRenyiDensitiesAreThoseOfTheFormulaAndAddUp() {
    int[] counts = Allocation.ERK.counts(LINK, 0.8);
    // The second layer would be above 1: full. The rest is the first layer's.
    assertThat(counts[1]).isEqualTo(128);
    assertThat(counts[0]).isCloseTo(435 - 128, within(1));
    ParameterLayout wide = new ParameterLayout(List.of(64, 256, 128, 10));
    int[] of = Allocation.ERK.counts(wide, 0.95);
    double ratio = (of[0] / 16384.0) / (of[1] / 32768.0);
    assertThat(ratio).isCloseTo((64 + 256) / 16384.0 / ((256 + 128) / 32768.0), within(0.01));
    assertThat(IntStream.of(of).sum()).isCloseTo((int) Math.round(0.05 * wide.weights()), within(2));
    assertThat(Allocation.ERK.counts(LINK, 0)).containsExactly(2048, 128);
  }

  @Test
  void structuresKeepWholeGroupsAndTheLargestOfThem() {
    ParameterLayout layout = new ParameterLayout(List.of(8, 16, 4));
    float[] weights = layout.initial(Seeds.of(1));
    int[] counts = Allocation.UNIFORM.counts(layout, 0.5);
    for (Structure.Kind kind : Structure.Kind.values()) {
      Mask mask = new Selection(layout, counts, new Structure(kind, 4), false).of(weights);
      for (int l = 0; l < 2; l++) {
        assertThat(mask.count(l)).as("%s", kind).isEqualTo(counts[l]);
        double lowestKept = Double.POSITIVE_INFINITY;
        double highestGone = 0;
        for (List<Integer> group : groups(layout, l, kind)) {
          long alive = group.stream().filter(mask::keeps).count();
          double norm = group.stream().mapToDouble(i -> weights[i] * weights[i]).sum();
          if (kind == Structure.Kind.N_OF_M) {
            assertThat(alive).as("2:4 in every group").isEqualTo(2);
          } else {
            assertThat(alive).as("%s", kind).isIn(0L, (long) group.size());
            lowestKept = alive > 0 ? Math.min(lowestKept, norm) : lowestKept;
            highestGone = alive > 0 ? highestGone : Math.max(highestGone, norm);
          }
        }
        assertThat(lowestKept).isGreaterThanOrEqualTo(highestGone);
      }
    }
  }

  @Test
  void theGlobalRankingIsThatOfAllLayersTogetherButEmptiesNone() {
    ParameterLayout layout = new ParameterLayout(List.of(8, 16, 4));
    float[] weights = layout.initial(Seeds.of(1));
    int[] counts = Allocation.GLOBAL.counts(layout, 0.75);
    Mask mask = new Selection(layout, counts, Structure.NONE, true).of(weights);
    assertThat(mask.count()).isEqualTo(48);
    assertThat(mask.count(0)).isNotEqualTo(counts[0]);
    double lowestKept = Double.POSITIVE_INFINITY;
    double highestGone = 0;
    for (int l = 0; l < 2; l++) {
      for (int i = layout.firstWeight(l); i < layout.firstBias(l); i++) {
        lowestKept = mask.keeps(i) ? Math.min(lowestKept, Math.abs(weights[i])) : lowestKept;
        highestGone = mask.keeps(i) ? highestGone : Math.max(highestGone, Math.abs(weights[i]));
      }
    }
    assertThat(lowestKept).isGreaterThanOrEqualTo(highestGone);
    // The last layer is by far the smallest: one weight an output stays.
    float[] small = weights.clone();
    for (int i = layout.firstWeight(1); i < layout.firstBias(1); i++) {
      small[i] *= 1e-6f;
    }
    Mask floor = new Selection(layout, counts, Structure.NONE, true).of(small);
    assertThat(floor.count(1)).isEqualTo(4);
    assertThat(floor.count()).isEqualTo(48);
  }

  @Test
  void powerZeroMakesErdosRenyiUniform() {
    assertThat(Allocation.ERK.counts(LINK, 0.75, 0)).containsExactly(Allocation.UNIFORM.counts(LINK, 0.75));
    assertThat(Allocation.ERK.counts(LINK, 0.75, 0.5)[1]).isBetween(32, 128);
  }

  private static List<List<Integer>> groups(ParameterLayout layout, int layer, Structure.Kind kind) {
    int columns = layout.columns(layer);
    return IntStream.range(0, layout.weights(layer)).boxed().collect(Collectors.groupingBy(i -> switch (kind) {
      case NONE -> i;
      case ROWS -> i / columns;
      case COLUMNS -> i % columns;
      case N_OF_M -> i / 4;
      case BLOCKS -> i / columns / 4 * columns + i % columns / 4;
    })).values().stream().map(group -> group.stream().map(i -> layout.firstWeight(layer) + i).toList()).toList();
  }
}
