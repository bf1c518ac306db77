package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairFeaturesTest {
  private static final int VERTICES = 25;
  private static final int KNOWN = 150;

  private final SplittableRandom random = new SplittableRandom(3);
  private final int[] source = random.ints(200, 0, VERTICES).toArray();
  private final int[] target = random.ints(200, 0, VERTICES).toArray();
  private final long[] time = random.longs(200, 1000, 2000).sorted().toArray();

  @Test
  void featuresAreThoseOfBruteForceOverTheKnownEdges() {
    PairFeatures features = new PairFeatures(new PairHistory(VERTICES, Arrays.copyOf(source, KNOWN),
        Arrays.copyOf(target, KNOWN), Arrays.copyOf(time, KNOWN)));
    int[] u = random.ints(300, 0, VERTICES).toArray();
    int[] v = random.ints(300, 0, VERTICES).toArray();
    float[] all = features.of(new Examples(u, v, new boolean[300], new boolean[300]));
    assertThat(all).hasSize(300 * PairFeatures.WIDTH);
    for (int i = 0; i < 300; i++) {
      int a = u[i];
      int b = v[i];
      Set<Integer> common = near(a);
      common.retainAll(near(b));
      Set<Integer> union = near(a);
      union.addAll(near(b));
      double adamic = common.stream().mapToDouble(z -> 1 / Math.log(1 + near(z).size())).sum();
      double[] expected = {count(a, -1), count(-1, a), count(b, -1), count(-1, b), count(a, b), count(b, a),
          Math.signum(count(a, b)), Math.signum(count(b, a)), Math.log1p(common.size()) / 5, Math.log1p(adamic),
          union.isEmpty() ? 0 : (double) common.size() / union.size(), age(a, -1), age(-1, a), age(-1, b), age(a, b),
          age(b, a)};
      for (int f = 0; f < expected.length; f++) {
        assertThat(all[i * PairFeatures.WIDTH + f]).as("feature %s", f).isCloseTo((float) expected[f], within(1e-6f));
      }
    }
  }

  private IntStream known(int from, int to) {
    return IntStream.range(0, KNOWN).filter(e -> (from < 0 || source[e] == from) && (to < 0 || target[e] == to));
  }

  private double count(int from, int to) {
    return Math.log1p((double) known(from, to).count()) / 5;
  }

  private double age(int from, int to) {
    double since = time[KNOWN - 1] - known(from, to).mapToLong(e -> time[e]).max().orElse(Long.MIN_VALUE / 4);
    double share = since / (time[KNOWN - 1] - time[0]);
    return share > 1 ? 0 : 1 - Math.log1p(1e4 * share) / Math.log1p(1e4);
  }

  private Set<Integer> near(int vertex) {
    Set<Integer> near = new HashSet<>();
    known(vertex, -1).forEach(e -> near.add(target[e]));
    known(-1, vertex).forEach(e -> near.add(source[e]));
    return near;
  }

  @Test
  void inputsAreTheOperatorsOneAfterTheOtherThenThePairFeatures() {
    float[] vectors = {1, -2, 3, 4};
    Examples pair =
        new Examples(new int[] {0}, new int[] {1}, new boolean[1], new boolean[1]).withPairs(new float[] {7, 8});
    EdgeInputs inputs = new EdgeInputs(new VertexFeatures.Dense(2, vectors), List.of(EdgeOperator.values()), 2);
    float[] row = new float[inputs.width() + 1];
    inputs.copyTo(pair, 0, row, 1, new float[2][2]);
    assertThat(row).containsExactly(0, 1, -2, 3, 4, 1, -2, 3, -8, 2, 1, 2, 6, 4, 36, 7, 8);
    assertThat(inputs.isRows()).isFalse();
    assertThat(EdgeInputs.concat(inputs.vertices()).isRows()).isTrue();
  }
}
