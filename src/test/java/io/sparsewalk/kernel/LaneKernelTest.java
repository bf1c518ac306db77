package io.sparsewalk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The vector kernel against its scalar twin. */
class LaneKernelTest {
  private static final int LANES = 2 * Tile.BLOCK;
  private final SplittableRandom random = new SplittableRandom(3);
  private final LaneKernel vector = LaneKernel.best();
  private final LaneKernel scalar = new ScalarLanes();

  @Test
  void forwardEqualsTheTwinForEveryDensity() {
    for (double density : new double[] {0, 0.1, 0.5, 1}) {
      Links links = links(13, 19, density, true);
      float[] parameters = floats(13 * 19 + 13);
      Tile x = tile(19);
      for (boolean relu : new boolean[] {false, true}) {
        Tile actual = tile(13);
        Tile expected = copy(actual);
        vector.forward(parameters, links, x, actual, relu);
        scalar.forward(parameters, links, x, expected, relu);
        assertThat(actual.values()).containsExactly(expected.values(), within(1e-5f));
      }
    }
  }

  @Test
  void backwardEqualsTheTwinAndStopsAtInactiveUnits() {
    for (double density : new double[] {0, 0.3, 1}) {
      Links transposed = links(19, 13, density, false);
      float[] parameters = floats(13 * 19);
      Tile delta = tile(13);
      Tile actual = tile(19);
      Tile expected = copy(actual);
      vector.backward(parameters, transposed, delta, actual);
      scalar.backward(parameters, transposed, delta, expected);
      assertThat(actual.values()).containsExactly(expected.values(), within(1e-5f));
    }
  }

  @Test
  void gradientEqualsTheTwinAndAddsUp() {
    for (double density : new double[] {0, 0.1, 0.6, 1}) {
      Links links = links(13, 19, density, true);
      float[] actual = floats(13 * 19 + 13);
      float[] expected = actual.clone();
      Tile x = tile(19);
      Tile delta = tile(13);
      vector.gradient(links, x, delta, actual);
      scalar.gradient(links, x, delta, expected);
      assertThat(actual).containsExactly(expected, within(1e-3f));
    }
  }

  /** Shapes with and without a rest of four units, of four inputs and of eight links; every density; gaps where units are dead. */
  @Test
  void fourUnitsTogetherGiveTheBitsOfEachByItself() {
    boolean[] together = new boolean[2];
    for (int units : new int[] {1, 4, 7, 16, 129}) {
      for (int inputs : new int[] {1, 3, 4, 8, 13, 16, 35, 128}) {
        for (double density : new double[] {0, 0.5, 0.8, 0.95, 1}) {
          for (boolean biases : new boolean[] {true, false}) {
            Links links = links(units, inputs, density, biases);
            together[links.quads().inputs().length > 0 ? 1 : 0] = true;
            assertThat(passes(links, units, inputs)).as("%s units, %s inputs, density %s", units, inputs, density)
                .isEqualTo(passes(links, links.units().length, inputs, Quads.none(units)));
          }
        }
      }
    }
    assertThat(together).containsExactly(true, true);
  }

  @Test
  void aWeightOutsideTheNetworkAndAnInputOfNoneOfTheFourTakeNoPart() {
    // Inputs 0, 2, 3, 5, 6; the unit at place 1 lacks input 3, whose weight 13 is not a number, as are the values of inputs 1 and 4.
    int[] others = {0, 2, 3, 5, 6, 0, 2, 5, 6, 0, 2, 3, 5, 6, 0, 2, 3, 5, 6};
    int[] weights = {0, 2, 3, 5, 6, 10, 12, 15, 16, 20, 22, 23, 25, 26, 30, 32, 33, 35, 36};
    Links links = new Links(new int[] {0, 1, 2, 3}, new int[] {0, 5, 9, 14, 19}, others, weights, new int[0]);
    assertThat(links.quads().inputs()).containsExactly(0, 2, 3, 5, 6);
    float[] parameters = floats(40);
    parameters[13] = Float.NaN;
    Tile x = tile(7);
    Arrays.fill(x.values(), x.row(1), x.row(2), Float.NaN);
    Arrays.fill(x.values(), x.row(4), x.row(5), Float.NaN);
    Tile actual = tile(4);
    Tile expected = tile(4);
    vector.forward(parameters, links, x, actual, false);
    scalar.forward(parameters, links, x, expected, false);
    assertThat(actual.values()).containsExactly(expected.values(), within(1e-5f));
  }

  private float[][] passes(Links links, int units, int inputs) {
    return passes(links, units, inputs, links.quads());
  }

  /** What all passes make of the same numbers: forward with and without ReLU, backward, gradient. */
  private float[][] passes(Links links, int units, int inputs, Quads quads) {
    Links grouped = new Links(links.units(), links.offsets(), links.others(), links.weights(), links.biases(), quads);
    LaneKernelTest same = new LaneKernelTest();
    float[] parameters = same.floats(units * inputs + units);
    Tile x = same.tile(inputs);
    Tile relu = same.tile(units);
    Tile plain = same.tile(units);
    Tile gated = same.tile(units);
    Tile delta = same.tile(units);
    float[] gradient = same.floats(units * inputs + units);
    vector.forward(parameters, grouped, x, relu, true);
    vector.forward(parameters, grouped, x, plain, false);
    vector.backward(parameters, grouped, x, gated);
    vector.gradient(grouped, x, delta, gradient);
    return new float[][] {relu.values(), plain.values(), gated.values(), gradient};
  }

  @Test
  void crossEntropyEqualsTheTwinForAnyCountAndAnyLogit() {
    for (int count : new int[] {0, 1, 15, 16, 17, 100, LANES}) {
      Tile actual = tile(1);
      for (int i = 0; i < LANES; i++) {
        actual.values()[i] *= i % 5 == 0 ? 200 : 5;
      }
      Tile expected = copy(actual);
      float[] labels = new float[LANES + 3];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = random.nextInt(2);
      }
      double loss = vector.crossEntropy(actual, labels, 3, count, 0.5f);
      double expectedLoss = scalar.crossEntropy(expected, labels, 3, count, 0.5f);
      assertThat(loss).isCloseTo(expectedLoss, within(1e-4 * (1 + count)));
      assertThat(actual.values()).containsExactly(expected.values(), within(3e-7f));
    }
  }

  @Test
  void crossEntropyOfARowOfATileLeavesTheOthersAlone() {
    Tile classes = tile(3);
    Tile actual = copy(classes);
    Tile expected = copy(classes);
    float[] labels = new float[2 * LANES];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(2);
    }
    double loss = vector.crossEntropy(new Tile(actual.values(), actual.row(1), LANES), labels, LANES, 100, 0.5f);
    assertThat(loss).isCloseTo(
        scalar.crossEntropy(new Tile(expected.values(), expected.row(1), LANES), labels, LANES, 100, 0.5f),
        within(1e-3));
    assertThat(actual.values()).containsExactly(expected.values(), within(3e-7f));
    assertThat(Arrays.copyOf(actual.values(), LANES)).containsExactly(Arrays.copyOf(classes.values(), LANES));
    assertThat(Arrays.copyOfRange(actual.values(), 2 * LANES, 3 * LANES))
        .containsExactly(Arrays.copyOfRange(classes.values(), 2 * LANES, 3 * LANES));
  }

  @Test
  void softmaxCrossEntropyEqualsTheTwinForAnyCountAndAnyLogit() {
    for (int count : new int[] {0, 1, 15, 16, 17, 100, LANES}) {
      for (int classes : new int[] {2, 10}) {
        Tile actual = tile(classes);
        for (int i = 0; i < actual.values().length; i++) {
          actual.values()[i] *= i % 5 == 0 ? 200 : 5;
        }
        Tile expected = copy(actual);
        float[] labels = new float[LANES + 3];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = random.nextInt(classes);
        }
        double loss = vector.softmaxCrossEntropy(actual, classes, labels, 3, count, 0.5f);
        double expectedLoss = scalar.softmaxCrossEntropy(expected, classes, labels, 3, count, 0.5f);
        assertThat(loss).isCloseTo(expectedLoss, within(1e-4 * (1 + count)));
        assertThat(actual.values()).containsExactly(expected.values(), within(3e-7f));
      }
    }
  }

  @Test
  void aNotANumberIsNotHidden() {
    Tile logits = tile(1);
    logits.values()[4] = Float.NaN;
    assertThat(vector.crossEntropy(logits, new float[LANES], 0, LANES, 1)).isNaN();
    Tile classes = tile(3);
    classes.values()[4] = Float.NaN;
    assertThat(vector.softmaxCrossEntropy(classes, 3, new float[LANES], 0, LANES, 1)).isNaN();
    Tile x = tile(19);
    x.values()[7] = Float.NaN;
    Tile out = tile(13);
    vector.forward(floats(13 * 19 + 13), links(13, 19, 1, true), x, out, true);
    assertThat(out.values()[7]).isNaN();
  }

  @Test
  void entriesEqualTheSameRowsWithTheirZeros() {
    for (double density : new double[] {0, 0.05, 0.3, 1}) {
      int columns = 19;
      int units = 21;
      int count = 37;
      Tile x = Tile.of(columns, LANES);
      Entries entries = entries(x, columns, count, density);
      float[] parameters = floats(columns * units + units);
      Links links = links(units, columns, 1, true);
      EntryKernel kernel = new EntryKernel(columns, units);
      Tile actual = tile(units);
      Tile expected = tile(units);
      kernel.load(parameters, 0);
      kernel.forward(entries, 0, count, actual);
      scalar.forward(parameters, links, x, expected, true);
      Tile delta = tile(units);
      float[] actualGradient = new float[columns * units + units];
      float[] expectedGradient = new float[columns * units + units];
      for (int u = 0; u < units; u++) {
        for (int r = 0; r < LANES; r++) {
          assertThat(actual.values()[u * LANES + r]).isCloseTo(r < count ? expected.values()[u * LANES + r] : 0,
              within(1e-5f));
          delta.values()[u * LANES + r] *= r < count ? 1 : 0;
        }
      }
      kernel.beginGradient();
      kernel.gradient(entries, 0, count, delta);
      kernel.unload(actualGradient, 0);
      scalar.gradient(links, x, delta, expectedGradient);
      for (int i = 0; i < columns * units; i++) {
        assertThat(actualGradient[i]).isCloseTo(expectedGradient[i], within(1e-4f));
      }
    }
  }

  private Entries entries(Tile x, int columns, int count, double density) {
    int[] starts = new int[count + 1];
    int[] ids = new int[count * columns];
    float[] values = new float[count * columns];
    int size = 0;
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < columns; c++) {
        if (random.nextDouble() < density) {
          ids[size] = c;
          values[size] = (float) random.nextDouble(-1, 1);
          x.values()[c * LANES + r] = values[size++];
        }
      }
      starts[r + 1] = size;
    }
    return new Entries(starts, ids, values);
  }

  private Links links(int units, int others, double density, boolean biases) {
    int[] offsets = new int[units + 1];
    int[] other = new int[units * others];
    int[] weight = new int[units * others];
    int size = 0;
    for (int u = 0; u < units; u++) {
      for (int i = 0; i < others; i++) {
        if (random.nextDouble() < density) {
          other[size] = i;
          weight[size++] = u * others + i;
        }
      }
      offsets[u + 1] = size;
    }
    return new Links(IntStream.range(0, units).toArray(), offsets, Arrays.copyOf(other, size),
        Arrays.copyOf(weight, size),
        biases ? IntStream.range(0, units).map(u -> units * others + u).toArray() : new int[0]);
  }

  private Tile tile(int features) {
    return new Tile(floats(features * LANES), 0, LANES);
  }

  private static Tile copy(Tile tile) {
    return new Tile(tile.values().clone(), tile.offset(), tile.lanes());
  }

  private float[] floats(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
