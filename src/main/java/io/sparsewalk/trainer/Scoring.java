package io.sparsewalk.trainer;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.metric.ClassMetrics;
import io.sparsewalk.metric.LabelSetMetrics;
import io.sparsewalk.metric.ProbabilityMetrics;
import io.sparsewalk.metric.SamplingError;
import io.sparsewalk.sweep.TrialOutcome.ConfusionRow;
import io.sparsewalk.sweep.TrialOutcome.Probabilities;
import io.sparsewalk.sweep.TrialOutcome.Quality;
import io.sparsewalk.sweep.TrialOutcome.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What logits say about examples: of two classes by one output, of one class by an output each, or of several classes by an output each. */
final class Scoring {
  private final int outputs;

  /**
   * All that is said.
   *
   * @param confusions cells that are not 0; none unless an example has one class of several
   */
  record Judgement(Quality quality, Probabilities probabilities, List<ConfusionRow> confusions) {}

  /**
   * @param outputs of the network
   */
  Scoring(int outputs) {
    this.outputs = outputs;
  }

  Judgement judge(float[] logits, Examples examples) {
    if (outputs == 1) {
      ProbabilityMetrics metrics = ProbabilityMetrics.of(logits, examples.positive());
      return new Judgement(quality(logits, examples),
          new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError()), List.of());
    }
    if (examples.isSeveral()) {
      LabelSetMetrics metrics = LabelSetMetrics.of(logits, examples.offsets(), examples.classes(), outputs);
      return new Judgement(new Quality(metrics.f1Micro(), Double.NaN, Double.NaN),
          new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError()), List.of());
    }
    ClassMetrics metrics = ClassMetrics.of(logits, examples.labels(), outputs);
    return new Judgement(new Quality(metrics.accuracy(), Double.NaN, Double.NaN),
        new Probabilities(metrics.f1Macro(), metrics.logLoss(), metrics.calibrationError()),
        confusions(metrics.confusion()));
  }

  private static List<ConfusionRow> confusions(long[][] confusion) {
    List<ConfusionRow> rows = new ArrayList<>();
    for (int actual = 0; actual < confusion.length; actual++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (confusion[actual][predicted] > 0) {
          rows.add(new ConfusionRow(actual, predicted, confusion[actual][predicted]));
        }
      }
    }
    return rows;
  }

  Quality quality(float[] logits, Examples examples) {
    if (outputs > 1) {
      return judge(logits, examples).quality();
    }
    BinaryMetrics metrics = BinaryMetrics.of(logits, examples.positive());
    return new Quality(metrics.accuracy(), metrics.auc(), metrics.averagePrecision());
  }

  /**
   * What the figures of {@link #judge} rest on.
   *
   * @param share of the test edges or vertices that these examples are
   */
  Sampling sampling(float[] logits, Examples examples, double share) {
    double accuracy = quality(logits, examples).accuracy();
    double accuracyError = outputs > 1 && examples.isSeveral()
        ? SamplingError.ofLabelSets(logits, examples.offsets(), examples.classes(), outputs)
        : SamplingError.ofShare(accuracy, examples.size());
    double aucError = outputs == 1 ? SamplingError.ofArea(logits, examples.positive()) : Double.NaN;
    return new Sampling(accuracyError, aucError, examples.size(), share, majority(examples));
  }

  /** Accuracy of the best answer that is the same for all examples: the classes that are the most frequent among them. */
  private double majority(Examples examples) {
    int classes = Math.max(outputs, 2);
    int[] frequency = new int[classes];
    for (int label : examples.isSeveral() ? examples.classes() : examples.labels()) {
      frequency[label]++;
    }
    if (examples.isSeveral()) {
      float[] same = new float[examples.size() * classes];
      for (int i = 0; i < same.length; i++) {
        same[i] = frequency[i % classes];
      }
      return LabelSetMetrics.of(same, examples.offsets(), examples.classes(), classes).f1Micro();
    }
    return examples.size() == 0 ? Double.NaN : (double) Arrays.stream(frequency).max().orElseThrow() / examples.size();
  }

  /** Mean loss, without penalty. */
  double loss(float[] logits, Examples examples) {
    return outputs == 1 ? ProbabilityMetrics.of(logits, examples.positive()).logLoss()
        : judge(logits, examples).probabilities().logLoss();
  }
}
