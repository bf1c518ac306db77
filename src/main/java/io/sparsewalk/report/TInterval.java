package io.sparsewalk.report;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.spark.sql.api.java.UDF2;

/**
 * Half-width of the two-sided 95 % interval of a mean by Student's t: {@code t(0.975; n - 1) * s / sqrt(n)} for n
 * values with sample standard deviation s (Student, "The probable error of a mean", Biometrika 1908). Fewer than two
 * values have none.
 *
 * <p>As a Spark function: (n, s) to the half-width, or null.
 */
public final class TInterval implements UDF2<Long, Double, Double> {
  private static final long serialVersionUID = 1L;
  private static final double UPPER_QUANTILE = 0.975;

  /** The half-width for n values with sample standard deviation s. */
  public static OptionalDouble halfWidth(long n, double standardDeviation) {
    if (n < 2) {
      return OptionalDouble.empty();
    }
    double quantile = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER_QUANTILE);
    return OptionalDouble.of(quantile * standardDeviation / Math.sqrt(n));
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
