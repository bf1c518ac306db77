package io.sparsewalk.spark;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LinkSplit;
import io.sparsewalk.dataset.TrivialScores;
import io.sparsewalk.metric.BinaryMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What trivial baselines reach on the test examples, as figures of the audit: what a model must beat to have learned anything. */
final class Baselines {
  /** More examples than this are thinned evenly: hubs make common neighbours slow. */
  private static final int MOST = 200_000;

  private Baselines() {}

  /** Accuracy, with the threshold that is best on validation, and AUC of every baseline. */
  static List<Map<String, Object>> of(LinkSplit split) {
    Examples train = split.train().examples();
    Examples valid = thinned(split.valid().examples().seen());
    Examples test = thinned(split.test().examples().seen());
    int vertices = 1 + Stream.of(train, valid, test).flatMapToInt(examples ->
        IntStream.concat(Arrays.stream(examples.source()), Arrays.stream(examples.target()))).max().orElse(-1);
    TrivialScores scores = new TrivialScores(vertices, train);
    List<Map<String, Object>> figures = new ArrayList<>();
    for (TrivialScores.Baseline baseline : TrivialScores.Baseline.values()) {
      float threshold = BinaryMetrics.bestThreshold(scores.of(baseline, valid), valid.positive());
      float[] shifted = scores.of(baseline, test);
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] -= threshold;
      }
      BinaryMetrics metrics = BinaryMetrics.of(shifted, test.positive());
      String note = "test examples whose two ends were seen" + (test.size() < split.test().examples().seen().size()
          ? ", " + test.size() + " of them" : "") + "; training positives are the graph";
      add(figures, "baseline " + baseline.key() + ": accuracy", metrics.accuracy(), note + ", threshold from validation");
      add(figures, "baseline " + baseline.key() + ": AUC", metrics.auc(), note);
    }
    return figures;
  }

  private static void add(List<Map<String, Object>> figures, String name, double value, String note) {
    if (!Double.isNaN(value)) {
      figures.add(Map.of("name", name, "value", value, "note", note));
    }
  }

  private static Examples thinned(Examples examples) {
    int stride = (examples.size() + MOST - 1) / MOST;
    return stride <= 1 ? examples
        : examples.subset(IntStream.range(0, examples.size() / stride).map(i -> i * stride).toArray());
  }
}
