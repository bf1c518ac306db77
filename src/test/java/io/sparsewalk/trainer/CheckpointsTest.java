package io.sparsewalk.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sweep.EmbeddingKind;
import io.sparsewalk.sweep.HalvingConfig;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.MethodsConfig;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.TrainingConfig;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.TrialOutcome.Finished;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings that are killed and go on are the ones that nobody disturbed, bit by bit. */
class CheckpointsTest {
  private static final int EPOCHS = 12;
  /** No training is so long. */
  private static final int NEVER = 1000;
  private static final TrialData DATA = TrialGroupTest.data(false);

  /** The process ends in the middle of an epoch. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Keeps states in memory. */
  private static final class Kept implements Checkpoints {
    private final Map<Trial, byte[]> states = new HashMap<>();
    private int due = Integer.MAX_VALUE;
    private int found;

    @Override
    public boolean isDue() {
      return due-- > 0;
    }

    @Override
    public void keep(Trial trial, byte[] state) {
      states.put(trial, state);
    }

    @Override
    public Optional<byte[]> find(Trial trial) {
      found += states.containsKey(trial) ? 1 : 0;
      return Optional.ofNullable(states.get(trial));
    }

    @Override
    public void drop(Trial trial) {
      states.remove(trial);
    }
  }

  /** Rounds of a process that ends in an epoch, or never. */
  private record Mortal(RoundExecutor rounds, int last, List<Integer> epochs) implements RoundExecutor {
    @Override
    public int stepsPerEpoch() {
      return rounds.stepsPerEpoch();
    }

    @Override
    public int edges() {
      return rounds.edges();
    }

    @Override
    public long denseMultiplyAdds(TrialFacts facts, io.sparsewalk.model.ParameterLayout layout) {
      return rounds.denseMultiplyAdds(facts, layout);
    }

    @Override
    public List<RoundOutcome> run(RoundOrders.Span span, List<RoundOrders> orders) {
      List<RoundOutcome> outcomes = rounds.run(span, orders);
      epochs.add(span.epoch());
      if (span.epoch() >= last && span.first() + span.steps() == stepsPerEpoch()) {
        throw new Killed();
      }
      return outcomes;
    }

    @Override
    public List<Scores> score(List<Network> networks, Part part) {
      return rounds.score(networks, part);
    }
  }

  /** How trainings are made. */
  enum Kind {
    SGD(OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.2)
        .withNesterov(0.9)
        .withWeightDecay(5e-4)
        .withSchedule(OptimizerConfig.Schedule.COSINE), SlrConfig.Form.CORRECTED),
    ADAM(OptimizerConfig.of(OptimizerConfig.Kind.ADAM, 0.01), SlrConfig.Form.PUBLISHED);

    private final OptimizerConfig optimizer;
    private final SlrConfig.Form form;

    Kind(OptimizerConfig optimizer, SlrConfig.Form form) {
      this.optimizer = optimizer;
      this.form = form;
    }

    Recipe recipe(HalvingConfig halving) {
      TrainingConfig training =
          new TrainingConfig(64, EPOCHS, optimizer, TrainingConfig.Select.VAL_ACCURACY, this == ADAM ? 3 : 0, true);
      SlrConfig slr =
          new SlrConfig(form, SlrConfig.Deviations.ALL, EPOCHS, 0.25, 0.5, 0.01, 0.01, 200, 0.1, true, 0.1, optimizer);
      // An interval that no epoch's 24 steps are a multiple of.
      return new Recipe(new ModelConfig(ModelConfig.Kind.MLP, List.of(16), 0), training,
          TrialGroupTest.methods(optimizer, 31, slr, MethodsConfig.ForAll.OWN), halving);
    }
  }

  private static final HalvingConfig ALL = new HalvingConfig(1, 1);

  /** All that convolve no graph. */
  private static List<Trial> trials() {
    return Stream.of(Method.values())
        .filter(method -> method != Method.UGS)
        .map(method -> new Trial(method, EmbeddingKind.DENSE, method.isSparse() ? 0.5 : 0, 1))
        .toList();
  }

  private static List<TrialOutcome> run(Recipe recipe, Mortal rounds, List<Trial> trials, Checkpoints kept) {
    List<TrialOutcome> outcomes = new ArrayList<>();
    try {
      new TrialGroup(recipe, DATA.facts(), rounds, outcomes::add, kept).run(trials);
    } catch (Killed e) {
      // What had ended is published.
      assertThat(rounds.last).isLessThan(NEVER);
    }
    return outcomes;
  }

  private static Mortal rounds(Recipe recipe, List<Trial> trials, int last) {
    return new Mortal(TrialGroupTest.rounds(recipe, DATA, trials), last, new ArrayList<>());
  }

  /** All of an outcome, but for how long it took. */
  private static String text(TrialOutcome outcome) {
    Finished f = (Finished) outcome;
    return Stream
        .of(f.trial(), f.stop(), f.test(), f.testAll(), f.probabilities(), f.sampling(), f.validation(), f.bestOnTest(),
            f.rankings(), f.confusions(), f.cost().flopsPaper(), f.cost().flopsCounted(), f.cost().flopsDense(),
            f.cost().bytesMoved(), f.inference().flops(), f.network(), f.layers(), Arrays.toString(f.scores()),
            Arrays.toString(f.weights().values()), Arrays.toString(f.weights().mask().toArray()),
            f.epochs()
                .stream()
                .map(row -> List.of(row.phase(), row.epoch(), row.loss(), row.valAccuracy(), row.valAuc(),
                    row.learningRate(), row.density(), row.flops()))
                .toList())
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }

  private static Map<Trial, String> texts(List<TrialOutcome> outcomes) {
    return outcomes.stream().collect(Collectors.toMap(TrialOutcome::trial, CheckpointsTest::text));
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodGoesOnAfterAnyEpochAsIfNothingHadHappened(Kind kind) {
    Recipe recipe = kind.recipe(ALL);
    List<Trial> trials = trials();
    assertThat(trials).hasSize(Method.values().length - 1);
    Map<Trial, String> undisturbed = texts(run(recipe, rounds(recipe, trials, NEVER), trials, Checkpoints.NONE));
    // Tickets are trained for as many epochs in each of three rounds.
    for (int last : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 23, 24, 25, 35}) {
      Kept kept = new Kept();
      List<TrialOutcome> outcomes = new ArrayList<>(run(recipe, rounds(recipe, trials, last), trials, kept));
      List<Trial> missing = new ArrayList<>(trials);
      outcomes.forEach(outcome -> missing.remove(outcome.trial()));
      assertThat(kept.states.keySet()).as("after epoch %s", last).containsExactlyInAnyOrderElementsOf(missing);
      Mortal again = rounds(recipe, trials, NEVER);
      outcomes.addAll(run(recipe, again, missing, kept));
      assertThat(kept.found).isEqualTo(missing.size());
      int from = last;
      // Before the first step of a phase a method may look at the first batches.
      assertThat(again.epochs).filteredOn(epoch -> epoch > 0).allMatch(epoch -> epoch >= from);
      assertThat(texts(outcomes)).as("after epoch %s", last).isEqualTo(undisturbed);
      assertThat(kept.states).isEmpty();
    }
  }

  @Test
  void aTrainingThatIsKilledAgainAndAgainEnds() {
    Recipe recipe = Kind.SGD.recipe(ALL);
    List<Trial> trials = trials();
    Map<Trial, String> undisturbed = texts(run(recipe, rounds(recipe, trials, NEVER), trials, Checkpoints.NONE));
    Kept kept = new Kept();
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (int last = 1; last <= 3 * EPOCHS; last++) {
      List<Trial> missing = new ArrayList<>(trials);
      outcomes.forEach(outcome -> missing.remove(outcome.trial()));
      outcomes.addAll(run(recipe, rounds(recipe, trials, last), missing, kept));
    }
    assertThat(texts(outcomes)).isEqualTo(undisturbed);
  }

  @Test
  void trialsOfDifferentEpochsGoOnApartAndOneWithoutAStateBeginsAnew() {
    Recipe recipe = Kind.SGD.recipe(ALL);
    List<Trial> trials = trials();
    Map<Trial, String> undisturbed = texts(run(recipe, rounds(recipe, trials, NEVER), trials, Checkpoints.NONE));
    Kept kept = new Kept();
    run(recipe, rounds(recipe, trials, 7), trials.subList(0, 9), kept);
    run(recipe, rounds(recipe, trials, 3), trials.subList(9, trials.size()), kept);
    kept.states.remove(trials.get(2));
    kept.states.put(trials.get(4), new byte[] {1, 2, 3});
    byte[] other = kept.states.get(trials.get(5));
    kept.states.put(trials.get(6), Arrays.copyOf(other, other.length - 1));
    kept.states.put(trials.get(7), Arrays.copyOf(other, other.length + 1));
    assertThat(texts(run(recipe, rounds(recipe, trials, NEVER), trials, kept))).isEqualTo(undisturbed);
  }

  @Test
  void aHalvedFieldGoesOnTogetherOrBeginsAnewTogether() {
    Recipe recipe = Kind.SGD.recipe(new HalvingConfig(0.5, 3));
    List<Trial> trials = trials();
    Map<Trial, String> undisturbed = texts(run(recipe, rounds(recipe, trials, NEVER), trials, Checkpoints.NONE));
    for (int last : new int[] {2, 4, 8}) {
      Kept kept = new Kept();
      List<TrialOutcome> outcomes = run(recipe, rounds(recipe, trials, last), trials, kept);
      assertThat(outcomes.isEmpty()).isEqualTo(last < 3);
      // The whole field is trained again if one is missing, as who goes on depends on all of them.
      Mortal again = rounds(recipe, trials, NEVER);
      assertThat(texts(run(recipe, again, trials, kept))).as("after epoch %s", last).isEqualTo(undisturbed);
      assertThat(again.epochs.contains(1)).as("after epoch %s", last).isEqualTo(last > 3);
    }
  }

  @Test
  void networksOfGraphsGoOnToo() {
    Recipe recipe = GraphGroupTest.recipe();
    GraphData data = GraphGroupTest.data();
    List<Trial> trials = Stream.of(Method.DENSE, Method.UGS, Method.LOTTERY_TICKET, Method.SLR, Method.RIGL)
        .map(method -> new Trial(method, EmbeddingKind.DENSE, method.isSparse() ? 0.5 : 0, 1))
        .toList();
    Supplier<RoundExecutor> rounds = () -> GraphGroupTest.rounds(recipe, data);
    List<TrialOutcome> all = new ArrayList<>();
    new TrialGroup(recipe, data.facts(), rounds.get(), all::add).run(trials);
    for (int last : new int[] {1, 9, 10, 23, 31, 39}) {
      Kept kept = new Kept();
      List<TrialOutcome> outcomes = new ArrayList<>();
      Mortal mortal = new Mortal(rounds.get(), last, new ArrayList<>());
      assertThatThrownBy(() -> new TrialGroup(recipe, data.facts(), mortal, outcomes::add, kept).run(trials))
          .isInstanceOf(Killed.class);
      List<Trial> missing = new ArrayList<>(trials);
      outcomes.forEach(outcome -> missing.remove(outcome.trial()));
      new TrialGroup(recipe, data.facts(), rounds.get(), outcomes::add, kept).run(missing);
      assertThat(kept.found).isEqualTo(missing.size()).isPositive();
      assertThat(texts(outcomes)).as("after epoch %s", last).isEqualTo(texts(all));
    }
  }

  @Test
  void whatIsKeptLessOftenCostsTheEpochsSinceThen() {
    Recipe recipe = Kind.SGD.recipe(ALL);
    List<Trial> trials = trials();
    Kept kept = new Kept();
    kept.due = 3;
    run(recipe, rounds(recipe, trials, 9), trials, kept);
    Mortal again = rounds(recipe, trials, NEVER);
    List<TrialOutcome> outcomes = run(recipe, again, trials, kept);
    assertThat(again.epochs.stream().filter(epoch -> epoch > 0).min(Integer::compare)).contains(3);
    assertThat(texts(outcomes)).isEqualTo(texts(run(recipe, rounds(recipe, trials, NEVER), trials, Checkpoints.NONE)));
  }
}
