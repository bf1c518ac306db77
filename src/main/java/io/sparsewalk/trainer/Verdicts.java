package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.metric.RankingMetrics;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.PublishedFlops;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.sweep.TrialOutcome;
import io.sparsewalk.sweep.TrialOutcome.Cost;
import io.sparsewalk.sweep.TrialOutcome.Inference;
import io.sparsewalk.sweep.TrialOutcome.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The end of a trial: the chosen epoch meets the test examples, the costs are added up. */
final class Verdicts {
  private final TrialFacts facts;
  private final RoundExecutor executor;
  private final ParameterLayout layout;
  private final Labels labels;

  Verdicts(TrialFacts facts, RoundExecutor executor, ParameterLayout layout) {
    this.facts = facts;
    this.executor = executor;
    this.layout = layout;
    labels = facts.labels();
  }

  List<TrialOutcome> of(List<Trial> trials, List<TrialController> controllers) {
    List<RoundExecutor.Network> networks = controllers.stream().map(controller -> controller.best().network()).toList();
    List<RoundExecutor.Scores> scores = executor.score(networks, RoundExecutor.Part.TEST);
    List<RoundExecutor.Scores> ranked = executor.score(networks, RoundExecutor.Part.RANKING);
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      outcomes.add(finished(trials.get(i), controllers.get(i), scores.get(i), ranked.get(i).logits()));
    }
    return outcomes;
  }

  /** Accuracy over the test examples whose two ends were seen. */
  double seenAccuracy(float[] logits) {
    return labels.quality(seen(logits), facts.test().seen()).accuracy();
  }

  private TrialOutcome finished(Trial trial, TrialController controller, RoundExecutor.Scores scores, float[] ranked) {
    BestEpoch best = controller.best();
    // A trial that was ended early may not even be sparse yet: it is not tested.
    float[] logits = controller.stop() == TrialOutcome.Stop.HALVED ? new float[0] : scores.logits();
    Examples test = logits.length == 0 ? facts.test().subset(new int[0]) : facts.test();
    float[] seenLogits = seen(logits);
    Examples seen = test.seen();
    Cost cost = new Cost(publishedFlops(controller.epochRows()), 2 * controller.multiplyAdds(),
        2L * controller.epoch() * executor.denseMultiplyAdds(facts, layout), controller.seconds(),
        controller.bytesMoved());
    return new TrialOutcome.Finished(trial, controller.stop(), labels.quality(seenLogits, seen),
        labels.quality(logits, test), labels.probabilities(seenLogits, seen), sampling(seenLogits, seen, share(test)),
        best.validation(), controller.bestOnTest(), logits.length == 0 ? List.of() : rankings(ranked),
        confusions(labels.confusion(seenLogits, seen)), cost, inference(best.network().mask(), scores),
        network(best, controller.epoch()),
        new TrialOutcome.Weights(layout, best.network().parameters(), best.network().mask()), controller.epochRows(),
        controller.layerRows(), logits);
  }

  private TrialOutcome.Sampling sampling(float[] logits, Examples examples, double share) {
    return new TrialOutcome.Sampling(labels.accuracyError(logits, examples), labels.aucError(logits, examples),
        examples.size(), share, labels.majority(examples));
  }

  /** The cells that are not 0. */
  private static List<TrialOutcome.ConfusionRow> confusions(long[][] confusion) {
    List<TrialOutcome.ConfusionRow> rows = new ArrayList<>();
    for (int actual = 0; actual < confusion.length; actual++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (confusion[actual][predicted] > 0) {
          rows.add(new TrialOutcome.ConfusionRow(actual, predicted, confusion[actual][predicted]));
        }
      }
    }
    return rows;
  }

  /** Of the edges, or of the vertices, those whose ends were seen. */
  private static double share(Examples test) {
    int edges = 0;
    int seenEdges = 0;
    int seen = 0;
    for (int i = 0; i < test.size(); i++) {
      edges += test.positive()[i] ? 1 : 0;
      seenEdges += test.positive()[i] && test.bothSeen()[i] ? 1 : 0;
      seen += test.bothSeen()[i] ? 1 : 0;
    }
    return edges > 0 ? (double) seenEdges / edges : test.size() > 0 ? (double) seen / test.size() : Double.NaN;
  }

  /** Of the logits of all test examples those of the ones whose two ends were seen. */
  private float[] seen(float[] logits) {
    int outputs = layout.outputs();
    int size = 0;
    float[] kept = new float[logits.length];
    for (int i = 0; i * outputs < logits.length; i++) {
      if (facts.test().bothSeen()[i]) {
        System.arraycopy(logits, i * outputs, kept, size, outputs);
        size += outputs;
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private List<TrialOutcome.RankingRow> rankings(float[] logits) {
    Ranking ranking = facts.ranking();
    float[] positives = Arrays.copyOf(logits, ranking.positives());
    List<TrialOutcome.RankingRow> rows = new ArrayList<>();
    for (Ranking.Kind kind : positives.length == 0 ? new Ranking.Kind[0] : Ranking.Kind.values()) {
      float[] negatives =
          Arrays.copyOfRange(logits, ranking.firstNegative(kind, 0), ranking.firstNegative(kind, ranking.positives()));
      RankingMetrics m = RankingMetrics.of(positives, negatives);
      rows.add(new TrialOutcome.RankingRow(kind.key(), ranking.positives(), ranking.negatives(), m.meanReciprocalRank(),
          m.hits1(), m.hits3(), m.hits10(), m.hits50(), m.auc()));
    }
    return rows;
  }

  private Inference inference(Mask mask, RoundExecutor.Scores scores) {
    double[] densities = new double[layout.layers()];
    for (int l = 0; l < densities.length; l++) {
      densities[l] = (double) mask.count(l) / layout.weights(l);
    }
    return new Inference(2.0 * scores.multiplyAdds() / facts.test().size(), 2.0 * layout.weights(),
        PublishedFlops.propagated(layout, facts.inputDensity(), densities, true),
        PublishedFlops.propagated(layout, facts.inputDensity(), densities, false),
        scores.seconds() / facts.test().size());
  }

  private Network network(BestEpoch best, int epochs) {
    long weights = 0;
    long nonzeros = 0;
    for (int l = 0; l < layout.layers(); l++) {
      for (int i = layout.firstWeight(l); i < layout.firstWeight(l + 1); i++) {
        boolean nonzero = best.network().parameters()[i] != 0;
        nonzeros += nonzero ? 1 : 0;
        weights += nonzero && i < layout.firstBias(l) ? 1 : 0;
      }
    }
    int kept = best.network().mask().count();
    double all = layout.weights();
    return new Network(layout.toString(), 1 - kept / all, 1 - weights / all, layout.size(), nonzeros, kept - weights,
        best.epoch(), epochs, best.network().edges() == null ? 0 : best.network().edges().sparsity());
  }

  private double publishedFlops(List<TrialOutcome.EpochRow> epochs) {
    double density = epochs.stream().mapToDouble(TrialOutcome.EpochRow::density).average().orElse(1);
    return PublishedFlops.relative(layout, facts.inputDensity(), density);
  }
}
