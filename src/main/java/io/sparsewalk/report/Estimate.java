package io.sparsewalk.report;

import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/**
 * A mean over trials with its 95 % t-interval.
 *
 * @param mean empty if no trial has the measure
 * @param low end of the interval; empty if there is none
 * @param high end of the interval; empty if there is none
 */
public record Estimate(OptionalDouble mean, OptionalDouble low, OptionalDouble high) {
  private static final double LAST_DIGIT = 5e-5;

  /** The estimate in the columns {@code measure_mean}, {@code measure_low} and {@code measure_high} of a row of {@code summary}. */
  static Estimate read(Row row, String measure) {
    return new Estimate(optional(row, measure + "_mean"), optional(row, measure + "_low"),
        optional(row, measure + "_high"));
  }

  static OptionalDouble optional(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) || Double.isNaN(row.getDouble(index)) ? OptionalDouble.empty()
        : OptionalDouble.of(row.getDouble(index));
  }

  /**
   * For example "0.8490 ± 0.0012", or "0.9900 [0.9700, 1.0000]" where the interval is cut off; the interval is left out if there is
   * none, and "–" stands for no value.
   */
  String text(String plusMinus) {
    if (mean.isEmpty()) {
      return "–";
    }
    String value = String.format(Locale.ROOT, "%.4f", mean.getAsDouble());
    if (low.isEmpty() || high.isEmpty()) {
      return value;
    }
    double below = mean.getAsDouble() - low.getAsDouble();
    double above = high.getAsDouble() - mean.getAsDouble();
    return Math.abs(below - above) < LAST_DIGIT ? String.format(Locale.ROOT, "%s %s %.4f", value, plusMinus, above)
        : String.format(Locale.ROOT, "%s [%.4f, %.4f]", value, low.getAsDouble(), high.getAsDouble());
  }
}
