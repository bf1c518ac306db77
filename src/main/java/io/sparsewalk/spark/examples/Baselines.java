package io.sparsewalk.spark.examples;

import io.sparsewalk.dataset.BlockRule;
import io.sparsewalk.dataset.EdgeParts;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.SplitCounts;
import io.sparsewalk.dataset.SplitSamples;
import io.sparsewalk.dataset.TrivialScores;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.metric.RankingMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What trivial baselines reach on the test examples, as figures of the audit: what a model must beat to have learned anything. */
final class Baselines {
  /** More examples than this are thinned evenly: hubs make common neighbours slow. */
  private static final int MOST = 200_000;
  /** Share of the training edges that logistic regression knows while it is fitted to the others, as test edges come after all. */
  private static final double KNOWN_SHARE = 2 / 3.0;

  private final Ranking ranking;
  private final String note;
  private final List<LeakAudit.Figure> figures = new ArrayList<>();

  private Baselines(Examples test, long all, Ranking ranking) {
    this.ranking = ranking;
    note = "test examples whose two ends were seen" + (test.size() < all ? ", " + test.size() + " of them" : "")
        + "; the graph is the edges known after training";
  }

  /**
   * What the baselines are measured on.
   *
   * @param allTest number of test examples before they were thinned
   */
  record Measured(Examples valid, Examples test, long allTest, Ranking ranking) {
    /** The same with inputs of logistic regression. */
    Measured withInputs(PairHistory known) {
      return new Measured(LogisticBaseline.features(known, valid), LogisticBaseline.features(known, test), allTest,
          ranking.withPairs(LogisticBaseline.features(known, ranking.examples()).pairs()));
    }
  }

  /** What they are measured on, of a split. */
  static Measured measured(SplitSamples samples, SplitCounts counts, Ranking ranking) {
    return new Measured(samples.kept(BlockRule.VALID, MOST), samples.kept(BlockRule.TEST, MOST),
        2 * counts.kept(BlockRule.TEST), ranking);
  }

  /** Accuracy, with the threshold that is best on validation, AUC and ranks of every baseline that needs no fit. */
  static List<LeakAudit.Figure> of(Measured on, PairHistory known) {
    TrivialScores scores = new TrivialScores(known);
    Baselines baselines = new Baselines(on.test, on.allTest, on.ranking);
    for (TrivialScores.Baseline baseline : TrivialScores.Baseline.values()) {
      baselines.add(baseline.key(), on.valid, on.test, examples -> scores.of(baseline, examples));
    }
    return baselines.figures;
  }

  /** As {@link #of} for logistic regression, fitted to training edges; nothing if they are not of two classes. */
  static List<LeakAudit.Figure> logistic(SplitSamples samples, EdgeParts edges, Measured on, PairHistory known,
      int ids) {
    SplitSamples.Chosen before = samples.before(KNOWN_SHARE);
    Examples fitted = samples.fitted(before, MOST);
    PairHistory history = SplitSamples.history(edges, ids, before, SplitSamples.ends(fitted));
    Measured seen = on.withInputs(known);
    Baselines baselines = new Baselines(on.test, on.allTest, seen.ranking);
    LogisticBaseline.fit(LogisticBaseline.features(history, fitted))
        .ifPresent(model -> baselines.add("logistic regression", seen.valid, seen.test, model::scores));
    return baselines.figures;
  }

  private void add(String name, Examples valid, Examples test, Function<Examples, float[]> score) {
    if (test.size() == 0) {
      return;
    }
    float threshold = BinaryMetrics.bestThreshold(score.apply(valid), valid.positive());
    float[] scores = score.apply(test);
    long right = IntStream.range(0, scores.length).filter(i -> scores[i] > threshold == test.positive()[i]).count();
    add(name, "accuracy", valid.size() == 0 ? Double.NaN : (double) right / scores.length,
        note + ", threshold from validation");
    // Of the scores as they are: beside a threshold that is infinite all would be equal.
    add(name, "AUC", BinaryMetrics.of(scores, test.positive()).auc(), note);
    float[] ranked = score.apply(ranking.examples());
    float[] positives = Arrays.copyOf(ranked, ranking.positives());
    for (Ranking.Kind kind : positives.length == 0 ? new Ranking.Kind[0] : Ranking.Kind.values()) {
      RankingMetrics ranks = RankingMetrics.of(positives,
          Arrays.copyOfRange(ranked, ranking.firstNegative(kind, 0), ranking.firstNegative(kind, ranking.positives())));
      String against = String.format(Locale.ROOT, "%d test edges against %d %s negatives each", ranking.positives(),
          ranking.negatives(), kind.key());
      add(name, kind.key() + " ranking AUC", ranks.auc(), against);
      add(name, kind.key() + " ranking MRR", ranks.meanReciprocalRank(), against);
    }
  }

  private void add(String name, String figure, double value, String about) {
    if (!Double.isNaN(value)) {
      figures.add(new LeakAudit.Figure("baseline " + name + ": " + figure, value, about));
    }
  }
}
