package io.sparsewalk.report;

import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.spark.sql.api.java.UDF3;

/**
 * Two-sided p-value of Student's paired t-test that n differences with a mean and a sample standard deviation have the
 * expectation 0.
 *
 * <p>As a Spark function: (n, mean, s) to the p-value, or null for fewer than two differences. Differences that are all the
 * same are certain: 1 if they are 0, else 0.
 */
public final class PairedTest implements UDF3<Long, Double, Double, Double> {
  private static final long serialVersionUID = 1L;

  @Override
  public Double call(Long n, Double mean, Double standardDeviation) {
    if (n == null || n < 2 || mean == null || standardDeviation == null) {
      return null;
    }
    if (standardDeviation == 0) {
      return mean == 0 ? 1.0 : 0.0;
    }
    double t = Math.abs(mean) / (standardDeviation / Math.sqrt(n));
    return 2 * TDistribution.of(n - 1).survivalProbability(t);
  }
}
