package io.sparsewalk.graph;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time or weight that is not plain digits, or too long for the fast way: floats in any notation, and ISO-8601 dates and
 * date-times as seconds since 1970 in UTC.
 *
 * @param value in units of 10^-decimals
 * @param rounded true if the text had more digits than 64 bits hold
 */
public record ValueText(long value, int decimals, boolean rounded) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
  private static final Pattern MOMENT = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})"
      + "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)? ?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?");

  /** True for a decimal number in any notation. */
  public static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** True for an ISO-8601 date or date-time, with a blank for the T too. */
  public static boolean isMoment(String text) {
    return text.length() >= 8 && MOMENT.matcher(text).matches();
  }

  /** Null if the text is no number, or too large. */
  public static ValueText number(String text) {
    if (!isNumber(text)) {
      return null;
    }
    try {
      return of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Null if the text is no moment. */
  public static ValueText moment(String text) {
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    try {
      LocalDateTime day = LocalDateTime.of(part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4), part(parts, 5),
          part(parts, 6));
      String zone = parts.group(8);
      ZoneOffset offset = zone == null || zone.startsWith("Z") || zone.startsWith("U") ? ZoneOffset.UTC : ZoneOffset.of(zone);
      String fraction = parts.group(7) == null ? "0" : parts.group(7);
      return of(BigDecimal.valueOf(day.toEpochSecond(offset)).add(new BigDecimal("0." + fraction)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  /** Null if the whole part does not fit 64 bits. */
  public static ValueText of(BigDecimal exact) {
    BigDecimal value = exact.stripTrailingZeros();
    if ((long) value.precision() - value.scale() > 19) {
      return null;
    }
    int scale = Math.min(Math.max(value.scale(), 0), TimeScale.MOST_DECIMALS);
    BigDecimal kept = value.setScale(scale, RoundingMode.HALF_EVEN);
    while (kept.unscaledValue().bitLength() > 63) {
      if (scale == 0) {
        return null;
      }
      kept = value.setScale(--scale, RoundingMode.HALF_EVEN);
    }
    boolean rounded = kept.compareTo(value) != 0;
    BigDecimal stripped = kept.stripTrailingZeros();
    stripped = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    return new ValueText(stripped.unscaledValue().longValueExact(), stripped.scale(), rounded);
  }
}
