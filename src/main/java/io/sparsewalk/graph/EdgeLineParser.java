package io.sparsewalk.graph;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Turns the bytes of a line into an edge, or says why it is none. Ids are any text in UTF-8 without control characters but tabs; times are
 * decimal numbers kept exactly as {@code time * 10^-decimals} if that fits 64 bits, else rounded. Reused from line to line, allocates
 * nothing for a good one of plain digits.
 */
public final class EdgeLineParser {
  /** The reason of a line that the settings leave out, which is no bad one. */
  public static final String DROPPED = "dropped";

  private static final int MOST_DECIMALS = TimeScale.MOST_DECIMALS;
  private static final int LONGEST_LINE = 1 << 16;

  private final TextLayout layout;
  private final int columns;
  private final int source;
  private final int target;
  private final int value;
  private final TextLayout.Value kind;
  private final int[] begin;
  private final int[] end;
  private byte[] line;
  private long time;
  private int decimals;
  private boolean rounded;
  private double weight;
  private long sourceNumber;
  private long targetNumber;
  private long number;
  private boolean unclosed;

  public EdgeLineParser(TextLayout layout) {
    this.layout = layout;
    columns = layout.columns();
    source = layout.roles().source();
    target = layout.roles().target();
    value = layout.roles().value();
    kind = layout.roles().kind();
    begin = new int[layout.roles().last() + 1];
    end = new int[begin.length];
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
   * @return null if it is an edge, {@link #DROPPED}, or the reason why it is a bad line
   */
  public String parse(byte[] bytes, int from, int to) {
    line = bytes;
    time = 0;
    decimals = 0;
    rounded = false;
    weight = 0;
    if (to - from > LONGEST_LINE) {
      return "line longer than " + LONGEST_LINE + " bytes";
    }
    int last = to;
    while (last > from && bytes[last - 1] == '\r') {
      last--;
    }
    int found = layout.separator() == ' ' ? splitAtBlanks(from, last) : splitAt((byte) layout.separator(), from, last);
    if (unclosed) {
      unclosed = false;
      return "a quoted field does not end on its line";
    }
    if (found != columns) {
      return (found < columns ? "too few columns: " : "too many columns: ") + columns + " expected, " + found + " found";
    }
    for (int c = 0; c < begin.length; c++) {
      if (begin[c] == end[c] && (c == source || c == target || c == value)) {
        return "column " + (c + 1) + " is empty";
      }
    }
    if (!isText(source) || !isText(target)) {
      return idReason();
    }
    return value < 0 ? null : kind == TextLayout.Value.WEIGHT ? parseWeight() : parseTime();
  }

  private int splitAtBlanks(int from, int to) {
    int found = 0;
    int at = skipBlanks(line, from, to);
    while (at < to) {
      int first = at;
      while (at < to && !isBlank(line[at])) {
        at++;
      }
      if (found < begin.length) {
        begin[found] = first;
        end[found] = at;
      }
      found++;
      at = skipBlanks(line, at, to);
    }
    return found;
  }

  private int splitAt(byte separator, int from, int to) {
    int found = 0;
    int at = from;
    while (true) {
      while (at < to && isBlank(line[at]) && line[at] != separator) {
        at++;
      }
      int first = at;
      int stop;
      if (at < to && line[at] == '"') {
        first = at + 1;
        stop = endOfQuoted(first, to);
        at = stop + 1;
        while (at < to && line[at] != separator) {
          unclosed |= !isBlank(line[at]);
          at++;
        }
        if (unclosed || stop == to) {
          unclosed = true;
          return found;
        }
      } else {
        while (at < to && line[at] != separator) {
          at++;
        }
        stop = at;
        while (stop > first && isBlank(line[stop - 1])) {
          stop--;
        }
      }
      if (found < begin.length) {
        begin[found] = first;
        end[found] = stop;
      }
      found++;
      if (at >= to) {
        return found;
      }
      at++;
    }
  }

  /** Place of the closing quote, or the end. */
  private int endOfQuoted(int from, int to) {
    int at = from;
    while (at < to) {
      if (line[at] != '"') {
        at++;
      } else if (at + 1 < to && line[at + 1] == '"') {
        at += 2;
      } else {
        return at;
      }
    }
    return to;
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

  /** Bytes of characters beyond ASCII are negative, so one comparison finds them and control characters. */
  private boolean isText(int column) {
    for (int i = begin[column]; i < end[column]; i++) {
      if (line[i] < ' ') {
        return decodes(column);
      }
    }
    return true;
  }

  private boolean decodes(int column) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, begin[column], end[column] - begin[column])).chars()
          .noneMatch(c -> c != '\t' && Character.isISOControl(c));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private String idReason() {
    for (int column : new int[] {source, target}) {
      for (int i = begin[column]; i < end[column]; i++) {
        if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
          return "column " + (column + 1) + " holds a control character (byte " + line[i] + ")";
        }
      }
    }
    return "id is not valid UTF-8";
  }

  private String parseTime() {
    int at = begin[value];
    boolean negative = line[at] == '-';
    if (negative || line[at] == '+') {
      at++;
    }
    int digits = end[value] - at;
    int point = -1;
    // Up to 18 digits fit 64 bits whatever they are.
    if (digits == 0 || digits > 18 || kind == TextLayout.Value.DATE) {
      return parseOther();
    }
    long sum = 0;
    for (int i = at; i < end[value]; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        if (digit != '.' - '0' || point >= 0 || digits == 1) {
          return parseOther();
        }
        point = i;
        continue;
      }
      sum = sum * 10 + digit;
    }
    time = negative ? -sum : sum;
    decimals = point < 0 ? 0 : end[value] - point - 1;
    dropTrailingZeros();
    return null;
  }

  private String parseOther() {
    String text = text(value);
    ValueText exact = kind == TextLayout.Value.DATE ? ValueText.moment(text) : ValueText.number(text);
    if (exact == null) {
      return kind == TextLayout.Value.DATE ? "time is not a date or date-time like the others: " + text
          : ValueText.isNumber(text) ? "time has too many digits for 64 bits: " + text : "time is not a number: " + text
          + (ValueText.isMoment(text) ? " (but the first lines have numbers)" : "");
    }
    time = exact.value();
    decimals = exact.decimals();
    rounded = exact.rounded();
    return null;
  }

  private String parseWeight() {
    String text = text(value);
    weight = ValueText.isNumber(text) ? Float.parseFloat(text) : Double.NaN;
    if (Double.isNaN(weight) || Double.isInfinite(weight)) {
      return "weight is not a number: " + text;
    }
    if (layout.weights() == GraphConfig.Weights.ABSOLUTE) {
      weight = Math.abs(weight);
    }
    return weight > 0 ? null : layout.weights() == GraphConfig.Weights.DROP ? DROPPED
        : "weight is not above 0: " + text;
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
    if (!isCanonical(source)) {
      return false;
    }
    sourceNumber = number;
    if (!isCanonical(target)) {
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
    return text(source);
  }

  public String target() {
    return text(target);
  }

  /** The time in units of 10^-{@link #decimals}; 0 where there is none. */
  public long time() {
    return time;
  }

  public int decimals() {
    return decimals;
  }

  /** True if the time has more digits than 64 bits hold. */
  public boolean isRounded() {
    return rounded;
  }

  /** 0 where there is none. */
  public double weight() {
    return weight;
  }

  private String text(int column) {
    String text = new String(line, begin[column], end[column] - begin[column], StandardCharsets.UTF_8);
    boolean quoted = layout.separator() != ' ' && begin[column] > 0 && line[begin[column] - 1] == '"';
    return quoted ? text.replace("\"\"", "\"") : text;
  }
}
