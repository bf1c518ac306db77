package io.sparsewalk.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;

/** Numbers as they stand in a job, of which nothing is cut off without a word. */
final class NumberText {
  private NumberText() {}

  /**
   * A whole number; 1e3 and 1.0 are such.
   *
   * @throws ConfigException.WrongType if it is none, or not in the range
   */
  static long whole(ConfigValue value, long low, long high) {
    try {
      long number = exact(value).longValueExact();
      if (number >= low && number <= high) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new ConfigException.WrongType(value.origin(), "no whole number: " + value.unwrapped(), e);
    }
    throw new ConfigException.WrongType(value.origin(), "not in the range: " + value.unwrapped());
  }

  /**
   * A number that is neither NaN nor infinite.
   *
   * @throws ConfigException.WrongType if it is none
   */
  static double finite(ConfigValue value) {
    try {
      double number = Double.parseDouble(text(value));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException.WrongType(value.origin(), "no number: " + value.unwrapped(), e);
    }
    throw new ConfigException.WrongType(value.origin(), "not finite: " + value.unwrapped());
  }

  private static BigDecimal exact(ConfigValue value) {
    BigDecimal exact = new BigDecimal(text(value));
    // Of 1e999999999 nobody wants the digits.
    if (exact.precision() - (long) exact.scale() > 20) {
      throw new NumberFormatException("too large");
    }
    return exact;
  }

  private static String text(ConfigValue value) {
    if (value.valueType() != ConfigValueType.NUMBER && value.valueType() != ConfigValueType.STRING) {
      throw new ConfigException.WrongType(value.origin(), "no number: " + value.unwrapped());
    }
    return value.unwrapped().toString().strip();
  }
}
