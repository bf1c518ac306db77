package io.sparsewalk.report;

import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/**
 * A mean over trials with the half-width of its 95 % t-interval.
 *
 * @param mean empty if no trial has the measure
 * @param halfWidth empty if fewer than two trials have it
 */
public record Estimate(OptionalDouble mean, OptionalDouble halfWidth) {

  /** The estimate in the columns {@code measure_mean} and {@code measure_high} of a row of {@code summary}. */
  static Estimate read(Row row, String measure) {
    OptionalDouble mean = optional(row, measure + "_mean");
    OptionalDouble high = optional(row, measure + "_high");
    return new Estimate(mean,
        high.isPresent() ? OptionalDouble.of(high.getAsDouble() - mean.getAsDouble()) : OptionalDouble.empty());
  }

  static OptionalDouble optional(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) || Double.isNaN(row.getDouble(index))
        ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(index));
  }

  /** For example "0.8490 ± 0.0012"; the interval is left out if there is none, and "–" stands for no value. */
  String text(String plusMinus) {
    if (mean.isEmpty()) {
      return "–";
    }
    String value = String.format(Locale.ROOT, "%.4f", mean.getAsDouble());
    return halfWidth.isEmpty()
        ? value : value + " " + plusMinus + String.format(Locale.ROOT, " %.4f", halfWidth.getAsDouble());
  }
}
