package io.sparsewalk.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.Links;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernels are told of masks. */
class LinkListsTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(7, 20, 15, 1));

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.9, 0.97})
  void theListsOfASparseLayerAreItsMaskSeenFromUnitsInputsAndWeights(double sparsity) {
    Mask mask = Mask.random(LAYOUT, Allocation.UNIFORM.counts(LAYOUT, sparsity), Seeds.of(2));
    LinkLists lists = LinkLists.of(LAYOUT, mask, null);
    int[] words = lists.words();
    Connections connections = mask.connections();
    for (int l = 0; l < LAYOUT.layers(); l++) {
      if (mask.count(l) >= LinkLists.WHOLE_FROM * LAYOUT.weights(l)) {
        assertThat(new int[] {words[3 * l], words[3 * l + 1], words[3 * l + 2]}).containsOnly(-1);
        continue;
      }
      // What the CPU's passes visit.
      Set<Integer> live = weights(connections.forward(l, false), l);
      assertThat(byUnit(words, words[3 * l], l)).isEqualTo(live);
      assertThat(byWeight(words, words[3 * l + 1], l, connections.forward(l, false).units().length)).isEqualTo(live);
      if (l > 0) {
        assertThat(byInput(words, words[3 * l + 2], l)).isEqualTo(weights(connections.backward(l, false), l));
      }
      // Steps that want the gradient of all weights visit dead units too, and have that gradient whole.
      int all = 3 * (LAYOUT.layers() + l);
      assertThat(byUnit(words, words[all], l)).isEqualTo(kept(mask, l))
          .isEqualTo(weights(connections.forward(l, true), l));
      assertThat(new int[] {words[all + 1], words[all + 2]}).containsExactly(-1, words[3 * l + 2]);
    }
  }

  @Test
  void onlyWhatIsExecutedIsCounted() {
    int weights = LAYOUT.weights();
    int behind = weights - LAYOUT.weights(0);
    LinkLists dense = LinkLists.of(LAYOUT, Mask.dense(LAYOUT), null);
    assertThat(dense.forward()).isEqualTo(weights);
    assertThat(dense.step()).isEqualTo(2L * weights + behind).isEqualTo(dense.scoredStep());
    // Half is kept: all layers are multiplied whole, and that is what they cost.
    LinkLists half = LinkLists.of(LAYOUT, mask(0.5), null);
    assertThat(half.step()).isEqualTo(dense.step());
    // A tenth: live links only, but in steps that want all gradients.
    Mask few = mask(0.9);
    LinkLists tenth = LinkLists.of(LAYOUT, few, null);
    Connections connections = few.connections();
    long live = 0;
    for (int l = 0; l < LAYOUT.layers(); l++) {
      live += connections.forward(l, false).size();
    }
    int first = connections.forward(0, false).size();
    assertThat(tenth.forward()).isEqualTo(live).isLessThan(few.count());
    assertThat(tenth.step()).isEqualTo(3 * live - first);
    assertThat(tenth.scoredStep()).isEqualTo(few.count() + live - first + weights);
  }

  @Test
  void weightsThatAreTrainedThoughMaskedHaveGradientsOnly() {
    Mask few = mask(0.9);
    Mask all = Mask.dense(LAYOUT);
    LinkLists lists = LinkLists.of(LAYOUT, few, all);
    for (int l = 0; l < LAYOUT.layers(); l++) {
      assertThat(byUnit(lists.words(), lists.words()[3 * l], l)).isEqualTo(kept(few, l));
      assertThat(byWeight(lists.words(), lists.words()[3 * l + 1], l, LAYOUT.rows(l))).isEqualTo(kept(all, l));
    }
    assertThat(lists.step()).isEqualTo(lists.scoredStep())
        .isEqualTo(2L * few.count() - few.count(0) + LAYOUT.weights());
  }

  private static Mask mask(double sparsity) {
    return Mask.random(LAYOUT, Allocation.UNIFORM.counts(LAYOUT, sparsity), Seeds.of(2));
  }

  private static Set<Integer> kept(Mask mask, int l) {
    Set<Integer> kept = new HashSet<>();
    for (int w = 0; w < LAYOUT.weights(l); w++) {
      if (mask.keeps(LAYOUT.firstWeight(l) + w)) {
        kept.add(w);
      }
    }
    return kept;
  }

  private static Set<Integer> byUnit(int[] words, int at, int l) {
    Set<Integer> found = new HashSet<>();
    int links = at + LAYOUT.rows(l) + 1;
    for (int unit = 0; unit < LAYOUT.rows(l); unit++) {
      for (int k = words[at + unit]; k < words[at + unit + 1]; k++) {
        found.add(unit * LAYOUT.columns(l) + words[links + k]);
      }
    }
    return found;
  }

  private static Set<Integer> byInput(int[] words, int at, int l) {
    Set<Integer> found = new HashSet<>();
    int links = at + LAYOUT.columns(l) + 1;
    for (int input = 0; input < LAYOUT.columns(l); input++) {
      for (int k = words[at + input]; k < words[at + input + 1]; k++) {
        found.add(words[links + k] * LAYOUT.columns(l) + input);
      }
    }
    return found;
  }

  private static Set<Integer> weights(Links links, int l) {
    return IntStream.of(links.weights())
        .map(weight -> weight - LAYOUT.firstWeight(l))
        .boxed()
        .collect(Collectors.toSet());
  }

  /** Also that so many biases are there, once each. */
  private static Set<Integer> byWeight(int[] words, int at, int l, int expectedBiases) {
    Set<Integer> found = new HashSet<>();
    Set<Integer> biases = new HashSet<>();
    for (int k = 1; k <= words[at]; k++) {
      int unit = words[at + k] >> 16;
      int input = words[at + k] & 0xFFFF;
      assertThat(input == 0xFFFF ? biases.add(unit) : found.add(unit * LAYOUT.columns(l) + input)).isTrue();
    }
    assertThat(biases).hasSize(expectedBiases);
    return found;
  }
}
