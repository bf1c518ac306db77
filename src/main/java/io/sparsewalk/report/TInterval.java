package io.sparsewalk.report;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.spark.sql.api.java.UDF2;

/**
 * Half-width of the two-sided 95 % interval of a mean by Student's t: {@code t(0.975; n - 1) * s / sqrt(n)} for n
 * values with sample standard deviation s (Student, "The probable error of a mean", Biometrika 1908). Fewer than three
 * values have none (two would have one of 12.7 standard errors either way), and neither have values that are all the same: they are
 * counts of a few examples or do not depend on the seed, and an interval of width 0 would say that they are certain.
 *
 * <p>As a Spark function: (n, s) to the half-width, or null.
 */
public final class TInterval implements UDF2<Long, Double, Double> {
  private static final long serialVersionUID = 1L;
  /** What is left of equal numbers by rounding. */
  private static final double NOTHING = 1e-12;
  private static final double UPPER_QUANTILE = 0.975;

  /** The half-width for n values with sample standard deviation s. */
  public static OptionalDouble halfWidth(long n, double standardDeviation) {
    if (n < PairedDifference.LEAST_SEEDS || standardDeviation < NOTHING) {
      return OptionalDouble.empty();
    }
    double quantile = TDistribution.of((double) n - 1).inverseCumulativeProbability(UPPER_QUANTILE);
    return OptionalDouble.of(quantile * standardDeviation / Math.sqrt((double) n));
  }

  @Override
  public Double call(Long n, Double standardDeviation) {
    if (n == null || standardDeviation == null) {
      return null;
    }
    OptionalDouble halfWidth = halfWidth(n, standardDeviation);
    return halfWidth.isPresent() ? halfWidth.getAsDouble() : null;
  }
}
