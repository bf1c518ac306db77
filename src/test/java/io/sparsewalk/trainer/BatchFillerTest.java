package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.model.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is gathered sixteen examples at a time against the inputs of each example. */
class BatchFillerTest {
  private static final int VERTICES = 50;
  private static final int EXAMPLES = 1500;
  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void everyExampleHasItsInputsWhateverTheyAreMadeOfAndHoweverManyThereAre() {
    for (int dimension : new int[] {1, 8, 33}) {
      for (VertexFeatures features : List.of(dense(dimension), sparse(dimension))) {
        for (EdgeInputs inputs : List.of(EdgeInputs.concat(features),
            new EdgeInputs(features, List.of(EdgeOperator.VERTEX), 0),
            new EdgeInputs(features, List.of(EdgeOperator.HADAMARD, EdgeOperator.L1), 3),
            new EdgeInputs(features, List.of(EdgeOperator.CONCAT), 3))) {
          for (int count : new int[] {0, 1, 15, 16, 17, 128, 700, 1024}) {
            check(inputs, count);
          }
        }
      }
    }
  }

  private void check(EdgeInputs inputs, int count) {
    Examples examples = examples(inputs.pairs());
    int[] order = random.ints(EXAMPLES, 0, EXAMPLES).toArray();
    BatchFiller filler = new BatchFiller(inputs, 1024, new Labels.Binary());
    // A fuller batch before it leaves nothing behind.
    filler.fill(examples, order, 0, 1024);
    Batch batch = filler.fill(examples, order, 7, count);
    float[] actual = new float[inputs.width()];
    float[] expected = new float[inputs.width()];
    float[][] scratch = new float[2][inputs.vertices().dimension()];
    for (int r = 0; r < count; r++) {
      inputs.copyTo(examples, order[7 + r], expected, 0, scratch);
      for (int f = 0; f < actual.length; f++) {
        actual[f] = batch.values()[batch.at(r) + f * batch.lanes()];
      }
      assertThat(actual).as("example %s of %s, %s", r, count, inputs.operators()).containsExactly(expected);
      assertThat(batch.labels[r]).isEqualTo(examples.label(order[7 + r]));
    }
    assertThat(batch.isSparse()).isEqualTo(inputs.isRows() && inputs.vertices() instanceof VertexFeatures.Sparse
        && inputs.width() > BatchFiller.MOST_WRITTEN_OUT);
  }

  private Examples examples(int pairs) {
    boolean[] positive = new boolean[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      positive[i] = random.nextBoolean();
    }
    return new Examples(random.ints(EXAMPLES, 0, VERTICES).toArray(), random.ints(EXAMPLES, 0, VERTICES).toArray(),
        positive, positive).withPairs(floats(EXAMPLES * pairs));
  }

  private VertexFeatures dense(int dimension) {
    return new VertexFeatures.Dense(dimension, floats(VERTICES * dimension));
  }

  private VertexFeatures sparse(int dimension) {
    int[] offsets = new int[VERTICES + 1];
    int[] columns = new int[VERTICES * dimension];
    int size = 0;
    for (int v = 0; v < VERTICES; v++) {
      for (int c = 0; c < dimension; c++) {
        if (random.nextInt(4) == 0) {
          columns[size++] = c;
        }
      }
      offsets[v + 1] = size;
    }
    return new VertexFeatures.Sparse(dimension, offsets, Arrays.copyOf(columns, size), floats(size), 0.25);
  }

  private float[] floats(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
