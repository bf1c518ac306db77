package io.sparsewalk.graph;

import java.nio.charset.StandardCharsets;

/** Where the fields of a line begin and end, in bytes and without their quotes. Reused from line to line, allocates nothing. */
final class LineFields {
  /** The number of fields of a line on which a quoted field does not end, or has something behind its end. */
  static final int UNCLOSED = -1;

  private final byte separator;
  private final int[] begin;
  private final int[] end;
  private byte[] line;

  /**
   * @param separator as in {@link TextLayout}
   * @param kept number of the first fields whose places are wanted
   */
  LineFields(char separator, int kept) {
    this.separator = (byte) separator;
    begin = new int[kept];
    end = new int[kept];
  }

  /**
   * Splits a line.
   *
   * @return number of its fields, or {@link #UNCLOSED}
   */
  int split(byte[] bytes, int from, int to) {
    line = bytes;
    return separator == ' ' ? splitAtBlanks(from, to) : splitAtSeparators(from, to);
  }

  private int splitAtBlanks(int from, int to) {
    int found = 0;
    int at = skipBlanks(from, to);
    while (at < to) {
      int first = at;
      int stop = line[at] == '"' ? endOfQuotedWord(at, to) : 0;
      if (stop > 0) {
        first++;
        at = stop + 1;
      } else {
        while (at < to && !isBlank(line[at])) {
          at++;
        }
        stop = at;
      }
      keep(found++, first, stop);
      at = skipBlanks(at, to);
    }
    return found;
  }

  /** Place of the closing quote, if a blank or the end is behind it; else 0: among blanks a quote may be a part of a word. */
  private int endOfQuotedWord(int at, int to) {
    int stop = endOfQuoted(at + 1, to);
    return stop < to && (stop + 1 == to || isBlank(line[stop + 1])) ? stop : 0;
  }

  private int splitAtSeparators(int from, int to) {
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
        at = skipToSeparator(stop + 1, to);
        if (at < 0) {
          return UNCLOSED;
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
      keep(found++, first, stop);
      if (at >= to) {
        return found;
      }
      at++;
    }
  }

  private void keep(int column, int first, int stop) {
    if (column < begin.length) {
      begin[column] = first;
      end[column] = stop;
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

  /** Place of the next separator or the end, if nothing but blanks is before it; else -1. */
  private int skipToSeparator(int from, int to) {
    int at = from;
    while (at < to && line[at] != separator) {
      if (!isBlank(line[at])) {
        return -1;
      }
      at++;
    }
    return at > to ? -1 : at;
  }

  private int skipBlanks(int from, int to) {
    int at = from;
    while (at < to && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  int begin(int column) {
    return begin[column];
  }

  int end(int column) {
    return end[column];
  }

  boolean isEmpty(int column) {
    return begin[column] == end[column];
  }

  String text(int column) {
    String text = new String(line, begin[column], end[column] - begin[column], StandardCharsets.UTF_8);
    return isQuoted(column) ? text.replace("\"\"", "\"") : text;
  }

  /** A word among blanks has no quote before it but its own. */
  private boolean isQuoted(int column) {
    return begin[column] > 0 && line[begin[column] - 1] == '"';
  }
}
