package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.TrivialScores.Baseline;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrivialScoresTest {
  private static final int VERTICES = 30;

  @Test
  void scoresAreThoseOfBruteForceOverThePositives() {
    SplittableRandom random = new SplittableRandom(1);
    int[] source = random.ints(200, 0, VERTICES).toArray();
    int[] target = random.ints(200, 0, VERTICES).toArray();
    TrivialScores scores = new TrivialScores(
        new PairHistory(VERTICES, Arrays.copyOf(source, 120), Arrays.copyOf(target, 120), new long[120]));
    int[] u = random.ints(400, 0, VERTICES).toArray();
    int[] v = random.ints(400, 0, VERTICES).toArray();
    boolean[] unused = new boolean[400];
    Examples pairs = new Examples(u, v, unused, unused);
    for (int i = 0; i < 400; i++) {
      int a = u[i];
      int b = v[i];
      long out = IntStream.range(0, 120).filter(e -> source[e] == a).count();
      long in = IntStream.range(0, 120).filter(e -> target[e] == b).count();
      boolean seen = IntStream.range(0, 120).anyMatch(e -> source[e] == a && target[e] == b);
      boolean turned = IntStream.range(0, 120).anyMatch(e -> source[e] == b && target[e] == a);
      Set<Integer> common = neighbours(source, target, a);
      common.retainAll(neighbours(source, target, b));
      assertThat(scores.of(Baseline.SEEN_BEFORE, pairs)[i]).isEqualTo(seen ? 1 : 0);
      assertThat(scores.of(Baseline.SEEN_EITHER_WAY, pairs)[i]).isEqualTo(seen || turned ? 1 : 0);
      assertThat(scores.of(Baseline.COMMON_NEIGHBOURS, pairs)[i]).isEqualTo(common.size());
      assertThat(scores.of(Baseline.DEGREE_PRODUCT, pairs)[i]).isEqualTo((float) (out * in));
      assertThat(scores.of(Baseline.POPULARITY, pairs)[i]).isEqualTo((float) in);
    }
  }

  private static Set<Integer> neighbours(int[] source, int[] target, int vertex) {
    Set<Integer> all = new HashSet<>();
    for (int e = 0; e < 120; e++) {
      if (source[e] == vertex) {
        all.add(target[e]);
      }
      if (target[e] == vertex) {
        all.add(source[e]);
      }
    }
    return all;
  }
}
