package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import io.sparsewalk.metric.Quality;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.Phase;
import io.sparsewalk.sparsity.Probe;
import io.sparsewalk.sparsity.Sparsifier;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.UnreachableLevelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains all trials of one seed and embedding in lockstep: every mini-batch is gathered once, trainings that are still the same
 * (the dense phases) run once, and a trial that fails leaves its neighbours alone.
 */
public final class TrialGroup {
  private static final Logger LOG = LoggerFactory.getLogger(TrialGroup.class);

  private final Recipe recipe;
  private final TrialFacts facts;
  private final RoundExecutor executor;
  private final ParameterLayout layout;
  private final Consumer<TrialOutcome> outcomes;
  private final Checkpoints checkpoints;
  private final Map<Trial, TrialController> running = new LinkedHashMap<>();
  private final Verdicts verdicts;

  /** Trains from the beginning. */
  public TrialGroup(Recipe recipe, TrialFacts facts, RoundExecutor executor, Consumer<TrialOutcome> outcomes) {
    this(recipe, facts, executor, outcomes, Checkpoints.NONE);
  }

  /**
   * @param executor over the same data, for the network of the recipe over the inputs
   * @param outcomes told of every trial as soon as it has ended
   * @param checkpoints where trainings go on, and are kept
   */
  public TrialGroup(Recipe recipe, TrialFacts facts, RoundExecutor executor, Consumer<TrialOutcome> outcomes,
      Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
    this.recipe = recipe;
    this.facts = facts;
    this.executor = executor;
    this.outcomes = outcomes;
    layout = ParameterLayout.of(facts.inputs(), recipe.model(), facts.labels().outputs());
    verdicts = new Verdicts(facts, executor, layout);
  }

  /** Trains the trials, which have one seed in common. */
  public void run(List<Trial> trials) {
    for (Map<Trial, TrialController> together : begun(trials)) {
      running.putAll(together);
      while (!running.isEmpty()) {
        epoch();
        halve();
        finish();
        keep();
      }
    }
  }

  /** The trials that go on from the same epoch together, as they share its batches. */
  private Collection<Map<Trial, TrialController>> begun(List<Trial> trials) {
    Map<Integer, Map<Trial, TrialController>> byEpoch = new TreeMap<>();
    for (Trial trial : trials) {
      begun(trial)
          .ifPresent(begun -> byEpoch.computeIfAbsent(begun.epoch(), epoch -> new LinkedHashMap<>()).put(trial, begun));
    }
    if (byEpoch.size() > 1 && recipe.halving().keep() < 1) {
      // Who goes on depends on how good all of them are after the same epochs; of equal ones, on their order.
      Map<Trial, TrialController> anew = new LinkedHashMap<>();
      trials.stream()
          .filter(trial -> byEpoch.values().stream().anyMatch(each -> each.containsKey(trial)))
          .forEach(trial -> anew.put(trial, controller(trial)));
      return List.of(anew);
    }
    byEpoch.forEach((epoch, each) -> {
      if (epoch > 0) {
        LOG.info("{} trials go on after epoch {}", each.size(), epoch);
      }
    });
    return byEpoch.values();
  }

  private Optional<TrialController> begun(Trial trial) {
    try {
      Optional<byte[]> kept = checkpoints.find(trial);
      return Optional.of(kept.isEmpty() ? controller(trial) : resumed(trial, kept.get()));
    } catch (UnreachableLevelException e) {
      // Of the job, not of this trial.
      throw e;
    } catch (RuntimeException e) {
      failed(trial, null, 0, e);
      return Optional.empty();
    }
  }

  private TrialController resumed(Trial trial, byte[] kept) {
    TrialController controller = controller(trial);
    try {
      StateStream stream = StateStream.giving(kept);
      controller.carry(stream);
      stream.end();
      return controller;
    } catch (RuntimeException e) {
      LOG.warn("{} begins anew: what was kept of it is none of its states: {}", trial, e.getMessage());
      return controller(trial);
    }
  }

  private TrialController controller(Trial trial) {
    Seeds seeds = Recipe.trainingSeeds(trial.seed());
    Sparsifier sparsifier = recipe.sparsifier(trial, layout, executor.stepsPerEpoch());
    long steps = sparsifier.phases().stream().mapToLong(Phase::epochs).sum() * executor.stepsPerEpoch();
    if (sparsifier.interval() >= steps) {
      LOG.warn("{}: the mask is never updated, as the training has {} steps and the interval is {}", trial, steps,
          sparsifier.interval());
    }
    return new TrialController(sparsifier, recipe.training(), layout, recipe.initial(layout, seeds.child("weights")),
        executor.stepsPerEpoch());
  }

  /** Keeps all that are not done, if it is time to. */
  private void keep() {
    if (!running.isEmpty() && checkpoints.isDue()) {
      running.forEach((trial, controller) -> {
        StateStream stream = StateStream.taking();
        controller.carry(stream);
        checkpoints.keep(trial, stream.taken());
      });
    }
  }

  /** Ends the trials that others are better than, if the time has come. */
  private void halve() {
    boolean rung = running.values().stream().anyMatch(controller -> recipe.halving().isRung(controller.epoch()));
    List<TrialController> field = running.keySet()
        .stream()
        .filter(trial -> trial.method().isSparse())
        .map(running::get)
        .filter(controller -> !controller.isDone())
        .sorted(Comparator.comparingDouble((TrialController controller) -> -controller.best().figure()))
        .toList();
    if (rung) {
      field.stream().skip((long) Math.ceil(recipe.halving().keep() * field.size())).forEach(TrialController::halve);
    }
  }

  private void epoch() {
    attempt(running.keySet(), trial -> running.get(trial).beginEpoch(new TrialProbe(trial)));
    int steps;
    for (int step = 0; step < executor.stepsPerEpoch() && !running.isEmpty(); step += steps) {
      int from = step;
      steps = running.values().stream().mapToInt(controller -> controller.stepsToBorder(from)).min().getAsInt();
      round(step, steps);
    }
    if (!running.isEmpty()) {
      evaluate();
    }
  }

  private void round(int step, int steps) {
    List<List<Trial>> shared = shared();
    int epoch = running.values().iterator().next().epoch();
    List<RoundOutcome> results = executor.run(new RoundOrders.Span(epoch, step, steps),
        shared.stream().map(trials -> running.get(trials.get(0)).orders(step, steps)).toList());
    for (int s = 0; s < results.size(); s++) {
      RoundOutcome result = results.get(s);
      Trial first = shared.get(s).get(0);
      // The others go on from copies: their ways may part.
      List<RoundOutcome> copies = shared.get(s)
          .stream()
          .map(trial -> trial.equals(first) ? result : result.withState(result.state().copy()))
          .toList();
      List<Trial> trials = shared.get(s);
      attempt(trials, trial -> running.get(trial).accept(copies.get(trials.indexOf(trial)), step + steps, steps));
    }
  }

  private void evaluate() {
    List<List<Trial>> shared = shared();
    List<RoundExecutor.Network> networks = shared.stream().map(trials -> running.get(trials.get(0)).network()).toList();
    List<RoundExecutor.Scores> valid = executor.score(networks, RoundExecutor.Part.VALID);
    List<RoundExecutor.Scores> test =
        recipe.training().reportBestOnTest() ? executor.score(networks, RoundExecutor.Part.TEST) : List.of();
    IntStream indices = IntStream.range(0, networks.size());
    List<Quality> qualities = (executor.hasAllCores() ? indices.parallel() : indices)
        .mapToObj(s -> facts.labels().quality(valid.get(s).logits(), facts.valid()))
        .toList();
    for (int s = 0; s < networks.size(); s++) {
      RoundExecutor.Scores scores = valid.get(s);
      Quality validation = qualities.get(s);
      double testAccuracy = test.isEmpty() ? Double.NaN : verdicts.seenAccuracy(test.get(s).logits());
      attempt(shared.get(s), trial -> {
        running.get(trial).charge(scores.multiplyAdds());
        running.get(trial).endEpoch(validation, testAccuracy);
      });
    }
  }

  private void finish() {
    List<Trial> done = running.keySet().stream().filter(trial -> running.get(trial).isDone()).toList();
    if (!done.isEmpty()) {
      List<TrialController> controllers = done.stream().map(running::get).toList();
      verdicts.of(done, controllers).forEach(this::ended);
      done.forEach(running::remove);
    }
  }

  private void ended(TrialOutcome outcome) {
    outcomes.accept(outcome);
    checkpoints.drop(outcome.trial());
  }

  /** The running trials, those that are the same in this epoch together. */
  private List<List<Trial>> shared() {
    Map<Object, List<Trial>> byKey = new LinkedHashMap<>();
    running.forEach(
        (trial, controller) -> byKey.computeIfAbsent(controller.shareKey(), key -> new ArrayList<>()).add(trial));
    return List.copyOf(byKey.values());
  }

  /** Does something with each trial; one that throws becomes a failure. */
  private void attempt(Collection<Trial> trials, Consumer<Trial> work) {
    for (Trial trial : List.copyOf(trials)) {
      try {
        work.accept(trial);
      } catch (RuntimeException e) {
        TrialController controller = running.get(trial);
        failed(trial, controller.phaseName(), controller.epoch() + 1, e);
        running.remove(trial);
      }
    }
  }

  /** A row, if trying again would change nothing. */
  private void failed(Trial trial, String phase, int epoch, RuntimeException failure) {
    if (!Faults.isDeterministic(failure)) {
      throw failure;
    }
    if (!(failure instanceof DivergedException)) {
      LOG.error("{} failed, probably by a fault of this program", trial, failure);
    }
    ended(new TrialOutcome.Failed(trial, phase, epoch, failure));
  }

  /** Looks at the training data on behalf of a trial, which pays for it. */
  private final class TrialProbe implements Probe {
    private static final OptimizerConfig AT_REST = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 1);

    private final Trial trial;

    TrialProbe(Trial trial) {
      this.trial = trial;
    }

    @Override
    public double loss(float[] parameters) {
      RoundExecutor.Scores scores =
          executor.score(List.of(new RoundExecutor.Network(parameters, Mask.dense(layout))), RoundExecutor.Part.SAMPLE)
              .get(0);
      running.get(trial).charge(scores.multiplyAdds());
      return facts.labels().probabilities(scores.logits(), facts.sample()).logLoss();
    }

    @Override
    public float[] gradient(float[] parameters, int batches) {
      int steps = Math.min(batches, executor.stepsPerEpoch());
      // Steps of rate 0 leave the parameters as they are.
      RoundOrders orders =
          new RoundOrders(TrainingState.of(parameters.clone()), Mask.dense(layout), AT_REST, 0, null, null, steps);
      RoundOutcome outcome = executor.run(new RoundOrders.Span(0, 0, steps), List.of(orders)).get(0);
      running.get(trial).charge(outcome.spent().multiplyAdds());
      return outcome.scores();
    }

    @Override
    public int edges() {
      return executor.edges();
    }
  }
}
