package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes of a line into an edge, or says why it is none. Columns are separated by a comma, or by any run of blanks and
 * tabs. Ids are any text in UTF-8; times and weights are decimal numbers kept exactly as {@code time * 10^-decimals}. Reused from
 * line to line, allocates nothing for a good one.
 */
public final class EdgeLineParser {
  private static final int MOST_DECIMALS = 18;
  private static final int LONGEST_LINE = 1 << 16;
  private static final int MOST_COLUMNS = 5;

  private final int columns;
  private final int timeColumn;
  private final boolean weighted;
  private final int[] begin = new int[MOST_COLUMNS];
  private final int[] end = new int[MOST_COLUMNS];
  private byte[] line;
  private long time;
  private int decimals;
  private long sourceNumber;
  private long targetNumber;
  private long number;

  /**
   * @param format a text format, not {@link EdgeFormat#AUTO}
   */
  public EdgeLineParser(EdgeFormat format) {
    columns = columns(format);
    timeColumn = columns - 1;
    weighted = format == EdgeFormat.WEIGHTED;
  }

  private static int columns(EdgeFormat format) {
    return switch (format) {
      case STATIC -> 2;
      case TEMPORAL, WEIGHTED -> 3;
      case TEMPORAL4 -> 4;
      case AUTO, PARQUET -> throw new IllegalArgumentException("not a format of text lines: " + format);
    };
  }

  /** True for a line that holds no edge by design: blank, or beginning with # or %. */
  public static boolean isComment(byte[] line, int from, int to) {
    int first = from;
    while (first < to && isBlank(line[first])) {
      first++;
    }
    return first == to || line[first] == '#' || line[first] == '%';
  }

  /**
   * Parses a line, without its line end.
   *
   * @return null if it is an edge, else the reason why not
   */
  public String parse(byte[] bytes, int from, int to) {
    line = bytes;
    time = 0;
    decimals = 0;
    if (to - from > LONGEST_LINE) {
      return "line longer than " + LONGEST_LINE + " bytes";
    }
    int found = split(bytes, from, to);
    if (found != columns) {
      return (found < columns ? "too few columns: " : "too many columns: ") + columns + " expected, "
          + (found == MOST_COLUMNS ? "more than " + (MOST_COLUMNS - 1) : found) + " found";
    }
    for (int c = 0; c < columns; c++) {
      if (begin[c] == end[c]) {
        return "column " + (c + 1) + " is empty";
      }
    }
    if (!isText(0) || !isText(1)) {
      return "id is not valid UTF-8";
    }
    return columns == 2 ? null : parseTime();
  }

  /** Number of columns of a line, at most 5 counted. */
  public static int countColumns(byte[] bytes, int from, int to) {
    return new EdgeLineParser(EdgeFormat.STATIC).split(bytes, from, to);
  }

  private int split(byte[] bytes, int from, int to) {
    int last = to;
    while (last > from && isBlank(bytes[last - 1])) {
      last--;
    }
    int found = 0;
    int at = skipBlanks(bytes, from, last);
    while (found < MOST_COLUMNS) {
      begin[found] = at;
      while (at < last && bytes[at] != ',' && !isBlank(bytes[at])) {
        at++;
      }
      end[found++] = at;
      at = skipBlanks(bytes, at, last);
      if (at == last) {
        break;
      }
      if (bytes[at] == ',') {
        at = skipBlanks(bytes, at + 1, last);
        if (at == last && found < MOST_COLUMNS) {
          begin[found] = at;
          end[found++] = at;
          break;
        }
      }
    }
    return found;
  }

  private static int skipBlanks(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private boolean isText(int column) {
    for (int i = begin[column]; i < end[column]; i++) {
      if (line[i] < 0) {
        return decodes(column);
      }
    }
    return true;
  }

  private boolean decodes(int column) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, begin[column], end[column] - begin[column]));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private String parseTime() {
    int at = begin[timeColumn];
    boolean negative = line[at] == '-';
    if (negative || line[at] == '+') {
      at++;
    }
    boolean point = false;
    int digits = 0;
    for (; at < end[timeColumn]; at++) {
      byte b = line[at];
      if (b == '.' && !point) {
        point = true;
        continue;
      }
      if (b < '0' || b > '9') {
        return name() + " is not a number: " + text(timeColumn);
      }
      // Negative accumulation reaches Long.MIN_VALUE.
      if (time < Long.MIN_VALUE / 10 || time * 10 < Long.MIN_VALUE + (b - '0') || decimals == MOST_DECIMALS && point) {
        return name() + " has too many digits for 64 bits: " + text(timeColumn);
      }
      time = time * 10 - (b - '0');
      decimals += point ? 1 : 0;
      digits++;
    }
    if (digits == 0) {
      return name() + " is not a number: " + text(timeColumn);
    }
    if (!negative && time == Long.MIN_VALUE) {
      return name() + " has too many digits for 64 bits: " + text(timeColumn);
    }
    time = negative ? time : -time;
    dropTrailingZeros();
    return weighted && time <= 0 ? "weight is not above 0: " + text(timeColumn) : null;
  }

  private String name() {
    return weighted ? "weight" : "time";
  }

  private void dropTrailingZeros() {
    while (decimals > 0 && time % 10 == 0) {
      time /= 10;
      decimals--;
    }
  }

  /**
   * Reads both ids as numbers.
   *
   * @return false if one of them is not the only spelling of a 64-bit integer, such as 007 or +7
   */
  public boolean readNumbers() {
    if (!isCanonical(0)) {
      return false;
    }
    sourceNumber = number;
    if (!isCanonical(1)) {
      return false;
    }
    targetNumber = number;
    return true;
  }

  private boolean isCanonical(int column) {
    int at = begin[column];
    boolean negative = line[at] == '-';
    at += negative ? 1 : 0;
    int digits = end[column] - at;
    if (digits < 1 || digits > 19 || line[at] == '0' && (negative || digits > 1)) {
      return false;
    }
    long value = 0;
    for (; at < end[column]; at++) {
      int digit = line[at] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      value = value * 10 - digit;
    }
    // 19 digits reach at most 9999999999999999999 < 2^64: beyond 63 bits the sum wraps round to a positive number.
    if (value > 0 || !negative && value == Long.MIN_VALUE) {
      return false;
    }
    number = negative ? value : -value;
    return true;
  }

  /** The source after {@link #readNumbers}. */
  public long sourceNumber() {
    return sourceNumber;
  }

  /** The target after {@link #readNumbers}. */
  public long targetNumber() {
    return targetNumber;
  }

  public String source() {
    return text(0);
  }

  public String target() {
    return text(1);
  }

  /** The time, or weight, in units of 10^-{@link #decimals}; 0 for a format with neither. */
  public long time() {
    return time;
  }

  public int decimals() {
    return decimals;
  }

  private String text(int column) {
    return new String(line, begin[column], end[column] - begin[column], StandardCharsets.UTF_8);
  }

  /**
   * A time in finer units.
   *
   * @throws ArithmeticException if it does not fit 64 bits
   */
  public static long rescale(long time, int decimals, int wantedDecimals) {
    check(decimals <= wantedDecimals, "cannot drop decimals: %s to %s", decimals, wantedDecimals);
    long scaled = time;
    for (int d = decimals; d < wantedDecimals; d++) {
      scaled = Math.multiplyExact(scaled, 10L);
    }
    return scaled;
  }
}
