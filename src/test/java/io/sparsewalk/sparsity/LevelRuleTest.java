package io.sparsewalk.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.model.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A level is reached by the mask, or refused with levels that are. */
class LevelRuleTest {
  private static final ParameterLayout LINK = new ParameterLayout(List.of(16, 128, 1));
  private static final ParameterLayout CORA = new ParameterLayout(List.of(1433, 16, 7));

  @Test
  void masksKeepWhatWasPromisedAndRefusedLevelsComeWithOthersThatHold() {
    SplittableRandom random = new SplittableRandom(7);
    int reached = 0;
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      ParameterLayout layout = layout(random);
      LevelRule rule = levelRule(random);
      double level = 1 - Math.pow(10, -2.3 * random.nextDouble());
      if (rule.reaches(layout, level)) {
        reached++;
        assertReached(rule, layout, level, random.nextLong());
      } else {
        refused++;
        for (double other : rule.levels(layout, level, 4)) {
          assertReached(rule, layout, other, random.nextLong());
        }
      }
    }
    assertThat(reached).as("both kinds are tried").isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  /** By the mask, counted here: within 5 % of the weights that stay, or half a weight per layer. */
  private static void assertReached(LevelRule rule, ParameterLayout layout, double level, long seed) {
    Selection selection =
        new Selection(layout, rule.counts(layout, level), rule.structure(), rule.allocation() == Allocation.GLOBAL);
    Mask mask = selection.of(layout.initial(Seeds.of(seed)));
    int layers = rule.firstOnly() ? 1 : layout.layers();
    double kept = IntStream.range(0, layers).map(mask::count).sum();
    double wanted = (1 - level) * IntStream.range(0, layers).map(layout::weights).sum();
    assertThat(kept).as("%s at %s of %s", rule, level, layout)
        .isCloseTo(wanted, within(Math.max(0.05 * wanted, 0.5 * layers) + 1e-6));
  }

  private static ParameterLayout layout(SplittableRandom random) {
    List<Integer> widths = new ArrayList<>(List.of(1 + random.nextInt(40)));
    for (int hidden = random.nextInt(3); hidden > 0; hidden--) {
      widths.add(1 + random.nextInt(70));
    }
    widths.add(1 + random.nextInt(9));
    return new ParameterLayout(widths);
  }

  private static LevelRule levelRule(SplittableRandom random) {
    Structure structure = new Structure(Structure.Kind.values()[random.nextInt(5)], 2 + random.nextInt(7));
    Allocation allocation = Allocation.values()[random.nextInt(structure.kind() == Structure.Kind.NONE ? 3 : 2)];
    return new LevelRule(allocation, 1, structure, allocation == Allocation.UNIFORM && random.nextInt(4) == 0);
  }

  @Test
  void aLevelThatNoMaskOfTheStructureHasIsNotReached() {
    LevelRule twoOfFour = uniform(Structure.Kind.N_OF_M, 4);
    assertThat(twoOfFour.reaches(LINK, 0.5)).isTrue();
    assertThat(twoOfFour.reached(LINK, 0.5)).as("exactly").isEqualTo(0.5);
    assertThat(twoOfFour.structure(LINK, 0.5)).isEqualTo("n-of-m 2:4");
    assertThat(twoOfFour.reaches(LINK, 0.9)).isFalse();
    assertThat(twoOfFour.reached(LINK, 0.9)).isEqualTo(0.75);
    assertThat(twoOfFour.levels(LINK, 0.9, 6)).containsExactly(0.25, 0.5, 0.75);
    // The one output is a row that always stays, and the first layer makes up for it as far as it can: 80 + 128 for the 204 wanted.
    LevelRule rows = uniform(Structure.Kind.ROWS, 4);
    assertThat(rows.reaches(LINK, 0.90625)).isTrue();
    assertThat(rows.reached(LINK, 0.90625)).isEqualTo(1 - 208 / 2176.0);
    assertThat(rows.reaches(LINK, 0.96875)).isFalse();
    assertThat(rows.reached(LINK, 0.96875)).isEqualTo(1 - 144 / 2176.0);
    LevelRule columns = uniform(Structure.Kind.COLUMNS, 4);
    assertThat(columns.reaches(LINK, 0.96875)).as("one of 16 inputs stays").isFalse();
    assertThat(columns.reaches(LINK, 0.75)).isTrue();
    // 1433 inputs are 358 groups of four and one more.
    assertThat(twoOfFour.reaches(CORA, 0.5)).isTrue();
    assertThat(uniform(Structure.Kind.BLOCKS, 4).reaches(CORA, 0.9)).isTrue();
    assertThat(uniform(Structure.Kind.BLOCKS, 64).reaches(LINK, 0.99)).isFalse();
    assertThat(uniform(Structure.Kind.BLOCKS, 4).structure(LINK, 0.9)).isEqualTo("blocks-4");
  }

  @Test
  void floorsThatWeighMoreThanTheLevelRefuseIt() {
    // The last layer keeps a weight an output: 23 + 7 for the 23 wanted.
    assertThat(uniform(Structure.Kind.NONE, 4).reaches(CORA, 0.999)).isFalse();
    assertThat(uniform(Structure.Kind.NONE, 4).levels(CORA, 0.999, 1).get(0)).isBetween(0.98, 0.999);
    for (Allocation exact : new Allocation[] {Allocation.ERK, Allocation.GLOBAL}) {
      for (double level : new double[] {0.1, 0.5, 0.87, 0.9, 0.98, 0.99, 0.999}) {
        for (ParameterLayout layout : List.of(LINK, CORA, new ParameterLayout(List.of(64, 256, 128, 10)))) {
          assertThat(IntStream.of(exact.counts(layout, level)).sum()).as("%s of %s at %s", exact, layout, level)
              .isEqualTo(layout.weights() - (int) Math.round(level * layout.weights()));
        }
      }
    }
  }

  private static LevelRule uniform(Structure.Kind kind, int group) {
    return new LevelRule(Allocation.UNIFORM, 1, new Structure(kind, group), false);
  }
}
