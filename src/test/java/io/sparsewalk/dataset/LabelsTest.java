package io.sparsewalk.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.metric.ClassMetrics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels BINARY = new Labels.Binary();
  private static final Labels ONE = new Labels.OneOf(3);
  private static final Labels ANY = new Labels.AnyOf(3);
  private static final Examples PAIRS = new Examples(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7},
      new boolean[] {true, true, true, false}, new boolean[] {true, true, true, true});
  private static final Examples CLASSES = Examples.ofVertices(new int[] {0, 1, 2, 3}, new int[] {2, 0, 2, 1});
  /** Vertex 0 has the classes 0 and 2, vertex 1 has 1, vertex 2 has 0 and 1. */
  private static final Examples SETS =
      Examples.ofVertices(new int[] {0, 1, 2}, new int[] {0, 2, 1, 0, 1}, new int[] {0, 2, 3, 5});

  @Test
  void rowsAndTargetsSayTheSame() {
    assertThat(written(BINARY, PAIRS)).containsExactly(1, 1, 1, 0);
    assertThat(targets(BINARY, PAIRS)).containsExactly(1, 1, 1, 0);
    assertThat(written(ONE, CLASSES)).containsExactly(2, 0, 2, 1);
    assertThat(targets(ONE, CLASSES)).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0);
    assertThat(targets(ANY, SETS)).containsExactly(1, 0, 1, 0, 1, 0, 1, 1, 0);
    // A row per class, an example per column.
    assertThat(written(ANY, SETS)).containsExactly(1, 0, 1, 0, 1, 1, 1, 0, 0);
  }

  private static float[] written(Labels labels, Examples examples) {
    float[] out = new float[labels.rows() * examples.size()];
    IntStream.range(0, examples.size()).forEach(i -> labels.write(examples, i, out, i, examples.size()));
    return out;
  }

  private static float[] targets(Labels labels, Examples examples) {
    float[] out = new float[labels.outputs() * examples.size()];
    IntStream.range(0, examples.size()).forEach(i -> labels.writeTargets(examples, i, out, i * labels.outputs()));
    return out;
  }

  @Test
  void theTargetsAsLogitsAreRightWhateverTheLabelsAre() {
    for (Labels labels : new Labels[] {BINARY, ONE, ANY}) {
      Examples examples = labels == BINARY ? PAIRS : labels == ONE ? CLASSES : SETS;
      float[] logits = targets(labels, examples);
      for (int i = 0; i < logits.length; i++) {
        logits[i] = 40 * logits[i] - 20;
      }
      assertThat(labels.quality(logits, examples).accuracy()).isEqualTo(1);
      assertThat(labels.probabilities(logits, examples).f1Macro()).isEqualTo(1);
      assertThat(labels.probabilities(logits, examples).logLoss()).isCloseTo(0, within(1e-6));
      assertThat(labels.accuracyError(logits, examples)).isZero();
    }
    assertThat(BINARY.quality(targets(BINARY, PAIRS), PAIRS).auc()).isEqualTo(1);
    assertThat(ONE.quality(targets(ONE, CLASSES), CLASSES).auc()).isNaN();
  }

  @Test
  void theMajorityIsWhatTheBestConstantAnswerReaches() {
    assertThat(BINARY.majority(PAIRS)).isEqualTo(3 / 4.0);
    assertThat(ONE.majority(CLASSES)).isEqualTo(2 / 4.0);
    // Always 0 and then 1: of vertex 0 it has 0, of vertex 1 nothing, of vertex 2 both.
    assertThat(ANY.majority(SETS)).isEqualTo(3 / 5.0);
    assertThat(BINARY.majority(PAIRS.subset(new int[0]))).isNaN();
  }

  @Test
  void onlyOneClassOfSeveralIsConfusedWithAnother() {
    float[] logits = {0, 0, 9, 0, 9, 0, 0, 0, 9, 0, 9, 0};
    assertThat(ONE.confusion(logits, CLASSES)).isEqualTo(ClassMetrics.of(logits, CLASSES.labels(), 3).confusion())
        .isEqualTo(new long[][] {{0, 1, 0}, {0, 1, 0}, {0, 0, 2}});
    assertThat(BINARY.confusion(new float[4], PAIRS)).isEmpty();
    assertThat(ANY.confusion(new float[9], SETS)).isEmpty();
  }

  @Test
  void aClassThatTheNetworkHasNotIsRefused() {
    assertThatThrownBy(() -> new Labels.OneOf(2).write(CLASSES, 2, new float[4], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("example 2 has the class 2 of 2");
    assertThatThrownBy(() -> new Labels.AnyOf(1)).hasMessage("classes must be 2 or more, was 1");
  }
}
