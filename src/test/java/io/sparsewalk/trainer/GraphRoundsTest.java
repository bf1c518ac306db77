package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.HalvingConfig;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphRoundsTest {
  private static final OptimizerConfig ADAM = OptimizerConfig.of(OptimizerConfig.Kind.ADAM, 0.05).withWeightDecay(5e-4);
  private static final int VERTICES = 60;

  @ParameterizedTest
  @EnumSource(names = {"GCN", "SAGE", "GAT"})
  void aTrialOfAnyMethodIsTheSameAloneAndInAGroupThatSharesWhatIsDropped(ModelConfig.Kind kind) {
    GraphData data = data(kind);
    Recipe recipe = recipe(kind);
    List<Trial> every = Stream.of(Method.values())
        .filter(method -> method != Method.UGS || recipe.model().prunesEdges())
        .map(method -> new Trial(method, EmbeddingKind.DENSE, method == Method.DENSE ? 0 : 0.5, 1))
        .toList();
    List<TrialOutcome> together = run(data, recipe, every);
    for (Trial trial : every) {
      TrialOutcome.Finished alone = (TrialOutcome.Finished) run(data, recipe, List.of(trial)).get(0);
      TrialOutcome.Finished grouped = (TrialOutcome.Finished) together.stream()
          .filter(outcome -> outcome.trial().equals(trial))
          .findFirst()
          .orElseThrow();
      assertThat(grouped.scores()).as("%s", trial).containsExactly(alone.scores());
      assertThat(grouped.cost().flopsCounted()).as("%s", trial).isEqualTo(alone.cost().flopsCounted());
      assertThat(grouped.weights().mask().count()).as("%s", trial).isEqualTo(kept(kind, trial));
      assertThat(grouped.test().accuracy()).as("%s", trial).isGreaterThan(0.8);
    }
  }

  private static int kept(ModelConfig.Kind kind, Trial trial) {
    int weights = layout(kind).weights();
    return trial.method() == Method.DENSE ? weights : weights / 2;
  }

  private static ModelConfig model(ModelConfig.Kind kind) {
    return new ModelConfig(kind, List.of(8), 0.3);
  }

  private static ParameterLayout layout(ModelConfig.Kind kind) {
    return ParameterLayout.of(20, model(kind), 2);
  }

  private static Recipe recipe(ModelConfig.Kind kind) {
    Recipe recipe = TrialGroupTest.recipe(ADAM, 4);
    return new Recipe(model(kind), recipe.training(), recipe.methods(), new HalvingConfig(1, 1));
  }

  private static List<TrialOutcome> run(GraphData data, Recipe recipe, List<Trial> trials) {
    List<TrialOutcome> outcomes = new ArrayList<>();
    GraphRounds rounds = new GraphRounds(data, layout(recipe.model().kind()), recipe.model(),
        Recipe.trainingSeeds(trials.get(0).seed()));
    new TrialGroup(recipe, data.facts(), rounds, outcomes::add).run(trials);
    return outcomes;
  }

  /** Two groups of vertices with edges and features of their own. */
  private static GraphData data(ModelConfig.Kind kind) {
    SplittableRandom random = new SplittableRandom(3);
    int[] source = random.ints(200, 0, VERTICES).toArray();
    int[] target = IntStream.of(source).map(v -> (v + 2 * random.nextInt(30)) % VERTICES).toArray();
    int[] offsets = IntStream.rangeClosed(0, VERTICES).map(v -> 4 * v).toArray();
    int[] columns = IntStream.range(0, VERTICES)
        .flatMap(v -> random.ints(0, 14).map(f -> f < 10 ? f + v % 2 * 10 : f).distinct().limit(4).sorted())
        .toArray();
    float[] values = new float[columns.length];
    Arrays.fill(values, 1);
    return new GraphData(SparseMatrix.propagation(model(kind), VERTICES, source, target),
        new SparseMatrix(offsets, columns, values).rowNormalised(), 20, new Labels.OneOf(2), examples(0, 16),
        examples(16, 30), examples(30, VERTICES));
  }

  private static Examples examples(int from, int to) {
    return Examples.ofVertices(IntStream.range(from, to).toArray(),
        IntStream.range(from, to).map(v -> v % 2).toArray());
  }
}
