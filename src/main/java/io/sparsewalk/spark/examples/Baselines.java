package io.sparsewalk.spark.examples;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.LinkSplit;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.TimedEdges;
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

  private Baselines(Examples test, int all, Ranking ranking) {
    this.ranking = ranking;
    note = "test examples whose two ends were seen" + (test.size() < all ? ", " + test.size() + " of them" : "")
        + "; the graph is the edges known after training";
  }

  /** Accuracy, with the threshold that is best on validation, AUC and ranks of every baseline that needs no fit. */
  static List<LeakAudit.Figure> of(LinkSplit split, PairHistory known) {
    Examples test = thinned(split.test().examples().seen());
    TrivialScores scores = new TrivialScores(known);
    Baselines baselines = new Baselines(test, split.test().examples().seen().size(), split.ranking());
    Examples valid = thinned(split.valid().examples().seen());
    for (TrivialScores.Baseline baseline : TrivialScores.Baseline.values()) {
      baselines.add(baseline.key(), valid, test, examples -> scores.of(baseline, examples));
    }
    return baselines.figures;
  }

  /** As {@link #of} for logistic regression. */
  static List<LeakAudit.Figure> of(LogisticBaseline.Rows rows, LogisticBaseline fitted) {
    Baselines baselines = new Baselines(rows.test(), rows.allTest(), rows.ranking());
    baselines.add("logistic regression", rows.valid(), rows.test(), fitted::scores);
    return baselines.figures;
  }

  /** What logistic regression is fitted to and tested on. */
  static LogisticBaseline.Rows logisticRows(LinkSplit split, TimedEdges edges, PairHistory known) {
    Examples train = split.train().examples();
    int positives = split.train().ranks().length;
    boolean own = split.earlier().length < split.known().length;
    int firstFitted = own ? 0 : (int) (KNOWN_SHARE * positives);
    int[] earlier = own ? split.earlier() : Arrays.stream(split.train().ranks()).limit(firstFitted).sorted().toArray();
    PairHistory before = new PairHistory(split.ids(), edges, earlier);
    int[] chosen = IntStream.range(0, train.size())
        .filter(i -> i % positives >= firstFitted)
        .filter(i -> before.neighbours(train.source()[i % positives]) > 0
            && before.neighbours(train.target()[i % positives]) > 0)
        .toArray();
    Examples test = split.test().examples().seen();
    return new LogisticBaseline.Rows(LogisticBaseline.features(before, thinned(train.subset(chosen))),
        LogisticBaseline.features(known, thinned(split.valid().examples().seen())),
        LogisticBaseline.features(known, thinned(test)), test.size(),
        split.ranking().withPairs(LogisticBaseline.features(known, split.ranking().examples()).pairs()));
  }

  private void add(String name, Examples valid, Examples test, Function<Examples, float[]> score) {
    if (test.size() == 0) {
      return;
    }
    float threshold = BinaryMetrics.bestThreshold(score.apply(valid), valid.positive());
    float[] shifted = score.apply(test);
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] -= threshold;
    }
    BinaryMetrics metrics = BinaryMetrics.of(shifted, test.positive());
    add(name, "accuracy", valid.size() == 0 ? Double.NaN : metrics.accuracy(), note + ", threshold from validation");
    add(name, "AUC", metrics.auc(), note);
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

  private static Examples thinned(Examples examples) {
    int stride = (examples.size() + MOST - 1) / MOST;
    return stride <= 1 ? examples
        : examples.subset(IntStream.range(0, examples.size() / stride).map(i -> i * stride).toArray());
  }
}
