package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeSplitTest {
  private static final SplitConfig SHARES = new SplitConfig(SplitConfig.By.TIME, 0.6, 0.2, 0,
      SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, new RankingConfig(0, 1));
  private final int[] vertices = IntStream.range(0, 2000).map(v -> 3 * v).toArray();
  /** 1000 of class 0, 600 of 1, 400 of 2. */
  private final int[] classes = IntStream.range(0, 2000).map(v -> v % 10 < 5 ? 0 : v % 10 < 8 ? 1 : 2).toArray();

  @Test
  void everyClassIsSplitInTheSameSharesAndNobodyIsTwice() {
    NodeSplit split = NodeSplit.stratified(vertices, classes, SHARES, Seeds.of(1));
    double[] shares = {0.6, 0.2, 0.2};
    List<Examples> parts = List.of(split.train(), split.valid(), split.test());
    for (int p = 0; p < 3; p++) {
      Examples part = parts.get(p);
      for (int c = 0; c < 3; c++) {
        int own = c;
        assertThat(IntStream.of(part.labels()).filter(label -> label == own).count())
            .isEqualTo(Math.round(shares[p] * new int[] {1000, 600, 400}[c]));
      }
      for (int i = 0; i < part.size(); i++) {
        assertThat(part.label(i)).isEqualTo(classes[part.source()[i] / 3]);
        assertThat(part.target()[i]).isEqualTo(part.source()[i]);
      }
    }
    assertThat(parts.stream().flatMapToInt(part -> Arrays.stream(part.source())).sorted())
        .containsExactly(boxed(vertices));
    assertThat(NodeSplit.stratified(vertices, classes, SHARES, Seeds.of(1)).test().source())
        .containsExactly(split.test().source());
    assertThat(NodeSplit.stratified(vertices, classes, SHARES, Seeds.of(2)).test().source())
        .isNotEqualTo(split.test().source());
  }

  @Test
  void thePublishedSplitTakesTheFirst301OfAClass() {
    NodeSplit split = NodeSplit.paper(vertices, classes, Seeds.of(1));
    assertThat(split.train().size()).isEqualTo((int) (0.6 * 903));
    assertThat(split.valid().size()).isEqualTo(180);
    assertThat(split.test().size()).isEqualTo(903 - 541 - 180);
    int last = IntStream.range(0, 2000).filter(i -> classes[i] == 0).skip(300).findFirst().orElseThrow();
    assertThat(
        IntStream
            .concat(IntStream.concat(Arrays.stream(split.train().source()), Arrays.stream(split.valid().source())),
                Arrays.stream(split.test().source()))
            .filter(v -> classes[v / 3] == 0))
        .hasSize(301)
        .allMatch(v -> v <= vertices[last]);
  }

  @Test
  void verticesOfSeveralClassesAreSplitAtRandomAndKeepTheirClasses() {
    // Vertex 3 i has the classes i % 3 and, if i is odd, 3.
    int[] offsets = IntStream.rangeClosed(0, 2000).map(i -> i + i / 2).toArray();
    int[] several =
        IntStream.range(0, 2000).flatMap(i -> i % 2 == 0 ? IntStream.of(i % 3) : IntStream.of(i % 3, 3)).toArray();
    Examples all = Examples.ofVertices(vertices, several, offsets);
    NodeSplit split = NodeSplit.random(all, SHARES, Seeds.of(1));
    assertThat(split.train().size()).isEqualTo(1200);
    assertThat(split.valid().size()).isEqualTo(400);
    List<Examples> parts = List.of(split.train(), split.valid(), split.test());
    assertThat(parts.stream().flatMapToInt(part -> Arrays.stream(part.source())).sorted())
        .containsExactly(boxed(vertices));
    for (Examples part : parts) {
      assertThat(part.isSeveral()).isTrue();
      for (int i = 0; i < part.size(); i++) {
        int own = part.source()[i] / 3;
        assertThat(Arrays.copyOfRange(part.classes(), part.offsets()[i], part.offsets()[i + 1]))
            .containsExactly(own % 2 == 0 ? new int[] {own % 3} : new int[] {own % 3, 3});
      }
    }
    assertThat(NodeSplit.random(all, SHARES, Seeds.of(2)).test().source()).isNotEqualTo(split.test().source());
    assertThat(all.subset(new int[0]).isSeveral()).isTrue();
  }

  @Test
  void tooFewLabelsAreRefused() {
    assertThatThrownBy(() -> NodeSplit.stratified(new int[] {1, 2}, new int[] {0, 1}, SHARES, Seeds.of(1)))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("of 2 labelled vertices none falls to");
  }

  private static Integer[] boxed(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }
}
