package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.metric.SamplingError;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.AdmmConfig;
import io.sparsewalk.sparsity.Budget;
import io.sparsewalk.sparsity.DenseConfig;
import io.sparsewalk.sparsity.GradualConfig;
import io.sparsewalk.sparsity.GrowAndPruneConfig;
import io.sparsewalk.sparsity.LotteryConfig;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Probe;
import io.sparsewalk.sparsity.PruneConfig;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.DropGrowConfig;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sparsity.StaticConfig;
import io.sparsewalk.sparsity.Structure;
import io.sparsewalk.sparsity.TopKastConfig;
import io.sparsewalk.sparsity.UgsConfig;
import io.sparsewalk.sweep.Allocations;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.HalvingConfig;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.MethodsConfig;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.TrainingConfig;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialGroupTest {
  private static final OptimizerConfig SGD = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.2)
      .withNesterov(0.9)
      .withWeightDecay(5e-4)
      .withSchedule(OptimizerConfig.Schedule.COSINE);
  private static final DropGrowConfig.Growth GROWTH =
      new DropGrowConfig.Growth(DropGrowConfig.Candidates.ALL, DropGrowConfig.Ties.RANDOM, DropGrowConfig.Start.ZERO);
  private static final HalvingConfig ALL = new HalvingConfig(1, 1);
  private static final List<Trial> TRIALS = List.of(new Trial(Method.DENSE, EmbeddingKind.DENSE, 0, 1),
      new Trial(Method.SLR, EmbeddingKind.DENSE, 0.5, 1), new Trial(Method.SLR, EmbeddingKind.DENSE, 0.9, 1),
      new Trial(Method.RIGL, EmbeddingKind.DENSE, 0.5, 1), new Trial(Method.RIGL, EmbeddingKind.DENSE, 0.9, 1));

  private final TrialData data = data(false);

  @Test
  void aTrialIsTheSameAloneAndInAGroup() {
    List<TrialOutcome> together = run(recipe(SGD, 7), data, TRIALS);
    for (Trial trial : TRIALS) {
      TrialOutcome.Finished alone = (TrialOutcome.Finished) run(recipe(SGD, 7), data, List.of(trial)).get(0);
      TrialOutcome.Finished grouped = of(together, trial);
      assertThat(grouped.scores()).as("%s", trial).containsExactly(alone.scores());
      assertThat(grouped.test()).isEqualTo(alone.test());
      assertThat(grouped.cost().flopsCounted()).isEqualTo(alone.cost().flopsCounted());
      assertThat(grouped.layers()).isEqualTo(alone.layers());
      assertThat(grouped.epochs()).extracting(TrialOutcome.EpochRow::loss)
          .as("%s: wherever others cut its rounds", trial)
          .isEqualTo(alone.epochs().stream().map(TrialOutcome.EpochRow::loss).toList());
    }
  }

  @Test
  void methodsBeginDenseWhereTheySaySo() {
    Recipe recipe = recipe(SGD, 7);
    ParameterLayout layout = ParameterLayout.of(8, recipe.model(), 1);
    Probe probe = new Probe() {
      @Override
      public double loss(float[] parameters) {
        return 1;
      }

      @Override
      public float[] gradient(float[] parameters, int batches) {
        return layout.initial(Seeds.of(batches));
      }

      @Override
      public int edges() {
        return 3;
      }
    };
    for (Method method : Method.values()) {
      Sparsifier sparsifier =
          recipe.sparsifier(new Trial(method, EmbeddingKind.DENSE, method == Method.DENSE ? 0 : 0.5, 1), layout, 24);
      TrialController controller =
          new TrialController(sparsifier, recipe.training(), layout, layout.initial(Seeds.of(1)), 24);
      controller.beginEpoch(probe);
      boolean whole = sparsifier.interval() == 0;
      assertThat(whole && controller.shareKey() != controller).as("%s", method).isEqualTo(method.beginsDense());
    }
  }

  @Test
  void aTrialKnowsWhatItsTestFiguresRestOn() {
    // Hardly trained, so that it is neither right nor wrong throughout.
    OptimizerConfig weak = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 1e-4);
    TrialOutcome.Finished dense = of(run(recipe(weak, 7), data, List.of(TRIALS.get(0))), TRIALS.get(0));
    Examples seen = data.test().seen();
    float[] logits = new float[seen.size()];
    int positives = 0;
    int edges = 0;
    for (int i = 0, next = 0; i < data.test().size(); i++) {
      edges += data.test().positive()[i] ? 1 : 0;
      if (data.test().bothSeen()[i]) {
        positives += data.test().positive()[i] ? 1 : 0;
        logits[next++] = dense.scores()[i];
      }
    }
    TrialOutcome.Sampling sampling = dense.sampling();
    double accuracy = dense.test().accuracy();
    assertThat(sampling.examples()).isEqualTo(seen.size());
    assertThat(sampling.accuracyError()).isCloseTo(Math.sqrt(accuracy * (1 - accuracy) / seen.size()), within(1e-12))
        .isPositive();
    assertThat(sampling.majority()).isEqualTo(Math.max(positives, seen.size() - positives) / (double) seen.size());
    assertThat(sampling.aucError()).isEqualTo(SamplingError.ofArea(logits, seen.positive())).isPositive();
    assertThat(sampling.share()).isEqualTo((double) positives / edges);
  }

  @Test
  void countsStayExactThroughWholeTrainings() {
    List<TrialOutcome> outcomes = run(recipe(SGD, 7, MethodsConfig.ForAll.UNIFORM), data, TRIALS);
    for (Trial trial : TRIALS.subList(1, 5)) {
      TrialOutcome.Finished outcome = of(outcomes, trial);
      outcome.layers().stream().filter(row -> trial.method() == Method.RIGL || row.epoch() > 9).forEach(row -> {
        int weights = row.rows() * row.columns();
        assertThat(row.nonzeros()).isEqualTo(weights - Math.round(trial.sparsity() * weights));
      });
      assertThat(outcome.network().achievedSparsity()).isGreaterThanOrEqualTo(trial.sparsity() - 0.01);
      if (trial.method() == Method.RIGL) {
        assertThat(outcome.layers().stream().mapToLong(row -> row.grown()).sum()).isPositive()
            .isEqualTo(outcome.layers().stream().mapToLong(row -> row.dropped()).sum());
      }
    }
  }

  @Test
  void allMethodsLearnAtTheSparsityAskedForAloneAsInAGroup() {
    List<Trial> every = Stream.of(Method.values())
        .filter(method -> method != Method.UGS)
        .map(method -> new Trial(method, EmbeddingKind.DENSE, method == Method.DENSE ? 0 : 0.5, 1))
        .toList();
    List<TrialOutcome> outcomes = run(recipe(SGD, 7), data, every);
    for (Trial trial : every) {
      TrialOutcome.Finished outcome = of(outcomes, trial);
      assertThat(outcome.test().accuracy()).as("%s", trial).isGreaterThan(0.8);
      assertThat(outcome.weights().mask().count()).as("%s", trial)
          .isEqualTo(trial.method() == Method.DENSE ? 288 : 144);
      TrialOutcome.Finished alone = (TrialOutcome.Finished) run(recipe(SGD, 7), data, List.of(trial)).get(0);
      assertThat(outcome.scores()).as("%s", trial).containsExactly(alone.scores());
      assertThat(outcome.cost().flopsCounted()).as("%s", trial).isEqualTo(alone.cost().flopsCounted());
      assertThat(outcome.network().epochs()).as("%s: tickets are trained in full in every round", trial)
          .isEqualTo(trial.method() == Method.LOTTERY_TICKET ? 3 * 12 : 12);
      assertThat(outcome.epochs()).as("%s", trial).hasSize(outcome.network().epochs());
    }
    TrialOutcome.Finished ticket = of(outcomes, every.get(Method.LOTTERY_TICKET.ordinal()));
    assertThat(ticket.network().bestEpoch()).as("of the last round").isGreaterThan(24);
    assertThat(ticket.cost().flopsCounted()).as("all rounds cost")
        .isGreaterThan(of(outcomes, every.get(0)).cost().flopsCounted());
  }

  @Test
  void mestTrainsALargerNetworkAtFirstTestsOneAtTheBoundAndIsNotSet() {
    Recipe recipe = recipe(SGD, 7);
    Trial mest = new Trial(Method.MEST, EmbeddingKind.DENSE, 0.75, 1);
    Trial set = new Trial(Method.SET, EmbeddingKind.DENSE, 0.75, 1);
    MethodsConfig m = recipe.methods();
    DropGrowConfig stopping =
        new DropGrowConfig(12, 7, 0, 0.5, 0.005, DropGrowConfig.Decay.COSINE, 0.75, 3, GROWTH, SGD);
    for (double soft : new double[] {0.05, 0}) {
      Recipe own = new Recipe(recipe.model(), recipe.training(),
          new MethodsConfig(m.layers(), m.allocation(), m.allocations(), 1, m.structure(), m.dense(), m.magnitude(),
              m.gradualMagnitude(), m.lotteryTicket(), m.admm(), m.slr(), m.fixed(), stopping, m.snfs(), m.rigl(),
              m.dstEe(), new MethodsConfig.Mest(stopping, 1, soft), m.topKast(), m.growAndPrune(), m.ugs()),
          ALL);
      List<TrialOutcome> outcomes = run(own, data, List.of(mest, set));
      TrialOutcome.Finished outcome = of(outcomes, mest);
      // 8 inputs: 256 + 32 weights; 9 of the 12 epochs are above the bound, 7 of them by the whole of it.
      int[] kept = outcome.epochs().stream().mapToInt(row -> (int) Math.round(row.density() * 288)).toArray();
      for (int epoch = 1; epoch <= 12; epoch++) {
        double sparsity = epoch <= 6 ? 0.75 - soft : epoch == 8 || epoch == 9 ? 0.75 - soft / 2 : 0.75;
        if (epoch != 7) {
          assertThat(kept[epoch - 1]).as("epoch %s", epoch)
              .isEqualTo(288 - (int) Math.round(sparsity * 256) - (int) Math.round(sparsity * 32));
        }
      }
      assertThat(outcome.network().bestEpoch()).isGreaterThan(soft > 0 ? 9 : 0);
      assertThat(outcome.weights().mask().count()).isEqualTo(72);
      assertThat(outcome.scores()).isNotEqualTo(of(outcomes, set).scores());
    }
  }

  @Test
  void onlyTheFirstLayerBecomesSparseIfTheSettingsSaySo() {
    Recipe all = recipe(SGD, 7);
    MethodsConfig m = all.methods();
    Recipe first = new Recipe(all.model(), all.training(),
        new MethodsConfig(MethodsConfig.Layers.FIRST, m.allocation(), m.allocations(), 1, m.structure(), m.dense(),
            m.magnitude(), m.gradualMagnitude(), m.lotteryTicket(), m.admm(), m.slr(), m.fixed(), m.set(), m.snfs(),
            m.rigl(), m.dstEe(), m.mest(), m.topKast(), m.growAndPrune(), m.ugs()),
        ALL);
    List<Trial> every = Stream.of(Method.values())
        .filter(method -> method != Method.DENSE && method != Method.UGS)
        .map(method -> new Trial(method, EmbeddingKind.DENSE, 0.5, 1))
        .toList();
    for (TrialOutcome outcome : run(first, data, every)) {
      TrialOutcome.Finished finished = (TrialOutcome.Finished) outcome;
      assertThat(finished.weights().mask().count(0)).as("%s", finished.trial()).isEqualTo(128);
      assertThat(finished.weights().mask().count(1)).as("%s", finished.trial()).isEqualTo(32);
    }
  }

  @Test
  void aNumberOfUpdatesIsReachedWhateverTheNumberOfSteps() {
    for (int updates : new int[] {1, 5, 37, 1000}) {
      for (int stepsPerEpoch : new int[] {1, 24, 333}) {
        for (double stop : new double[] {0.75, 1}) {
          int interval =
              new DropGrowConfig(12, 100, updates, 0.5, 0.005, DropGrowConfig.Decay.COSINE, stop, 3, GROWTH, SGD)
                  .spread(stepsPerEpoch)
                  .interval();
          double steps = 12 * stepsPerEpoch * stop;
          double done = Math.ceil(steps / interval) - 1;
          assertThat(done).isGreaterThanOrEqualTo(Math.min(updates, steps - 1));
          assertThat(interval == 1 || done <= 2 * updates).isTrue();
        }
      }
    }
    // 24 steps an epoch, 288 in all: the published interval would never come.
    for (int updates : new int[] {0, 5}) {
      Recipe recipe = recipe(SGD, 1000);
      MethodsConfig m = recipe.methods();
      DropGrowConfig rigl =
          new DropGrowConfig(12, 1000, updates, 0.5, 0.5, DropGrowConfig.Decay.CONSTANT, 1, 3, GROWTH, SGD);
      Recipe spread = new Recipe(recipe.model(), recipe.training(),
          new MethodsConfig(m.layers(), m.allocation(), m.allocations(), 1, m.structure(), m.dense(), m.magnitude(),
              m.gradualMagnitude(), m.lotteryTicket(), m.admm(), m.slr(), m.fixed(), m.set(), m.snfs(), rigl, m.dstEe(),
              m.mest(), m.topKast(), m.growAndPrune(), m.ugs()),
          ALL);
      TrialOutcome.Finished outcome = of(run(spread, data, List.of(TRIALS.get(4))), TRIALS.get(4));
      assertThat(outcome.layers()
          .stream()
          .filter(row -> row.layer() == 0 && row.grown() > 0)
          .map(TrialOutcome.LayerRow::epoch)
          .distinct()).hasSize(updates);
    }
  }

  @Test
  void patienceEndsATrainingThatValidationNoLongerHelps() {
    Recipe recipe = recipe(SGD, 7);
    TrainingConfig t = recipe.training();
    Recipe hasty = new Recipe(recipe.model(),
        new TrainingConfig(t.batch(), t.epochs(), t.optimizer(), t.select(), 2, false), recipe.methods(), ALL);
    List<TrialOutcome> outcomes = run(hasty, data, TRIALS);
    long early = 0;
    for (Trial trial : TRIALS) {
      TrialOutcome.Finished outcome = of(outcomes, trial);
      int last = outcome.epochs().size();
      if (outcome.stop() == TrialOutcome.Stop.PATIENCE) {
        early++;
        assertThat(last - outcome.network().bestEpoch()).isEqualTo(2);
        assertThat(last).as("never before the last phase").isGreaterThan(trial.method() == Method.SLR ? 9 : 0);
      } else {
        assertThat(last).isEqualTo(12);
      }
      // What was trained is what patience 0 trains up to there.
      assertThat(outcome.epochs().get(last - 1).loss())
          .isEqualTo(of(run(recipe, data, List.of(trial)), trial).epochs().get(last - 1).loss());
    }
    assertThat(early).isPositive();
  }

  @Test
  void halvingLeavesTheBestAndTheDenseBaselineAndKeepsTheOthersAsRows() {
    Recipe recipe = recipe(SGD, 7);
    List<TrialOutcome> outcomes =
        run(new Recipe(recipe.model(), recipe.training(), recipe.methods(), new HalvingConfig(0.5, 3)), data, TRIALS);
    assertThat(outcomes).hasSize(5);
    // Of four trials two go on after epoch 3 and one after epoch 6.
    Map<Integer, Long> ended = outcomes.stream()
        .map(outcome -> (TrialOutcome.Finished) outcome)
        .filter(outcome -> outcome.stop() == TrialOutcome.Stop.HALVED)
        .collect(Collectors.groupingBy(outcome -> outcome.epochs().size(), Collectors.counting()));
    assertThat(ended).isEqualTo(Map.of(3, 2L, 6, 1L));
    assertThat(of(outcomes, TRIALS.get(0)).stop()).isEqualTo(TrialOutcome.Stop.FINISHED);
    outcomes.stream()
        .map(outcome -> (TrialOutcome.Finished) outcome)
        .filter(outcome -> outcome.stop() == TrialOutcome.Stop.HALVED)
        .forEach(outcome -> {
          assertThat(outcome.test().accuracy()).isNaN();
          assertThat(outcome.rankings()).isEmpty();
        });
    TrialOutcome.Finished survivor = outcomes.stream()
        .map(outcome -> (TrialOutcome.Finished) outcome)
        .filter(outcome -> outcome.trial().method() != Method.DENSE && outcome.stop() == TrialOutcome.Stop.FINISHED)
        .findFirst()
        .orElseThrow();
    assertThat(survivor.scores())
        .containsExactly(of(run(recipe, data, List.of(survivor.trial())), survivor.trial()).scores());
  }

  @Test
  void theFlopsOfTheEpochsAreThoseOfTheTrial() {
    for (TrialOutcome outcome : run(recipe(SGD, 7), data, TRIALS)) {
      TrialOutcome.Finished finished = (TrialOutcome.Finished) outcome;
      long sum = finished.epochs().stream().mapToLong(TrialOutcome.EpochRow::flops).sum();
      assertThat(sum).as("%s", finished.trial()).isEqualTo(finished.cost().flopsCounted());
      double density = 1 - finished.trial().sparsity();
      assertThat(finished.inference().flops() / finished.inference().flopsDense()).as("%s", finished.trial())
          .isLessThanOrEqualTo(density + 0.01);
    }
  }

  @Test
  void theDenseMethodCountsWhatTheFormulaSays() {
    TrialOutcome.Finished dense = of(run(recipe(SGD, 7), data, TRIALS), TRIALS.get(0));
    assertThat(dense.cost().flopsCounted()).isEqualTo(dense.cost().flopsDense());
    assertThat(dense.cost().flopsPaper()).isEqualTo(1);
  }

  @Test
  void sparseMethodsExecuteLess() {
    List<TrialOutcome> outcomes = run(recipe(SGD, 7), data, TRIALS);
    long dense = of(outcomes, TRIALS.get(0)).cost().flopsCounted();
    assertThat(of(outcomes, TRIALS.get(4)).cost().flopsCounted()).isLessThan(dense / 3);
    assertThat(of(outcomes, TRIALS.get(2)).cost().flopsCounted()).isLessThan(dense);
  }

  @Test
  void sparseRowsTrainAsTheSameRowsWithTheirZeros() {
    TrialData sparse = data(true);
    VertexFeatures.Sparse rows = (VertexFeatures.Sparse) sparse.inputs().vertices();
    float[] written = new float[200 * 4];
    for (int v = 0; v < 200; v++) {
      for (int k = rows.offsets()[v]; k < rows.offsets()[v + 1]; k++) {
        written[v * 4 + rows.columns()[k]] = rows.values()[k];
      }
    }
    TrialData dense = TrialData.of(data.train(), data.valid(), data.test(), new VertexFeatures.Dense(4, written));
    List<TrialOutcome> fromSparse = run(recipe(SGD, 7), sparse, TRIALS);
    List<TrialOutcome> fromDense = run(recipe(SGD, 7), dense, TRIALS);
    for (Trial trial : TRIALS) {
      // So few inputs are computed with their zeros; NetworkPassTest has the rows that are not.
      assertThat(of(fromSparse, trial).test().auc()).isEqualTo(of(fromDense, trial).test().auc());
      assertThat(of(fromSparse, trial).cost().flopsCounted()).isEqualTo(of(fromDense, trial).cost().flopsCounted());
    }
  }

  @Test
  void aTrialThatDivergesLeavesItsNeighboursAlone() {
    // SLR with an absurd penalty weight explodes; everything else is as before.
    Recipe calm = recipe(SGD, 7);
    SlrConfig slr = calm.methods().slr();
    SlrConfig absurd = new SlrConfig(slr.form(), slr.deviations(), slr.epochs(), slr.denseShare(), slr.reweightShare(),
        1e9, slr.step(), slr.m(), slr.r(), slr.oneSchedule(), slr.reweightRate(), slr.optimizer());
    Recipe poisoned = new Recipe(calm.model(), calm.training(), methods(SGD, 7, absurd, MethodsConfig.ForAll.OWN), ALL);
    List<TrialOutcome> outcomes = run(poisoned, data, TRIALS);
    List<TrialOutcome> expected = run(calm, data, TRIALS);
    assertThat(outcomes).hasSize(5);
    for (TrialOutcome outcome : outcomes) {
      if (outcome.trial().method() == Method.SLR) {
        TrialOutcome.Failed failed = (TrialOutcome.Failed) outcome;
        assertThat(failed.phase()).isEqualTo("reweight");
        assertThat(failed.cause()).isInstanceOf(DivergedException.class).hasMessageContaining("epoch");
      } else {
        assertThat(((TrialOutcome.Finished) outcome).scores()).containsExactly(of(expected, outcome.trial()).scores());
      }
    }
  }

  @Test
  void aFaultOfOneTrialIsARowAndAFailureOfTheMachineIsNone() {
    Recipe recipe = recipe(SGD, 7);
    List<TrialOutcome> expected = run(recipe, data, TRIALS);
    List<TrialOutcome> outcomes = new ArrayList<>();
    AtomicBoolean isDone = new AtomicBoolean();
    // Of the trials that are trained in the first round, the last one gets no answer.
    new TrialGroup(recipe, data.facts(), faulty(recipe, answers -> {
      if (!isDone.getAndSet(true)) {
        answers.set(answers.size() - 1, null);
      }
    }), outcomes::add).run(TRIALS);
    assertThat(outcomes).hasSize(TRIALS.size());
    TrialOutcome.Failed failed = (TrialOutcome.Failed) outcomes.get(0);
    assertThat(failed.cause()).isInstanceOf(NullPointerException.class);
    assertThat(failed.epoch()).isEqualTo(1);
    for (TrialOutcome outcome : outcomes.subList(1, outcomes.size())) {
      assertThat(((TrialOutcome.Finished) outcome).scores()).containsExactly(of(expected, outcome.trial()).scores());
    }

    List<TrialOutcome> none = new ArrayList<>();
    assertThatThrownBy(() -> new TrialGroup(recipe, data.facts(), faulty(recipe, answers -> {
      throw new UncheckedIOException("no space left", new IOException());
    }), none::add).run(TRIALS)).isInstanceOf(UncheckedIOException.class);
    assertThat(none).as("it may go well the next time").isEmpty();
  }

  /** Rounds whose answers are spoilt. */
  private RoundExecutor faulty(Recipe recipe, Consumer<List<RoundOutcome>> fault) {
    VectorRounds rounds = rounds(recipe, data, TRIALS);
    return new RoundExecutor() {
      @Override
      public int stepsPerEpoch() {
        return rounds.stepsPerEpoch();
      }

      @Override
      public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
        List<RoundOutcome> answers = new ArrayList<>(rounds.run(span, orders));
        fault.accept(answers);
        return answers;
      }

      @Override
      public List<Scores> score(List<Network> networks, Part part) {
        return rounds.score(networks, part);
      }
    };
  }

  @Test
  void aSeedGivesTheSameAgainAndAnotherSeedSomethingElse() {
    Trial trial = TRIALS.get(4);
    Trial other = new Trial(trial.method(), trial.embedding(), trial.sparsity(), 2);
    float[] scores = of(run(recipe(SGD, 7), data, List.of(trial)), trial).scores();
    assertThat(of(run(recipe(SGD, 7), data, List.of(trial)), trial).scores()).containsExactly(scores);
    assertThat(of(run(recipe(SGD, 7), data, List.of(other)), other).scores()).isNotEqualTo(scores);
  }

  private static TrialOutcome.Finished of(List<TrialOutcome> outcomes, Trial trial) {
    return (TrialOutcome.Finished) outcomes.stream().filter(o -> o.trial().equals(trial)).findFirst().orElseThrow();
  }

  private static List<TrialOutcome> run(Recipe recipe, TrialData data, List<Trial> trials) {
    List<TrialOutcome> outcomes = new ArrayList<>();
    new TrialGroup(recipe, data.facts(), rounds(recipe, data, trials), outcomes::add).run(trials);
    return outcomes;
  }

  static VectorRounds rounds(Recipe recipe, TrialData data, List<Trial> trials) {
    return new VectorRounds(data, ParameterLayout.of(data.inputs().width(), recipe.model(), data.labels().outputs()),
        recipe.training().batch(), Recipe.trainingSeeds(trials.get(0).seed()), LaneKernel.best());
  }

  static Recipe recipe(OptimizerConfig optimizer, int interval) {
    return recipe(optimizer, interval, MethodsConfig.ForAll.OWN);
  }

  private static Recipe recipe(OptimizerConfig optimizer, int interval, MethodsConfig.ForAll allocation) {
    TrainingConfig training = new TrainingConfig(64, 12, optimizer, TrainingConfig.Select.VAL_ACCURACY, 0, false);
    return new Recipe(new ModelConfig(ModelConfig.Kind.MLP, List.of(32), 0), training,
        methods(optimizer, interval, new SlrConfig(SlrConfig.Form.CORRECTED, SlrConfig.Deviations.ALL, 12, 0.5, 0.25,
            0.01, 0.01, 200, 0.1, true, 0.1, optimizer), allocation),
        ALL);
  }

  static MethodsConfig methods(OptimizerConfig optimizer, int interval, SlrConfig slr,
      MethodsConfig.ForAll allocation) {
    DropGrowConfig exchange =
        new DropGrowConfig(12, interval, 0, 0.5, 0.005, DropGrowConfig.Decay.COSINE, 1, 3, GROWTH, optimizer);
    return new MethodsConfig(MethodsConfig.Layers.ALL, allocation, Allocations.AUTHORS, 1, Structure.NONE,
        new DenseConfig(12, optimizer), new PruneConfig(12, 0.5, optimizer),
        new GradualConfig(12, 2 / 3.0, interval, optimizer), new LotteryConfig(12, Budget.FULL, 3, optimizer),
        new AdmmConfig(12, 0.5, 0.25, 0.01, optimizer), slr, new StaticConfig(12, 3, 4, 0.25, optimizer), exchange,
        exchange, exchange, new MethodsConfig.Exploring(exchange, 1e-3, 0.9, 1000, 1),
        new MethodsConfig.Mest(exchange, 1, 0.05), new TopKastConfig(12, interval, 1, optimizer),
        new GrowAndPruneConfig(12, 2 / 3.0, 2, optimizer),
        new UgsConfig(12, Budget.FULL, 3, 0.2, 1e-4, 1e-4, 0, optimizer));
  }

  /** Vertices on a circle; an edge is likely between near ones. */
  static TrialData data(boolean sparse) {
    SplittableRandom random = Seeds.of(1).generator();
    float[] values = new float[200 * 4];
    for (int v = 0; v < 200; v++) {
      double angle = 2 * Math.PI * v / 200;
      values[v * 4] = (float) Math.cos(angle);
      values[v * 4 + 1] = (float) Math.sin(angle);
    }
    VertexFeatures features = sparse ? sparse(values) : new VertexFeatures.Dense(4, values);
    return TrialData.of(examples(random, 1500), examples(random, 300), examples(random, 400), features);
  }

  private static VertexFeatures sparse(float[] values) {
    int[] offsets = new int[201];
    int[] columns = new int[400];
    float[] kept = new float[400];
    int size = 0;
    for (int v = 0; v < 200; v++) {
      for (int c = 0; c < 4; c++) {
        if (Math.abs(values[v * 4 + c]) > 0.3) {
          columns[size] = c;
          kept[size++] = values[v * 4 + c];
        }
      }
      offsets[v + 1] = size;
    }
    return new VertexFeatures.Sparse(4, offsets, columns, kept, size / 800.0);
  }

  private static Examples examples(SplittableRandom random, int size) {
    int[] source = new int[size];
    int[] target = new int[size];
    boolean[] positive = new boolean[size];
    boolean[] seen = new boolean[size];
    for (int i = 0; i < size; i++) {
      source[i] = random.nextInt(200);
      positive[i] = i % 2 == 0;
      int offset = positive[i] ? random.nextInt(40) - 20 : 30 + random.nextInt(140);
      target[i] = Math.floorMod(source[i] + offset, 200);
      seen[i] = i % 5 > 0;
    }
    return new Examples(source, target, positive, seen);
  }
}
