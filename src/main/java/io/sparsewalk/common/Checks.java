package io.sparsewalk.common;

import java.util.Arrays;

/** Argument checks whose messages carry the name and the value, a choice as the word of the job file. All throw {@link IllegalArgumentException}. */
public final class Checks {
  private Checks() {}

  public static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(message,
          Arrays.stream(values)
              .map(value -> value instanceof Enum<?> choice ? Settings.word(choice) : value)
              .toArray()));
    }
  }

  public static void checkPositive(String name, long value) {
    check(value > 0, "%s must be positive, was %s", name, value);
  }

  public static void checkNotNegative(String name, long value) {
    check(value >= 0, "%s must not be negative, was %s", name, value);
  }

  public static void checkPositive(String name, double value) {
    check(value > 0 && !Double.isInfinite(value), "%s must be positive and finite, was %s", name, value);
  }

  /** Both ends included; NaN is refused. */
  public static void checkRange(String name, double value, double low, double high) {
    check(value >= low && value <= high, "%s must be in [%s, %s], was %s", name, low, high, value);
  }
}
