package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole trainings of graph convolutional networks on a graph of two communities. */
class GraphGroupTest {
  private static final int VERTICES = 60;
  private static final List<Trial> TRIALS = List.of(new Trial(Method.DENSE, EmbeddingKind.DENSE, 0, 1),
      new Trial(Method.MAGNITUDE, EmbeddingKind.DENSE, 0.5, 1),
      new Trial(Method.LOTTERY_TICKET, EmbeddingKind.DENSE, 0.5, 1), new Trial(Method.UGS, EmbeddingKind.DENSE, 0.5, 1),
      new Trial(Method.UGS, EmbeddingKind.DENSE, 0.75, 1));

  private final GraphData data = data();

  @Test
  void aTrialIsTheSameAloneAndInAGroup() {
    List<TrialOutcome.Finished> together = run(TRIALS);
    for (TrialOutcome.Finished grouped : together) {
      TrialOutcome.Finished alone = run(List.of(grouped.trial())).get(0);
      assertThat(grouped.scores()).as("%s", grouped.trial()).containsExactly(alone.scores());
      assertThat(grouped.cost().flopsCounted()).as("%s", grouped.trial()).isEqualTo(alone.cost().flopsCounted());
      assertThat(grouped.network()).isEqualTo(alone.network());
    }
  }

  @Test
  void jointTicketsHaveBothSparsitiesExactlyAndLearn() {
    TrialOutcome.Finished dense = run(TRIALS).get(0);
    for (TrialOutcome.Finished outcome : run(TRIALS)) {
      Trial trial = outcome.trial();
      assertThat(outcome.test().accuracy()).as("%s", trial).isGreaterThanOrEqualTo(0.8);
      assertThat(outcome.inference().seconds()).isPositive();
      long weights = outcome.weights().layout().weights();
      assertThat(outcome.weights().mask().count()).as("%s", trial)
          .isEqualTo(weights - Math.round(trial.sparsity() * weights));
      if (trial.method() == Method.UGS) {
        int edges = (data.adjacency().size() - VERTICES) / 2;
        assertThat(outcome.network().graphSparsity()).isEqualTo((double) Math.round(0.2 * edges) / edges);
        assertThat(outcome.inference().flops()).isLessThan(dense.inference().flops());
      } else {
        assertThat(outcome.network().graphSparsity()).isZero();
      }
    }
  }

  static Recipe recipe() {
    JobConfig job =
        JobFile
            .read(Path.of("jobs/cora.conf"),
                List.of("training.epochs=40", "methods.allocation=uniform", "model.hidden=[8]",
                    "methods.magnitude.dense-share=0.5", "methods.ugs.graph-sparsity=0.2", "methods.ugs.epochs=40",
                    "methods.ugs.rounds=4"))
            .config();
    return new Recipe(job.model(), job.training(), job.methods(), job.sweep().halving());
  }

  static GraphRounds rounds(Recipe recipe, GraphData data) {
    return new GraphRounds(data, ParameterLayout.of(8, recipe.model(), 2), recipe.model(), Recipe.trainingSeeds(1));
  }

  private List<TrialOutcome.Finished> run(List<Trial> trials) {
    Recipe recipe = recipe();
    List<TrialOutcome> outcomes = new ArrayList<>();
    new TrialGroup(recipe, data.facts(), rounds(recipe, data), outcomes::add).run(trials);
    return trials.stream()
        .map(trial -> (TrialOutcome.Finished) outcomes.stream()
            .filter(outcome -> outcome.trial().equals(trial))
            .findFirst()
            .orElseThrow())
        .toList();
  }

  /** Even vertices are of one class, odd ones of the other; features and edges mostly say so. */
  static GraphData data() {
    SplittableRandom random = new SplittableRandom(5);
    int[] source = random.ints(240, 0, VERTICES).toArray();
    int[] target = IntStream.of(source)
        .map(v -> (v + 2 * random.nextInt(VERTICES / 2) + (random.nextInt(8) == 0 ? 1 : 0)) % VERTICES)
        .toArray();
    int[] offsets = IntStream.rangeClosed(0, VERTICES).map(v -> 2 * v).toArray();
    int[] columns = new int[2 * VERTICES];
    float[] values = new float[columns.length];
    for (int k = 0; k < columns.length; k++) {
      int own = random.nextInt(4) == 0 ? 1 - k / 2 % 2 : k / 2 % 2;
      columns[k] = k % 2 * 4 + own * 2 + random.nextInt(2);
      values[k] = 0.5f;
    }
    return new GraphData(SparseMatrix.normalisedAdjacency(VERTICES, source, target),
        new SparseMatrix(offsets, columns, values), 8, new Labels.OneOf(2), vertices(0, 20), vertices(20, 40),
        vertices(40, 60));
  }

  private static Examples vertices(int first, int end) {
    return Examples.ofVertices(IntStream.range(first, end).toArray(),
        IntStream.range(first, end).map(v -> v % 2).toArray());
  }
}
