package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.model.EdgeWeights;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.sparsity.Budget;
import io.sparsewalk.sparsity.GraphTicket;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.SoftMasks;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sparsity.UgsConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketRoundsTest {
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.1);
  private static final UgsConfig CONFIG = new UgsConfig(8, Budget.SHARED, 2, 0.2, 0.01, 0.02, 0.03, SGD);
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(5, 4, 2));
  private static final int VERTICES = 10;

  private final SplittableRandom random = new SplittableRandom(6);
  /** A ring with chords. */
  private final int[] source = IntStream.range(0, 15).map(i -> i % VERTICES).toArray();
  private final int[] target = IntStream.range(0, 15).map(i -> (i + (i < VERTICES ? 1 : 3)) % VERTICES).toArray();
  private final GraphData data = data();
  private final float[] initial = LAYOUT.glorot(Seeds.of(2));

  private GraphData data() {
    int[] offsets = IntStream.rangeClosed(0, VERTICES).map(v -> 5 * v).toArray();
    int[] columns = IntStream.range(0, 5 * VERTICES).map(k -> k % 5).toArray();
    float[] values = new float[columns.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextDouble(-1, 1);
    }
    int[] train = {0, 3, 6, 9};
    return new GraphData(SparseMatrix.normalisedAdjacency(VERTICES, source, target),
        new SparseMatrix(offsets, columns, values), 5, new Labels.OneOf(2),
        Examples.ofVertices(train, new int[] {0, 1, 1, 0}), Examples.ofVertices(new int[] {1, 4}, new int[] {0, 1}),
        Examples.ofVertices(new int[] {2, 5}, new int[] {1, 0}));
  }

  private GraphRounds rounds() {
    return new GraphRounds(data, LAYOUT, new ModelConfig(ModelConfig.Kind.GCN, List.of(4), 0), Seeds.of(1));
  }

  private SoftMasks soft() {
    SplittableRandom draw = new SplittableRandom(7);
    float[] weights = new float[LAYOUT.size()];
    Arrays.fill(weights, 1);
    for (int l = 0; l < 2; l++) {
      for (int i = LAYOUT.firstWeight(l); i < LAYOUT.firstBias(l); i++) {
        weights[i] = (float) draw.nextDouble(0.5, 1.5);
      }
    }
    float[] edges = new float[15];
    for (int e = 0; e < 15; e++) {
      edges[e] = (float) draw.nextDouble(0.5, 1.5);
    }
    return new SoftMasks(LAYOUT, TrainingState.of(weights), TrainingState.of(edges), CONFIG);
  }

  /** The loss of the scored network: what the executor says of it without any gradient. */
  private double loss(float[] parameters, Mask mask, GraphTicket ticket) {
    RoundExecutor.Network network = new RoundExecutor.Network(ticket.effective(parameters), mask, ticket.edges());
    float[] logits = rounds().score(List.of(network), RoundExecutor.Part.SAMPLE).get(0).logits();
    return data.labels().probabilities(logits, data.train()).logLoss();
  }

  @Test
  void aStepIsGradientDescentOnLossAndPenaltiesOfWeightsMasksAndEdges() {
    boolean[] kept = new boolean[15];
    Arrays.fill(kept, true);
    kept[4] = false;
    kept[11] = false;
    Mask mask = Mask.largest(LAYOUT, initial, new int[] {14, 6});
    float[] start = initial.clone();
    mask.applyInPlace(start);
    GraphTicket ticket = new GraphTicket(kept, soft());
    TrainingState state = TrainingState.of(start.clone());
    RoundOutcome outcome = rounds()
        .run(new RoundOrders.Span(0, 0, 1), List.of(new RoundOrders(state, mask, SGD, 0.1, null, null, ticket, 0)))
        .get(0);
    assertThat(outcome.lossSum() / 4).isCloseTo(loss(start, mask, new GraphTicket(kept, soft())), within(1e-5));
    GraphTicket before = new GraphTicket(kept, soft());
    float[] factors = before.soft().weights().parameters();
    float[] edges = before.soft().edges().parameters();
    assertDescent(start, outcome.state().parameters(), start, before, mask, new double[start.length]);
    double[] ofWeights = new double[factors.length];
    for (int l = 0; l < 2; l++) {
      Arrays.fill(ofWeights, LAYOUT.firstWeight(l), LAYOUT.firstBias(l), 0.02);
    }
    assertDescent(factors, ticket.soft().weights().parameters(), start, before, mask, ofWeights);
    double[] ofEdges = new double[15];
    Arrays.fill(ofEdges, 0.01);
    assertDescent(edges, ticket.soft().edges().parameters(), start, before, mask, ofEdges);
  }

  /** After is values - 0.1 (gradient + penalty's slope + decay of factors), the gradient by differences; what is masked has stayed. */
  private void assertDescent(float[] values, float[] after, float[] parameters, GraphTicket ticket, Mask mask,
      double[] penalties) {
    for (int i = 0; i < values.length; i++) {
      float before = values[i];
      values[i] = before + 5e-3f;
      double above = loss(parameters, mask, ticket);
      values[i] = before - 5e-3f;
      double below = loss(parameters, mask, ticket);
      values[i] = before;
      boolean trained = values.length == 15 ? ticket.kept()[i] : mask.keeps(i);
      boolean factorOfBias = values == ticket.soft().weights().parameters() && penalties[i] == 0;
      double decay = values == parameters ? 0 : 0.03 * before;
      double expected =
          trained && !factorOfBias ? before - 0.1 * ((above - below) / 1e-2 + penalties[i] + decay) : before;
      assertThat((double) after[i]).as("value %s of %s", i, values.length).isCloseTo(expected, within(2e-4));
    }
  }

  @Test
  void prunedEdgesAreNeitherMultipliedNorScored() {
    boolean[] kept = new boolean[15];
    Arrays.fill(kept, true);
    RoundExecutor.Network whole = new RoundExecutor.Network(initial, Mask.dense(LAYOUT));
    RoundExecutor.Network same =
        new RoundExecutor.Network(initial, Mask.dense(LAYOUT), new GraphTicket(kept, null).edges());
    boolean[] fewer = kept.clone();
    Arrays.fill(fewer, 0, 6, false);
    EdgeWeights pruned = new GraphTicket(fewer, null).edges();
    List<RoundExecutor.Scores> scores =
        rounds().score(List.of(whole, same, new RoundExecutor.Network(initial, Mask.dense(LAYOUT), pruned), whole),
            RoundExecutor.Part.TEST);
    assertThat(scores.get(1).logits()).containsExactly(scores.get(0).logits());
    assertThat(scores.get(1).multiplyAdds()).isEqualTo(scores.get(0).multiplyAdds());
    assertThat(scores.get(2).logits()).isNotEqualTo(scores.get(0).logits());
    assertThat(scores.get(2).multiplyAdds()).isLessThan(scores.get(0).multiplyAdds());
    assertThat(scores.get(3).logits()).as("a network leaves its neighbours' graph alone")
        .containsExactly(scores.get(0).logits());
    assertThat(pruned.sparsity()).isCloseTo(0.4, within(1e-12));
  }
}
