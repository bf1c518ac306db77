package io.sparsewalk.spark.examples;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.PairHistory;
import java.util.Arrays;
import java.util.Optional;

/**
 * Logistic regression on what needs no embedding: log(1 + degrees) of both ends, whether the pair was an edge,
 * and either way, log(1 + common neighbours).
 */
final class LogisticBaseline {
  private static final int WIDTH = 7;
  private final double[] weights;
  private final double intercept;

  LogisticBaseline(double[] weights, double intercept) {
    this.weights = weights;
    this.intercept = intercept;
  }

  /** The examples with the inputs of this model. */
  static Examples features(PairHistory history, Examples examples) {
    float[] features = new float[examples.size() * WIDTH];
    for (int i = 0; i < examples.size(); i++) {
      int u = examples.source()[i];
      int v = examples.target()[i];
      boolean there = history.count(u, v) > 0;
      double[] row = {Math.log1p(history.outDegree(u)), Math.log1p(history.inDegree(u)),
          Math.log1p(history.outDegree(v)), Math.log1p(history.inDegree(v)), there ? 1 : 0,
          there || history.count(v, u) > 0 ? 1 : 0, Math.log1p(history.common(u, v))};
      for (int f = 0; f < WIDTH; f++) {
        features[i * WIDTH + f] = (float) row[f];
      }
    }
    return examples.withPairs(features);
  }

  /** Fits to examples, by {@link LogisticFit}; nothing if they are not of two classes. */
  static Optional<LogisticBaseline> fit(Examples examples) {
    return LogisticFit.of(examples.pairs(), WIDTH, examples.positive())
        .map(fit -> new LogisticBaseline(fit.weights(), fit.intercept()));
  }

  /** Logits of examples with the inputs of this model. */
  float[] scores(Examples examples) {
    float[] scores = new float[examples.size()];
    Arrays.fill(scores, (float) intercept);
    for (int i = 0; i < scores.length; i++) {
      for (int f = 0; f < WIDTH; f++) {
        scores[i] += (float) (weights[f] * examples.pairs()[i * WIDTH + f]);
      }
    }
    return scores;
  }
}
