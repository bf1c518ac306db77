package io.sparsewalk.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a reader likes them. */
final class Numbers {
  private static final String[] SCALES = {"", " k", " M", " G", " T", " P", " E"};

  private Numbers() {}

  /** 0.96875 as "96.875 %"; at most four decimals. */
  static String percent(double share) {
    BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2).setScale(4, RoundingMode.HALF_UP);
    return plain(percent) + " %";
  }

  /** 0.96875 as "96.9 %", and never all of something that is a part. */
  static String shortPercent(double share) {
    BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.HALF_UP);
    return share < 1 && percent.intValue() >= 100 ? percent(share) : plain(percent) + " %";
  }

  static String percent(OptionalDouble share) {
    return share.isEmpty() ? "–" : percent(share.getAsDouble());
  }

  /** Four significant digits; whole numbers are kept. */
  static String shortNumber(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.isFinite(value) ? plain(new BigDecimal(value).round(new MathContext(4))) : Double.toString(value);
  }

  /** 12 345 678 as "12.3 M". */
  static String magnitude(OptionalDouble value) {
    if (value.isEmpty()) {
      return "–";
    }
    int scale = 0;
    double scaled = value.getAsDouble();
    while (Math.abs(scaled) >= 999.5 && scale < SCALES.length - 1) {
      scaled /= 1000;
      scale++;
    }
    return plain(new BigDecimal(scaled).round(new MathContext(3))) + SCALES[scale];
  }

  /** A ratio to a reference: "9.4 %" or "0.094 %" with two significant digits, three from 100 on, "100 %" for the reference itself. */
  static String ratio(OptionalDouble ratio) {
    if (ratio.isEmpty()) {
      return "–";
    }
    BigDecimal percent = new BigDecimal(ratio.getAsDouble()).movePointRight(2);
    return plain(percent.round(new MathContext(percent.doubleValue() < 99.5 ? 2 : 3))) + " %";
  }

  /** 1 234 567 with a narrow space between groups of three. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
  }

  /** A ratio as a comparison: 0.05 as "20 times fewer", 0.8 as "0.8 times the", 1.7 as "1.7 times the". */
  static String times(double ratio) {
    boolean fewer = ratio > 0 && ratio <= 0.5;
    return plain(new BigDecimal(fewer ? 1 / ratio : ratio).round(new MathContext(2)))
        + (fewer ? " times fewer" : " times the");
  }

  static String decimals(double value, int decimals) {
    return fixed(Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value), decimals);
  }

  static String fixed(OptionalDouble value, int decimals) {
    return value.isEmpty() ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value.getAsDouble());
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
