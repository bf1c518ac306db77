package io.sparsewalk.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dl4j.Dl4jRounds;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.AveragingConfig;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.SpreadRounds;
import io.sparsewalk.trainer.SyntheticShard;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The executors of rounds are oracles for each other: same parameters, batches and orders, same result. */
@Tag("spark")
class RoundParityTest {
  private static final int TRAIN = 1500;
  private static final int BATCH = 128;
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(2 * SyntheticShard.DIMENSION, 24, 12, 1));
  private static final double RATE = 0.05;

  private static SparkSession spark;
  private static JavaSparkContext context;

  /** What an epoch is trained with. */
  enum Kind {
    SGD(OptimizerConfig.Kind.SGD, 0), NESTEROV(OptimizerConfig.Kind.SGD, 0.9), ADAM(OptimizerConfig.Kind.ADAM, 0);

    private final OptimizerConfig.Kind kind;
    private final double momentum;

    Kind(OptimizerConfig.Kind kind, double momentum) {
      this.kind = kind;
      this.momentum = momentum;
    }

    OptimizerConfig optimizer() {
      // Where DL4J adds Adam's epsilon differs; with a small one it does not matter.
      return OptimizerConfig.of(kind, RATE).withNesterov(momentum).withEpsilon(1e-12).withWeightDecay(5e-4);
    }
  }

  @BeforeAll
  static void open() {
    spark = SparkSessions.open(new SparkConf().setAppName("parity").setMaster("local[2]"));
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @ParameterizedTest
  @EnumSource
  void oneAveragedWorkerIsTheVectorEngineToTheBit(Kind kind) {
    try (SpreadRounds averaged = averaged(1, TRAIN, false, averaging(1, 5))) {
      assertSame(epoch(averaged, kind), epoch(vector(false), kind));
      assertThat(averaged.stepsPerEpoch()).isEqualTo(vector(false).stepsPerEpoch());
    }
  }

  @ParameterizedTest
  @EnumSource
  void dl4jFindsTheSameParametersAfterAnEpoch(Kind kind) {
    try (SpreadRounds dl4j = dl4j(1, false, averaging(1, 5))) {
      assertClose(kind, epoch(dl4j, kind), epoch(vector(false), kind));
    }
  }

  @Test
  void dl4jFindsTheSameOnSparseEmbeddings() {
    try (SpreadRounds dl4j = dl4j(1, true, averaging(1, 0))) {
      assertClose(Kind.NESTEROV, epoch(dl4j, Kind.NESTEROV), epoch(vector(true), Kind.NESTEROV));
    }
  }

  @ParameterizedTest
  @EnumSource
  void dl4jFindsTheSameForOneAndForSeveralClasses(Head head) {
    ParameterLayout layout = new ParameterLayout(List.of(2 * SyntheticShard.DIMENSION, 24, 3));
    Shard all = new ThreeClasses(new SyntheticShard(0, 1, TRAIN, false), head == Head.SIGMOID);
    RoundOrders orders = new RoundOrders(TrainingState.of(layout.initial(Seeds.of(3))), Mask.dense(layout),
        Kind.NESTEROV.optimizer(), RATE, null, null, 0);
    try (SpreadRounds dl4j =
        new Dl4jRounds(context, List.of(all), new int[] {TRAIN}, layout, head, BATCH, averaging(1, 0))) {
      RoundOrders.Span epoch = new RoundOrders.Span(0, 0, dl4j.stepsPerEpoch());
      List<RoundOutcome> outcomes = dl4j.run(epoch, List.of(orders));
      VectorRounds vector = new VectorRounds(all.data(), layout, BATCH, all.seeds(), LaneKernel.best());
      assertClose(Kind.NESTEROV, outcomes, vector.run(epoch, List.of(orders)));
      RoundExecutor.Network network = new RoundExecutor.Network(orders.state().parameters(), Mask.dense(layout));
      float[] logits = dl4j.score(List.of(network), RoundExecutor.Part.TEST).get(0).logits();
      assertThat(logits).hasSize(3 * all.data().test().size())
          .containsExactly(vector.score(List.of(network), RoundExecutor.Part.TEST).get(0).logits(), within(1e-5f));
    }
  }

  /** The pairs of a shard as examples of three classes: an example's is its place, and with several also the next every other time. */
  private record ThreeClasses(SyntheticShard pairs, boolean several) implements Shard {
    @Override
    public int worker() {
      return pairs.worker();
    }

    @Override
    public Seeds seeds() {
      return pairs.seeds();
    }

    @Override
    public TrialData data() {
      TrialData whole = pairs.data();
      Examples train = whole.train();
      int[] classes =
          several ? IntStream.range(0, train.size() / 2).flatMap(i -> IntStream.of(i % 3, i % 3, (i + 1) % 3)).toArray()
              : IntStream.range(0, train.size()).map(i -> i % 3).toArray();
      int[] offsets = several ? IntStream.rangeClosed(0, train.size()).map(i -> i + i / 2).toArray() : new int[0];
      Examples labelled = new Examples(train.source(), train.target(), train.positive(), train.bothSeen(),
          train.pairs(), classes, offsets);
      return new TrialData(labelled, whole.sample(), whole.valid(), whole.test(), whole.ranking(), whole.inputs(),
          several ? new Labels.AnyOf(3) : new Labels.OneOf(3));
    }
  }

  @Test
  void twoWorkersOfBothEnginesAverageToTheSame() {
    AveragingConfig every5 = averaging(2, 5);
    try (SpreadRounds dl4j = dl4j(2, false, every5); SpreadRounds averaged = averaged(2, TRAIN, false, every5)) {
      assertClose(Kind.NESTEROV, epoch(dl4j, Kind.NESTEROV), epoch(averaged, Kind.NESTEROV));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 11})
  void theAverageIsThatOfItsWorkersWeightedByTheirExamples(int workers) {
    // Not a multiple of the workers, so that some have more examples.
    int train = 1503;
    RoundOrders orders = orders(Kind.NESTEROV, true, true, 0);
    double[] expected = new double[LAYOUT.size()];
    for (int w = 0; w < workers; w++) {
      SyntheticShard shard = new SyntheticShard(w, workers, train, false);
      VectorRounds alone = new VectorRounds(shard.data(), LAYOUT, BATCH, Activations.PLAIN,
          new EpochOrder(shard.size(), shard.seeds(), w), LaneKernel.best());
      float[] own = alone.run(new RoundOrders.Span(0, 0, 1), List.of(orders.of(orders.state().copy(), 0)))
          .get(0)
          .state()
          .parameters();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += (double) shard.size() / train * own[i];
      }
    }
    try (SpreadRounds averaged = averaged(workers, train, false, averaging(workers, 1))) {
      RoundOutcome outcome = averaged.run(new RoundOrders.Span(0, 0, 1), List.of(orders)).get(0);
      for (int i = 0; i < expected.length; i++) {
        assertThat(outcome.state().parameters()[i]).isCloseTo((float) expected[i], within(1e-6f));
        assertThat(orders.mask().keeps(i) || outcome.state().parameters()[i] == 0).isTrue();
      }
    }
  }

  @Test
  void averagingIsTheSameAgain() {
    List<List<RoundOutcome>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (SpreadRounds averaged = averaged(11, TRAIN, false, averaging(11, 1))) {
        runs.add(epoch(averaged, Kind.ADAM));
      }
    }
    assertSame(runs.get(0), runs.get(1));
  }

  /** Counts how often data are read in this JVM. */
  private record CountedShard(SyntheticShard shard) implements Shard {
    private static final AtomicInteger READ = new AtomicInteger();

    @Override
    public int worker() {
      return shard.worker();
    }

    @Override
    public Seeds seeds() {
      return shard.seeds();
    }

    @Override
    public TrialData data() {
      READ.incrementAndGet();
      return shard.data();
    }
  }

  @Test
  void whatIsDroppedInTrainingAndScoringIsTheSameForOneAveragedWorkerAndOnEveryRun() {
    Activations published = new Activations(0.3, true, true);
    SyntheticShard all = new SyntheticShard(0, 1, TRAIN, false);
    List<RoundExecutor.Network> networks =
        List.of(new RoundExecutor.Network(LAYOUT.initial(Seeds.of(3)), Mask.dense(LAYOUT)));
    try (SpreadRounds averaged =
        new AveragedRounds(context, List.of(all), new int[] {TRAIN}, LAYOUT, BATCH, published, averaging(1, 5))) {
      VectorRounds vector = new VectorRounds(all.data(), LAYOUT, BATCH, published,
          new EpochOrder(TRAIN, all.seeds(), 0), LaneKernel.best());
      float[] scores = vector.score(networks, RoundExecutor.Part.TEST).get(0).logits();
      assertSame(epoch(averaged, Kind.ADAM), epoch(vector, Kind.ADAM));
      assertThat(averaged.score(networks, RoundExecutor.Part.TEST).get(0).logits()).containsExactly(scores);
      assertThat(vector.score(networks, RoundExecutor.Part.TEST).get(0).logits()).containsExactly(scores);
      assertThat(scores).isNotEqualTo(vector(false).score(networks, RoundExecutor.Part.TEST).get(0).logits());
    }
  }

  @Test
  void workersReadTheirDataOnceHoweverManyRoundsThereAre() {
    List<CountedShard> shards = shards(2, TRAIN, false).stream().map(CountedShard::new).toList();
    int[] sizes = {TRAIN / 2, TRAIN / 2};
    try (SpreadRounds averaged =
        new AveragedRounds(context, shards, sizes, LAYOUT, BATCH, Activations.PLAIN, averaging(2, 1))) {
      epoch(averaged, Kind.SGD);
      epoch(averaged, Kind.SGD);
    }
    assertThat(CountedShard.READ.getAndSet(0)).isEqualTo(2);
    try (SpreadRounds dl4j = new Dl4jRounds(context, shards, sizes, LAYOUT, Head.SIGMOID, BATCH, averaging(2, 3))) {
      epoch(dl4j, Kind.SGD);
    }
    assertThat(CountedShard.READ.getAndSet(0)).isEqualTo(2);
  }

  @Test
  void clearedOptimizersBeginAnewAfterEveryAveraging() {
    AveragingConfig clear = new AveragingConfig(1, 5, AveragingConfig.OptimizerState.CLEAR);
    try (SpreadRounds dl4j = dl4j(1, false, clear); SpreadRounds averaged = averaged(1, TRAIN, false, clear)) {
      List<RoundOutcome> outcomes = epoch(averaged, Kind.NESTEROV);
      assertThat(outcomes.get(0).state().momentum()).containsOnly(0);
      assertClose(Kind.NESTEROV, epoch(dl4j, Kind.NESTEROV), outcomes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void allEnginesScoreAlike(int workers) {
    float[] parameters = LAYOUT.initial(Seeds.of(3));
    List<RoundExecutor.Network> networks = List.of(new RoundExecutor.Network(parameters, Mask.dense(LAYOUT)),
        new RoundExecutor.Network(new float[LAYOUT.size()], Mask.dense(LAYOUT)));
    for (RoundExecutor.Part part : RoundExecutor.Part.values()) {
      List<RoundExecutor.Scores> expected = vector(false).score(networks, part);
      try (SpreadRounds dl4j = dl4j(workers, false, averaging(workers, 5));
          SpreadRounds averaged = averaged(workers, TRAIN, false, averaging(workers, 5))) {
        assertThat(averaged.score(networks, part).get(0).logits()).containsExactly(expected.get(0).logits());
        assertThat(averaged.score(networks, part).get(0).multiplyAdds()).isEqualTo(expected.get(0).multiplyAdds());
        assertThat(dl4j.score(networks, part).get(0).logits()).containsExactly(expected.get(0).logits(), within(1e-5f));
        assertThat(dl4j.score(networks, part).get(1).logits()).containsExactly(expected.get(1).logits());
      }
    }
  }

  /** Dense, masked, masked with a proximal term and scores wanted; in two rounds. */
  private static List<RoundOutcome> epoch(RoundExecutor rounds, Kind kind) {
    List<RoundOrders> orders =
        List.of(orders(kind, false, false, 0), orders(kind, true, false, 3), orders(kind, true, true, 0));
    int half = rounds.stepsPerEpoch() / 2;
    List<RoundOutcome> first = rounds.run(new RoundOrders.Span(0, 0, half), orders);
    List<RoundOrders> next = IntStream.range(0, orders.size())
        .mapToObj(n -> orders.get(n).of(first.get(n).state(), orders.get(n).scoreSteps()))
        .toList();
    return rounds.run(new RoundOrders.Span(0, half, rounds.stepsPerEpoch() - half), next);
  }

  private static RoundOrders orders(Kind kind, boolean masked, boolean anchored, int scoreSteps) {
    Mask mask = masked ? Mask.random(LAYOUT, Allocation.UNIFORM.counts(LAYOUT, 0.75), Seeds.of(5)) : Mask.dense(LAYOUT);
    TrainingState state = TrainingState.of(LAYOUT.initial(Seeds.of(3)));
    state.maskInPlace(mask);
    float[] target = LAYOUT.initial(Seeds.of(4));
    mask.applyInPlace(target);
    return new RoundOrders(state, mask, kind.optimizer(), RATE, anchored ? new Anchor(target, 0.05f) : null, null,
        scoreSteps);
  }

  private static void assertSame(List<RoundOutcome> outcomes, List<RoundOutcome> expected) {
    for (int n = 0; n < expected.size(); n++) {
      assertThat(outcomes.get(n).state().parameters()).containsExactly(expected.get(n).state().parameters());
      assertThat(outcomes.get(n).state().momentum()).containsExactly(expected.get(n).state().momentum());
      assertThat(outcomes.get(n).state().second()).containsExactly(expected.get(n).state().second());
      assertThat(outcomes.get(n).scores()).containsExactly(expected.get(n).scores());
      assertThat(outcomes.get(n).examples()).isEqualTo(expected.get(n).examples());
      assertThat(outcomes.get(n).spent().multiplyAdds()).isEqualTo(expected.get(n).spent().multiplyAdds());
    }
  }

  private static void assertClose(Kind kind, List<RoundOutcome> outcomes, List<RoundOutcome> expected) {
    for (int n = 0; n < expected.size(); n++) {
      RoundOutcome outcome = outcomes.get(n);
      assertThat(outcome.state().parameters()).as("parameters of %s", n)
          .containsExactly(expected.get(n).state().parameters(), within(kind == Kind.ADAM ? 2e-5f : 2e-6f));
      if (kind != Kind.SGD) {
        // DL4J keeps none, ours the last gradient, which a momentum of 0 forgets.
        assertThat(outcome.state().momentum()).as("momentum of %s", n)
            .containsExactly(expected.get(n).state().momentum(), within(kind == Kind.ADAM ? 2e-5f : 2e-6f));
      }
      assertThat(outcome.state().steps()).isEqualTo(expected.get(n).state().steps());
      assertThat(outcome.scores()).as("scores of %s", n)
          .containsExactly(expected.get(n).scores(), within(kind == Kind.ADAM ? 2e-5f : 2e-6f));
      assertThat(outcome.lossSum()).isCloseTo(expected.get(n).lossSum(), within(0.02));
      assertThat(outcome.examples()).isEqualTo(expected.get(n).examples());
    }
  }

  private static VectorRounds vector(boolean sparse) {
    SyntheticShard all = new SyntheticShard(0, 1, TRAIN, sparse);
    return new VectorRounds(all.data(), LAYOUT, BATCH, all.seeds(), LaneKernel.best());
  }

  private static SpreadRounds averaged(int workers, int train, boolean sparse, AveragingConfig config) {
    List<SyntheticShard> shards = shards(workers, train, sparse);
    return new AveragedRounds(context, shards, shards.stream().mapToInt(SyntheticShard::size).toArray(), LAYOUT, BATCH,
        Activations.PLAIN, config);
  }

  private static SpreadRounds dl4j(int workers, boolean sparse, AveragingConfig config) {
    List<SyntheticShard> shards = shards(workers, TRAIN, sparse);
    return new Dl4jRounds(context, shards, shards.stream().mapToInt(SyntheticShard::size).toArray(), LAYOUT,
        Head.SIGMOID, BATCH, config);
  }

  private static List<SyntheticShard> shards(int workers, int train, boolean sparse) {
    return IntStream.range(0, workers).mapToObj(w -> new SyntheticShard(w, workers, train, sparse)).toList();
  }

  private static AveragingConfig averaging(int workers, int steps) {
    return new AveragingConfig(workers, steps, AveragingConfig.OptimizerState.AVERAGE);
  }
}
