package io.sparsewalk.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Differences of a figure between two trainings that share their seeds, by Student's t. Fewer than {@value #LEAST_SEEDS} seeds have
 * neither bounds nor p-value, and neither have differences that are all the same on a test set of unknown size.
 *
 * @param n seeds that both have
 * @param deviation sample standard deviation, at least the root mean square of what the test sets can resolve: seeds that agree to the
 *     last digit are no certainty, as figures are counts of a few examples
 */
record PairedDifference(int n, double mean, double deviation) {
  static final int LEAST_SEEDS = 3;
  private static final double SURE = 0.95;
  /** What is left of equal numbers by rounding. */
  private static final double NOTHING = 1e-12;

  /** Of the first minus the second, in the seeds where both have the measure. */
  static PairedDifference of(HeadlineMeasure measure, List<TestedTrial> first, List<TestedTrial> second) {
    Map<Long, TestedTrial> others = second.stream()
        .filter(measure::has)
        .collect(Collectors.toMap(TestedTrial::seed, Function.identity(), (one, same) -> one));
    List<TestedTrial> paired =
        first.stream().filter(trial -> measure.has(trial) && others.containsKey(trial.seed())).toList();
    return of(paired.stream().mapToDouble(trial -> measure.of(trial) - measure.of(others.get(trial.seed()))).toArray(),
        paired.stream()
            .mapToDouble(trial -> measure.resolution(trial.figures(), others.get(trial.seed()).figures()))
            .toArray());
  }

  /**
   * @param resolutions least standard deviation of each difference; NaN if not known
   */
  static PairedDifference of(double[] differences, double[] resolutions) {
    int n = differences.length;
    double sum = 0;
    double floor = 0;
    for (int i = 0; i < n; i++) {
      sum += differences[i];
      floor += resolutions[i] * resolutions[i] / n;
    }
    double mean = n == 0 ? Double.NaN : sum / n;
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    double seen = n < 2 ? 0 : Math.sqrt(squares / (n - 1));
    return new PairedDifference(n, mean, Double.isNaN(floor) ? seen : Math.max(seen, Math.sqrt(floor)));
  }

  boolean isEnough() {
    return n >= LEAST_SEEDS && deviation > NOTHING;
  }

  /** What the expectation is above with 95 % confidence. */
  OptionalDouble lowerBound() {
    return isEnough() ? OptionalDouble.of(mean - quantile(SURE) * error()) : OptionalDouble.empty();
  }

  /** Of the two-sided 95 % interval. */
  OptionalDouble halfWidth() {
    return isEnough() ? OptionalDouble.of(quantile((1 + SURE) / 2) * error()) : OptionalDouble.empty();
  }

  /** Two-sided, that the expectation is 0. */
  OptionalDouble pValue() {
    return isEnough() ? OptionalDouble.of(2 * law().survivalProbability(Math.abs(mean) / error()))
        : OptionalDouble.empty();
  }

  /** Standard error of the mean. */
  double error() {
    return deviation / Math.sqrt(n);
  }

  private double quantile(double probability) {
    return law().inverseCumulativeProbability(probability);
  }

  private TDistribution law() {
    return TDistribution.of(n - 1);
  }
}
