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
  /** The reason of a line that ends within quotes, or has something between a quote and the next separator. */
  public static final String UNCLOSED = "a quoted field does not end on its line";

  private static final int LONGEST_LINE = 1 << 16;

  private final TextLayout layout;
  private final int columns;
  private final int source;
  private final int target;
  private final int value;
  private final TextLayout.Value kind;
  private final boolean numbered;
  private final LineFields fields;
  private byte[] line;
  private long time;
  private int decimals;
  private boolean rounded;
  private double weight;
  private long sourceNumber;
  private long targetNumber;
  private long number;

  public EdgeLineParser(TextLayout layout) {
    this.layout = layout;
    columns = layout.columns();
    source = layout.roles().source();
    target = layout.roles().target();
    value = layout.roles().value();
    kind = layout.roles().kind();
    numbered = layout.numbered();
    fields = new LineFields(layout.separator(), layout.roles().last() + 1);
  }

  /** True for a line that holds no edge by design: blank, or beginning with # or %. */
  public static boolean isComment(byte[] line, int from, int to) {
    int first = from;
    while (first < to && LineFields.isBlank(line[first])) {
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
    int found = fields.split(bytes, from, last);
    if (found != columns) {
      return found == LineFields.UNCLOSED ? UNCLOSED
          : (found < columns ? "too few columns: " : "too many columns: ") + columns + " expected, " + found + " found";
    }
    int empty = fields.isEmpty(source) ? source
        : fields.isEmpty(target) ? target : value >= 0 && fields.isEmpty(value) ? value : -1;
    if (empty >= 0) {
      return "column " + (empty + 1) + " is empty";
    }
    if (!isText(source) || !isText(target)) {
      return idReason();
    }
    if (numbered && (isMissing(source) || isMissing(target))) {
      int missing = isMissing(source) ? source : target;
      return "column " + (missing + 1) + " is " + fields.text(missing)
          + ", which is no id where the others are numbers";
    }
    return value < 0 ? null : kind == TextLayout.Value.WEIGHT ? parseWeight() : parseTime();
  }

  /** Bytes of characters beyond ASCII are negative, so one comparison finds them and control characters. */
  private boolean isText(int column) {
    for (int i = fields.begin(column); i < fields.end(column); i++) {
      if (line[i] < ' ') {
        return decodes(column);
      }
    }
    return true;
  }

  /** Numbers begin with less than a letter, and most are read no further. */
  private boolean isMissing(int column) {
    byte first = line[fields.begin(column)];
    return (first > '9' || first == '#') && ValueText.isMissing(fields.text(column));
  }

  private boolean decodes(int column) {
    try {
      return StandardCharsets.UTF_8.newDecoder()
          .decode(ByteBuffer.wrap(line, fields.begin(column), fields.end(column) - fields.begin(column)))
          .chars()
          .noneMatch(c -> c != '\t' && Character.isISOControl(c));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private String idReason() {
    for (int column : new int[] {source, target}) {
      for (int i = fields.begin(column); i < fields.end(column); i++) {
        if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
          return "column " + (column + 1) + " holds a control character (byte " + line[i] + ")";
        }
      }
    }
    return "id is not valid UTF-8";
  }

  private String parseTime() {
    int at = fields.begin(value);
    boolean negative = line[at] == '-';
    if (negative || line[at] == '+') {
      at++;
    }
    int digits = fields.end(value) - at;
    int point = -1;
    // Up to 18 digits fit 64 bits whatever they are.
    if (digits == 0 || digits > 18 || kind == TextLayout.Value.DATE) {
      return parseOther();
    }
    long sum = 0;
    for (int i = at; i < fields.end(value); i++) {
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
    decimals = point < 0 ? 0 : fields.end(value) - point - 1;
    dropTrailingZeros();
    return null;
  }

  private String parseOther() {
    String text = fields.text(value);
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
    String text = fields.text(value);
    weight = ValueText.isNumber(text) ? Float.parseFloat(text) : Double.NaN;
    if (Double.isNaN(weight) || Double.isInfinite(weight)) {
      return "weight is not a number: " + text;
    }
    if (layout.weights() == GraphConfig.Weights.ABSOLUTE) {
      weight = Math.abs(weight);
    }
    return weight > 0 ? null
        : layout.weights() == GraphConfig.Weights.DROP ? DROPPED : "weight is not above 0: " + text;
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
    int at = fields.begin(column);
    boolean negative = line[at] == '-';
    at += negative ? 1 : 0;
    int digits = fields.end(column) - at;
    if (digits < 1 || digits > 19 || line[at] == '0' && (negative || digits > 1)) {
      return false;
    }
    long value = 0;
    for (; at < fields.end(column); at++) {
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
    return fields.text(source);
  }

  public String target() {
    return fields.text(target);
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
}
