package io.sparsewalk.graph;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time or weight that is not plain digits, or too long for the fast way: floats in any notation, and ISO-8601 dates (2004-04 is the first of April) and
 * date-times as seconds since 1970 in UTC.
 *
 * @param value in units of 10^-decimals
 * @param rounded true if the text had more digits than 64 bits hold
 */
public record ValueText(long value, int decimals, boolean rounded) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
  private static final Pattern MOMENT = Pattern.compile("(?:(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})|(\\d{4})-(\\d{2}))"
      + "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)? ?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private static final Pattern BASIC = Pattern.compile("(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])");
  /** What programs write where there is nothing. */
  private static final Set<String> MISSING = Set.of("", "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NAN", "NULL",
      "null", "Null", "None", "none", "nil", "\\N", "NaT", "undefined");

  /** True for no text and for the words that stand for it. */
  public static boolean isMissing(String text) {
    return MISSING.contains(text);
  }

  /** True for a date without separators, of the years 1900 to 2099. */
  public static boolean isBasicDate(String text) {
    return BASIC.matcher(text).matches();
  }

  /**
   * How to write a time or weight that is not read.
   *
   * @return empty if nothing is known that would help
   */
  public static String advice(String text) {
    if (text.matches("[+-]?\\d{1,3}(,\\d{3})+([.]\\d*)?")) {
      return "write numbers without commas between the thousands";
    }
    if (text.matches("[+-]?\\d+,\\d+")) {
      return "write decimal numbers with a point, not a comma";
    }
    if (text.matches("\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}.*|.*[A-Za-z]{3}.*\\d{4}.*|\\d{1,2}:\\d{2}.*")) {
      return "write dates as in 2004-04-15 or 2004-04-15T13:56:07Z";
    }
    if (text.startsWith("{")) {
      return "save the edges without their attributes, for example by NetworkX's write_edgelist(graph, path, data=False)";
    }
    return "";
  }

  /** True for a decimal number in any notation. */
  public static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** True for an ISO-8601 date or date-time, with a blank for the T too. */
  public static boolean isMoment(String text) {
    return text.length() >= 7 && MOMENT.matcher(text).matches();
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

  /** Null if the text is no moment and no basic date. */
  public static ValueText moment(String text) {
    if (isBasicDate(text)) {
      return moment(text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6));
    }
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    try {
      LocalDate day = parts.group(4) == null ? LocalDate.of(part(parts, 1), part(parts, 2), part(parts, 3))
          : LocalDate.of(part(parts, 4), part(parts, 5), 1);
      LocalDateTime moment = day.atTime(part(parts, 6), part(parts, 7), part(parts, 8));
      String zone = parts.group(10);
      ZoneOffset offset =
          zone == null || zone.startsWith("Z") || zone.startsWith("U") ? ZoneOffset.UTC : ZoneOffset.of(zone);
      String fraction = parts.group(9) == null ? "0" : parts.group(9);
      return of(BigDecimal.valueOf(moment.toEpochSecond(offset)).add(new BigDecimal("0." + fraction)));
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
