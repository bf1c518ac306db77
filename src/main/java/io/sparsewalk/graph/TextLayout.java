package io.sparsewalk.graph;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * How the lines of a text file are laid out.
 *
 * @param separator between columns: tab, comma, semicolon or pipe, or a blank for any run of blanks and tabs; with quotes as in RFC 4180
 * @param columns of a line
 * @param header true if the first line that is no comment is no edge: names of the columns, or sizes
 * @param weights what becomes of weights that are not above 0
 * @param numbered true if the ids are numbers, among which words such as NA and NULL are none
 */
public record TextLayout(char separator, int columns, boolean header, Roles roles, GraphConfig.Weights weights,
    boolean numbered) implements Serializable {

  /** What an edge has beside its ends. */
  public enum Value {
    NONE, WEIGHT,
    /** A time that is a number. */
    TIME,
    /** A time that is a date, or a date with the time of day. */
    DATE
  }

  /** Which column is what, from 0; value is -1 if there is none. */
  public record Roles(int source, int target, int value, Value kind) implements Serializable {
    public Roles {
      check(source != target && source != value && target != value, "a column cannot have two roles: %s, %s, %s",
          source + 1, target + 1, value + 1);
      check(value >= 0 == (kind != Value.NONE), "value column %s of kind %s", value, kind);
    }

    /** The first columns, in the order of a format. */
    static Roles of(EdgeFormat format) {
      return switch (format) {
        case STATIC -> new Roles(0, 1, -1, Value.NONE);
        case TEMPORAL -> new Roles(0, 1, 2, Value.TIME);
        case WEIGHTED -> new Roles(0, 1, 2, Value.WEIGHT);
        case TEMPORAL4 -> new Roles(0, 1, 3, Value.TIME);
        case AUTO, PARQUET -> throw new IllegalArgumentException("not a format of text lines: " + format);
      };
    }

    int last() {
      return Math.max(value, Math.max(source, target));
    }
  }

  public TextLayout {
    check("\t,;| ".indexOf(separator) >= 0, "separator must be tab, comma, semicolon, pipe or blank, was '%s'",
        separator);
    check(columns > roles.last(), "%s columns are too few for column %s", columns, roles.last() + 1);
  }

  /** Lines of a format, without a header. */
  public static TextLayout of(EdgeFormat format, char separator) {
    Roles roles = Roles.of(format);
    return new TextLayout(separator, roles.last() + 1, false, roles, GraphConfig.Weights.REFUSE, false);
  }

  /** The same for a file without a header. */
  public TextLayout withoutHeader() {
    return new TextLayout(separator, columns, false, roles, weights, numbered);
  }

  /** The separator in words. */
  public String separatorName() {
    return switch (separator) {
      case '\t' -> "tabs";
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '|' -> "pipes";
      default -> "blanks";
    };
  }
}
