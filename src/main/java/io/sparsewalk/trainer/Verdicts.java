package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.PublishedFlops;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.Recipe;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.TrialOutcome.Cost;
import io.sparsewalk.sweep.TrialOutcome.Network;
import io.sparsewalk.sweep.TrialOutcome.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The end of a trial: the chosen epoch meets the test examples, the costs are added up. */
final class Verdicts {
  private final Recipe recipe;
  private final TrialFacts facts;
  private final RoundExecutor executor;
  private final ParameterLayout layout;

  Verdicts(Recipe recipe, TrialFacts facts, RoundExecutor executor, ParameterLayout layout) {
    this.recipe = recipe;
    this.facts = facts;
    this.executor = executor;
    this.layout = layout;
  }

  List<TrialOutcome> of(List<Trial> trials, List<TrialController> controllers) {
    List<RoundExecutor.Network> networks = controllers.stream()
        .map(controller -> new RoundExecutor.Network(controller.best().parameters(), controller.best().mask()))
        .toList();
    List<RoundExecutor.Scores> scores = executor.score(networks, RoundExecutor.Part.TEST);
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      outcomes.add(finished(trials.get(i), controllers.get(i), scores.get(i).logits()));
    }
    return outcomes;
  }

  /** Accuracy over the test examples whose two ends were seen. */
  double seenAccuracy(float[] logits) {
    return seen(logits).accuracy();
  }

  private TrialOutcome finished(Trial trial, TrialController controller, float[] logits) {
    TrialController.Checkpoint best = controller.best();
    Cost cost = new Cost(publishedFlops(trial), 2 * controller.multiplyAdds(), 2 * denseMultiplyAdds(controller.epoch()),
        controller.seconds(), controller.bytesMoved());
    return new TrialOutcome.Finished(trial, quality(seen(logits)),
        quality(BinaryMetrics.of(logits, facts.test().positive())), quality(best.validation()),
        controller.bestOnTest(), cost, network(best, controller.epoch()),
        new TrialOutcome.Weights(layout, best.parameters(), best.mask()), controller.epochRows(), controller.layerRows(),
        logits);
  }

  private BinaryMetrics seen(float[] logits) {
    Examples test = facts.test();
    int size = 0;
    float[] kept = new float[logits.length];
    boolean[] positive = new boolean[logits.length];
    for (int i = 0; i < logits.length; i++) {
      if (test.bothSeen()[i]) {
        kept[size] = logits[i];
        positive[size++] = test.positive()[i];
      }
    }
    return BinaryMetrics.of(Arrays.copyOf(kept, size), Arrays.copyOf(positive, size));
  }

  private static Quality quality(BinaryMetrics metrics) {
    return new Quality(metrics.accuracy(), metrics.auc(), metrics.averagePrecision());
  }

  private Network network(TrialController.Checkpoint best, int epochs) {
    long weights = 0;
    long nonzeros = 0;
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstWeight(l + 1); i++) {
        boolean nonzero = best.parameters()[i] != 0;
        nonzeros += nonzero ? 1 : 0;
        weights += nonzero && i < layout.firstBias(l) ? 1 : 0;
      }
    }
    return new Network(layout.toString(), 1 - (double) weights / layout.weights(), layout.size(), nonzeros,
        best.epoch(), epochs);
  }

  private double publishedFlops(Trial trial) {
    double density = 1 - trial.sparsity();
    return PublishedFlops.relative(layout, facts.density(),
        recipe.sparsifier(trial, layout).phases(), trial.method() == Method.DENSE ? 1 : density);
  }

  /**
   * What dense training of as many epochs executes on dense rows: per training example forward, gradient and backward;
   * validation forward.
   */
  private long denseMultiplyAdds(long epochs) {
    long forward = layout.weights();
    long backward = forward - layout.weights(0);
    return epochs * ((2 * forward + backward) * facts.trainSize() + forward * facts.valid().size());
  }
}
