package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.metric.ClassMetrics;
import io.sparsewalk.metric.ProbabilityMetrics;
import io.sparsewalk.sweep.TrialOutcome.ConfusionRow;
import io.sparsewalk.sweep.TrialOutcome.Probabilities;
import io.sparsewalk.sweep.TrialOutcome.Quality;
import java.util.ArrayList;
import java.util.List;

/** What logits say about examples, whether there are two classes and one output or an output each. */
final class Scoring {
  private final int outputs;

  /**
   * @param outputs of the network
   */
  Scoring(int outputs) {
    this.outputs = outputs;
  }

  Quality quality(float[] logits, Examples examples) {
    if (outputs == 1) {
      BinaryMetrics metrics = BinaryMetrics.of(logits, examples.positive());
      return new Quality(metrics.accuracy(), metrics.auc(), metrics.averagePrecision());
    }
    return new Quality(classes(logits, examples).accuracy(), Double.NaN, Double.NaN);
  }

  Probabilities probabilities(float[] logits, Examples examples) {
    if (outputs == 1) {
      ProbabilityMetrics metrics = ProbabilityMetrics.of(logits, examples.positive());
      return new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError());
    }
    ClassMetrics metrics = classes(logits, examples);
    return new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError());
  }

  /** Mean loss, without penalty. */
  double loss(float[] logits, Examples examples) {
    return probabilities(logits, examples).logLoss();
  }

  /** Cells that are not 0; none for one output. */
  List<ConfusionRow> confusions(float[] logits, Examples examples) {
    List<ConfusionRow> rows = new ArrayList<>();
    long[][] confusion = outputs == 1 ? new long[0][0] : classes(logits, examples).confusion();
    for (int actual = 0; actual < confusion.length; actual++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (confusion[actual][predicted] > 0) {
          rows.add(new ConfusionRow(actual, predicted, confusion[actual][predicted]));
        }
      }
    }
    return rows;
  }

  private ClassMetrics classes(float[] logits, Examples examples) {
    return ClassMetrics.of(logits, examples.labels(), outputs);
  }
}
