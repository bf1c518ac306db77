package io.sparsewalk.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;

/** Durations as HOCON has them. */
public final class DurationText {
  private static final String KEY = "duration";

  private DurationText() {}

  /**
   * A duration above 0.
   *
   * @param option that it is the value of
   * @param text a number and a unit, for example 24h, 90 minutes or 2d
   * @throws JobConfigException if it is none
   */
  public static Duration of(String option, String text) {
    try {
      Duration duration = ConfigFactory.parseMap(Map.of(KEY, text)).getDuration(KEY);
      // A number alone would be milliseconds, which nobody means.
      if (!duration.isNegative() && !duration.isZero() && text.chars().anyMatch(Character::isLetter)) {
        return duration;
      }
    } catch (ConfigException e) {
      // Told below.
    }
    throw new JobConfigException(
        option + " must be a number above 0 and a unit, for example 24h, 90m or 2d, was '" + text + "'");
  }
}
