package io.sparsewalk.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Exploration;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.SyntheticShard;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The GPU against its oracle, {@link VectorRounds}. */
@Tag("gpu")
class CudaRoundsTest {
  private static final int TRAIN = 1003;
  private static final double RATE = 0.05;
  private static final CudaSupport.Finding FINDING = CudaSupport.examine();
  private static GpuDevice device;

  /** What steps are made by. */
  enum Kind {
    SGD(OptimizerConfig.Kind.SGD, 0), NESTEROV(OptimizerConfig.Kind.SGD, 0.9), ADAM(OptimizerConfig.Kind.ADAM, 0);

    private final OptimizerConfig optimizer;

    Kind(OptimizerConfig.Kind kind, double momentum) {
      double rate = kind == OptimizerConfig.Kind.ADAM ? 0.005 : RATE;
      optimizer = OptimizerConfig.of(kind, rate).withNesterov(momentum).withWeightDecay(5e-4);
    }
  }

  /** A network over data. */
  private record Case(TrialData data, ParameterLayout layout, int batch, Activations activations) {
    VectorRounds vector() {
      return new VectorRounds(data, layout, batch, activations, order(), LaneKernel.best());
    }

    CudaRounds cuda() {
      return new CudaRounds(device, data, layout, batch, activations, order());
    }

    /** Whose launches have two steps at most. */
    CudaRounds cudaInSmallLaunches() {
      return new CudaRounds(device, data, layout, batch, activations, order(),
          2L * Float.BYTES * layout.columns(0) * 128);
    }

    private EpochOrder order() {
      return new EpochOrder(data.train().size(), Seeds.of(7), 0);
    }
  }

  @BeforeAll
  static void open() {
    if (FINDING.refusal() == null) {
      device = GpuDevice.open(null);
    }
  }

  /** Before each, so that each is counted as skipped. */
  @BeforeEach
  void needsAGpu() {
    assumeTrue(device != null, FINDING.refusal());
  }

  @AfterAll
  static void close() {
    if (device != null) {
      device.close();
    }
  }

  private static Case pairs(boolean sparse, int batch, Integer... widths) {
    List<Integer> all = new ArrayList<>(List.of(2 * SyntheticShard.DIMENSION));
    all.addAll(List.of(widths));
    return new Case(new SyntheticShard(0, 1, TRAIN, sparse).data(), new ParameterLayout(all), batch, Activations.PLAIN);
  }

  /** The pairs of a shard, but for what is changed. */
  private static Case classes(int classes, boolean several, Activations activations, Integer... hidden) {
    TrialData pairs = new SyntheticShard(0, 1, TRAIN, false).data();
    List<Integer> widths = new ArrayList<>(List.of(2 * SyntheticShard.DIMENSION));
    widths.addAll(List.of(hidden));
    widths.add(classes);
    TrialData data = TrialData.of(labelled(pairs.train(), classes, several), labelled(pairs.valid(), classes, several),
        labelled(pairs.test(), classes, several), pairs.ranking(), pairs.inputs(),
        several ? new Labels.AnyOf(classes) : new Labels.OneOf(classes));
    return new Case(data, new ParameterLayout(widths), 100, activations);
  }

  private static Examples labelled(Examples pairs, int classes, boolean several) {
    SplittableRandom random = new SplittableRandom(5);
    int size = pairs.size();
    int[] of = several ? IntStream.range(0, size)
        .flatMap(i -> IntStream.of(i % classes, (i + 1 + i % (classes - 1)) % classes))
        .toArray() : random.ints(size, 0, classes).toArray();
    int[] offsets = several ? IntStream.rangeClosed(0, size).map(i -> 2 * i).toArray() : new int[0];
    return new Examples(pairs.source(), pairs.target(), pairs.positive(), pairs.bothSeen(), pairs.pairs(), of, offsets);
  }

  @ParameterizedTest
  @EnumSource
  void anEpochIsThatOfTheOracle(Kind kind) {
    assertAgree(pairs(false, 100, 128, 1), kind, 0.5, 0.9);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 60, 300, 5000})
  void anyBatchIsCutIntoTiles(int batch) {
    assertAgree(pairs(false, batch, 128, 1), Kind.NESTEROV, 0.5, 0.9);
  }

  @ParameterizedTest
  @EnumSource
  void widthsNeedNotFitTiles(Kind kind) {
    assertAgree(pairs(false, 37, 21, 6, 3, 1), kind, 0.6, 0.95);
  }

  @Test
  void aRoundMayTakeManyLaunches() {
    Case each = pairs(false, 100, 128, 1);
    assertAgree(each, each.cudaInSmallLaunches(), Kind.ADAM, 0.5, 0.9);
    Case dropping = classes(5, false, new Activations(0.3, true, true), 40);
    assertAgree(dropping, dropping.cudaInSmallLaunches(), Kind.NESTEROV, 0.5, 0.9);
  }

  @Test
  void inputsMayBeWide() {
    TrialData plain = new SyntheticShard(0, 1, TRAIN, false).data();
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[300 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    TrialData data = TrialData.of(plain.train(), plain.valid(), plain.test(), plain.ranking(),
        EdgeInputs.concat(new VertexFeatures.Dense(64, values)), plain.labels());
    assertAgree(new Case(data, new ParameterLayout(List.of(128, 32, 1)), 300, Activations.PLAIN), Kind.NESTEROV, 0.5,
        0.9);
  }

  @Test
  void whatIsNotANumberStaysSo() {
    Case each = pairs(false, 100, 128, 1);
    RoundOrders orders = orders(each.layout(), Kind.SGD, Mask.dense(each.layout()), null, null, 0);
    orders.state().parameters()[3] = Float.NaN;
    try (CudaRounds cuda = each.cuda()) {
      assertThat(cuda.run(new RoundOrders.Span(0, 0, 2), List.of(orders)).get(0).lossSum()).isNaN();
    }
  }

  @Test
  void topKEmbeddingsAreTheSameWithTheirZeros() {
    assertAgree(pairs(true, 128, 32, 1), Kind.NESTEROV, 0.5, 0.9);
  }

  @Test
  void operatorsAndPairFeaturesAreInputsToo() {
    TrialData plain = new SyntheticShard(0, 1, TRAIN, false).data();
    EdgeInputs inputs = new EdgeInputs(plain.inputs().vertices(), List.of(EdgeOperator.values()), 3);
    TrialData data = TrialData.of(paired(plain.train()), paired(plain.valid()), paired(plain.test()), plain.ranking(),
        inputs, plain.labels());
    assertAgree(new Case(data, new ParameterLayout(List.of(inputs.width(), 24, 1)), 128, Activations.PLAIN),
        Kind.NESTEROV, 0.5, 0.9);
  }

  private static Examples paired(Examples examples) {
    SplittableRandom random = new SplittableRandom(3);
    float[] features = new float[3 * examples.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextDouble();
    }
    return examples.withPairs(features);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void classesHaveASoftmaxOrSigmoids(boolean several) {
    assertAgree(classes(10, several, Activations.PLAIN, 40, 12), Kind.ADAM, 0.5, 0.9);
  }

  @Test
  void theSameUnitsAreDropped() {
    assertAgree(classes(5, false, new Activations(0.3, false, false), 40, 12), Kind.NESTEROV, 0.5, 0.9);
  }

  @Test
  void thePublishedSwitchesAreTheSame() {
    assertAgree(classes(5, false, new Activations(0.3, true, true), 40), Kind.NESTEROV, 0.5, 0.9);
  }

  @Test
  void weightsThatDoNotFitSharedMemoryLieInGlobalMemory() {
    assertAgree(classes(10, false, new Activations(0.1, false, false), 256, 128), Kind.ADAM, 0.5, 0.9);
  }

  @Test
  void aRoundIsTheSameAgain() {
    Case each = pairs(false, 100, 128, 1);
    List<float[]> found = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (CudaRounds cuda = each.cuda()) {
        found.add(epoch(cuda, each, Kind.NESTEROV, 0.5, 0.9).get(0).state().parameters());
      }
    }
    assertThat(found.get(0)).containsExactly(found.get(1));
  }

  @Test
  void aNetworkIsTheSameAloneAndAmongOthers() {
    Case each = pairs(false, 100, 128, 1);
    try (CudaRounds cuda = each.cuda()) {
      RoundOutcome among = epoch(cuda, each, Kind.NESTEROV, 0.5, 0.9).get(2);
      List<RoundOrders> alone = orders(each.layout(), Kind.NESTEROV, 0.5, 0.9).subList(2, 3);
      int half = cuda.stepsPerEpoch() / 2;
      cuda.run(new RoundOrders.Span(1, 0, half), alone);
      cuda.run(new RoundOrders.Span(1, half, cuda.stepsPerEpoch() - half), alone);
      assertThat(alone.get(0).state().parameters()).containsExactly(among.state().parameters());
    }
  }

  /**
   * Dense; at two sparsities with scores wanted; with a proximal term; with weights that are explored. Two rounds, parameters to
   * 1e-4 of the largest, as far as the issue of sums in another order allows; then scores.
   */
  private static void assertAgree(Case each, Kind kind, double low, double high) {
    assertAgree(each, each.cuda(), kind, low, high);
  }

  private static void assertAgree(Case each, CudaRounds rounds, Kind kind, double low, double high) {
    try (CudaRounds cuda = rounds) {
      VectorRounds vector = each.vector();
      assertThat(cuda.stepsPerEpoch()).isEqualTo(vector.stepsPerEpoch());
      List<RoundOutcome> found = epoch(cuda, each, kind, low, high);
      List<RoundOutcome> expected = epoch(vector, each, kind, low, high);
      List<RoundExecutor.Network> networks = new ArrayList<>();
      for (int n = 0; n < found.size(); n++) {
        assertClose("parameters of " + n, found.get(n).state().parameters(), expected.get(n).state().parameters(),
            1e-4f);
        assertClose("momentum of " + n, found.get(n).state().momentum(), expected.get(n).state().momentum(), 1e-3f);
        assertClose("second moment of " + n, found.get(n).state().second(), expected.get(n).state().second(), 1e-3f);
        assertClose("scores of " + n, found.get(n).scores(), expected.get(n).scores(), 1e-3f);
        assertThat(found.get(n).state().steps()).isEqualTo(expected.get(n).state().steps());
        assertThat(found.get(n).examples()).isEqualTo(expected.get(n).examples());
        assertThat(found.get(n).lossSum()).isCloseTo(expected.get(n).lossSum(),
            within(1e-4 * expected.get(n).lossSum()));
        assertThat(found.get(n).spent().multiplyAdds()).as("multiply-adds of %s", n)
            .isEqualTo(multiplyAdds(each, orders(each.layout(), kind, low, high).get(n), found.get(n).examples(),
                cuda.stepsPerEpoch()));
        networks.add(new RoundExecutor.Network(expected.get(n).state().parameters(),
            orders(each.layout(), kind, low, high).get(n).mask()));
      }
      for (RoundExecutor.Part part : RoundExecutor.Part.values()) {
        List<RoundExecutor.Scores> scores = cuda.score(networks, part);
        List<RoundExecutor.Scores> wanted = vector.score(networks, part);
        for (int n = 0; n < networks.size(); n++) {
          assertClose(part + " of " + n, scores.get(n).logits(), wanted.get(n).logits(), 1e-4f);
        }
      }
    }
  }

  /** Of the second round, whose last steps have the last examples. */
  private static long multiplyAdds(Case each, RoundOrders orders, long examples, int stepsPerEpoch) {
    LinkLists lists = LinkLists.of(each.layout(), orders.mask(),
        orders.exploration() == null ? null : orders.exploration().trained());
    int batch = Math.min(each.batch(), TRAIN);
    int steps = stepsPerEpoch - stepsPerEpoch / 2;
    long scored = 0;
    for (int step = stepsPerEpoch - Math.min(steps, orders.scoreSteps()); step < stepsPerEpoch; step++) {
      scored += Math.min(batch, TRAIN - (long) step * batch);
    }
    return scored * lists.scoredStep() + (examples - scored) * lists.step();
  }

  private static void assertClose(String what, float[] found, float[] expected, float share) {
    float largest = 1e-6f;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found).as(what).containsExactly(expected, within(share * largest));
  }

  private static List<RoundOutcome> epoch(RoundExecutor rounds, Case each, Kind kind, double low, double high) {
    List<RoundOrders> orders = orders(each.layout(), kind, low, high);
    int half = rounds.stepsPerEpoch() / 2;
    rounds.run(new RoundOrders.Span(1, 0, half), orders);
    return rounds.run(new RoundOrders.Span(1, half, rounds.stepsPerEpoch() - half), orders);
  }

  private static List<RoundOrders> orders(ParameterLayout layout, Kind kind, double low, double high) {
    Mask some = mask(layout, low);
    Mask few = mask(layout, high);
    float[] target = layout.initial(Seeds.of(4));
    boolean[] trained = few.toArray();
    boolean[] more = some.toArray();
    for (int i = 0; i < trained.length; i++) {
      trained[i] |= more[i];
    }
    Exploration exploration = new Exploration(Mask.of(layout, trained), 0.5);
    return List.of(orders(layout, kind, Mask.dense(layout), null, null, 0), orders(layout, kind, some, null, null, 3),
        orders(layout, kind, few, null, null, 2),
        orders(layout, kind, Mask.dense(layout), new Anchor(target, 0.05f), null, 0),
        orders(layout, kind, few, null, exploration, 0));
  }

  private static Mask mask(ParameterLayout layout, double sparsity) {
    return Mask.random(layout, Allocation.UNIFORM.counts(layout, sparsity), Seeds.of(5));
  }

  private static RoundOrders orders(ParameterLayout layout, Kind kind, Mask mask, Anchor anchor,
      Exploration exploration, int scoreSteps) {
    TrainingState state = TrainingState.of(layout.initial(Seeds.of(3)));
    state.maskInPlace(exploration == null ? mask : exploration.trained());
    return new RoundOrders(state, mask, kind.optimizer, kind.optimizer.learningRate(), anchor, exploration, scoreSteps);
  }
}
