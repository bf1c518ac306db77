package io.sparsewalk.report;

import io.sparsewalk.report.TestedTrial.Figures;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The figures that quality is judged by. */
enum HeadlineMeasure {
  ACCURACY("accuracy", "accuracy", Figures::accuracy, Figures::accuracyError, Figures::majority) {
    @Override
    double margin(Margin margin) {
      return margin.accuracy();
    }

    @Override
    double resolution(Figures one, Figures other) {
      double examples = one.examples();
      double disagreeing = Math.max(1, Math.abs(one.accuracy() - other.accuracy()) * examples);
      return Math.sqrt(disagreeing) / examples;
    }
  },
  AUC("auc", "AUC", Figures::auc, Figures::aucError, figures -> 0.5) {
    @Override
    double margin(Margin margin) {
      return margin.auc();
    }

    @Override
    double resolution(Figures one, Figures other) {
      double pairs = one.examples() * one.examples() * one.majority() * (1 - one.majority());
      double errors = Math.abs(one.aucError() - other.aucError());
      return Double.isNaN(errors) ? 1 / pairs : Math.max(1 / pairs, errors);
    }
  };

  private final String column;
  private final String words;
  private final ToDoubleFunction<Figures> figure;
  private final ToDoubleFunction<Figures> error;
  private final ToDoubleFunction<Figures> constant;

  HeadlineMeasure(String column, String words, ToDoubleFunction<Figures> figure, ToDoubleFunction<Figures> error,
      ToDoubleFunction<Figures> constant) {
    this.column = column;
    this.words = words;
    this.figure = figure;
    this.error = error;
    this.constant = constant;
  }

  /** Those that any of these trials has. */
  static List<HeadlineMeasure> of(List<TestedTrial> trials) {
    return Stream.of(values()).filter(measure -> trials.stream().anyMatch(measure::has)).toList();
  }

  /** In tables. */
  String column() {
    return column;
  }

  /** In sentences. */
  String words() {
    return words;
  }

  boolean has(TestedTrial trial) {
    return !Double.isNaN(of(trial));
  }

  double of(TestedTrial trial) {
    return figure.applyAsDouble(trial.figures());
  }

  /** Standard error over test examples. */
  double error(TestedTrial trial) {
    return error.applyAsDouble(trial.figures());
  }

  /** What an answer reaches that is the same for all examples. */
  double constant(TestedTrial trial) {
    return constant.applyAsDouble(trial.figures());
  }

  abstract double margin(Margin margin);

  /**
   * The least standard deviation that a difference of this measure on one test set can be said to have; NaN if the size of the test
   * set is not known.
   *
   * <p>Accuracy: a difference of k examples takes k examples at least on which one is right and the other wrong, so over test sets of
   * n its variance is at least k / n^2 up to terms of the order of the difference squared (McNemar, Psychometrika 1947); nothing finer than
   * one example is resolved. AUC: nothing finer than one pair of a positive and a negative is resolved, and as a correlation is at
   * most 1 the deviation of a difference is at least the difference of the two standard errors.
   */
  abstract double resolution(Figures one, Figures other);
}
