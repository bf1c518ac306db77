package io.sparsewalk.spark.ingest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A file of edges as a tool would write it, and the edges that are meant by it.
 *
 * @param names of the columns: those of source, target and time, then others
 * @param rows fields of every line, in the order of the names
 * @param edges what the rows mean
 */
record EdgeFile(List<String> names, List<List<String>> rows, List<Edge> edges) {
  private static final List<List<String>> NAMES =
      List.of(List.of("src", "dst", "time"), List.of("Source", "Target", "Timestamp"),
          List.of("FromNodeId", "ToNodeId", "ts"), List.of("u", "v", "t"), List.of("node1", "node2", "date"),
          List.of("sender", "recipient", "unixtime"), List.of(":START_ID", ":END_ID", "at_time"),
          List.of("from", "to", "year"), List.of("origin", "destination", "day"));

  /** Time in seconds, or whatever the number in the file is in. */
  record Edge(String source, String target, BigDecimal time) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Edge edge && source.equals(edge.source) && target.equals(edge.target)
          && time.compareTo(edge.time) == 0;
    }

    @Override
    public int hashCode() {
      return source.hashCode();
    }
  }

  /**
   * How a table is written.
   *
   * @param header with the names of the columns in the first line
   * @param quoteAll every field in quotes, not only those that need them
   * @param lastEnds the last line has an end too
   */
  record Style(char separator, boolean header, boolean quoteAll, String lineEnd, boolean bom, boolean lastEnds) {
    static final Style PLAIN = new Style(',', true, false, "\n", false, true);

    Style withSeparator(char other) {
      return new Style(other, header, quoteAll, lineEnd, bom, lastEnds);
    }

    Style withHeader(boolean other) {
      return new Style(separator, other, quoteAll, lineEnd, bom, lastEnds);
    }

    Style withQuotes() {
      return new Style(separator, header, true, lineEnd, bom, lastEnds);
    }

    String line(List<String> fields) {
      return fields.stream().map(this::field).collect(Collectors.joining(String.valueOf(separator)));
    }

    private String field(String text) {
      boolean quoted = separator != ' ' && (quoteAll || text.indexOf(separator) >= 0 || text.indexOf('"') >= 0);
      return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  /** What times are written as, and what they are. */
  private enum Notation {
    INTEGER {
      @Override
      String text(long millis) {
        return Long.toString(Math.floorDiv(millis, 1000));
      }
    },
    MILLISECONDS {
      @Override
      String text(long millis) {
        return Long.toString(millis);
      }
    },
    DECIMAL {
      @Override
      String text(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
      }
    },
    SAVETXT {
      @Override
      String text(long millis) {
        return String.format(Locale.ROOT, "%.18e", BigDecimal.valueOf(millis, 3));
      }
    },
    DATE {
      @Override
      String text(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, 10);
      }

      @Override
      BigDecimal value(long millis) {
        return BigDecimal.valueOf(Math.floorDiv(millis, 86_400_000L) * 86_400L);
      }
    },
    ISO {
      @Override
      String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
      }
    },
    LOCAL {
      @Override
      String text(long millis) {
        return Instant.ofEpochMilli(millis).toString().replace('T', ' ').replace("Z", "");
      }
    },
    OFFSET {
      @Override
      String text(long millis) {
        return Instant.ofEpochMilli(millis)
            .atOffset(ZoneOffset.ofHoursMinutes(5, 30))
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      }
    };

    abstract String text(long millis);

    BigDecimal value(long millis) {
      return switch (this) {
        case INTEGER, MILLISECONDS -> new BigDecimal(text(millis));
        default -> BigDecimal.valueOf(millis, 3);
      };
    }

    boolean isOneWord() {
      return this != LOCAL;
    }
  }

  /** Any; with ids and times of one kind for the whole file. */
  static Arbitrary<EdgeFile> any() {
    return tables(Arbitraries.of(whole(), text(), padded(), huge()), Arbitraries.of(Notation.values()));
  }

  /** Without blanks and empty fields. */
  static Arbitrary<EdgeFile> words() {
    return tables(
        Arbitraries.of(whole(), padded(), huge(),
            Arbitraries.strings().withChars("abcé_-.:@/7").ofMinLength(1).ofMaxLength(8).map(s -> "n" + s)),
        Arbitraries.of(Notation.values()).filter(Notation::isOneWord))
        .map(file -> new EdgeFile(file.names.subList(0, 3), file.rows.stream().map(row -> row.subList(0, 3)).toList(),
            file.edges));
  }

  private static Arbitrary<EdgeFile> tables(Arbitrary<Arbitrary<String>> ids, Arbitrary<Notation> notations) {
    Arbitrary<List<Long>> times =
        Arbitraries.longs().between(-2_000_000_000_000L, 4_000_000_000_000L).list().ofMinSize(1).ofMaxSize(16);
    return Combinators.combine(ids, notations, times, Arbitraries.of(NAMES), Arbitraries.integers().between(0, 3))
        .flatAs((id, notation, millis, names, others) -> Combinators
            .combine(id.list().ofSize(2 * millis.size()), other().list().ofSize(others * millis.size()))
            .as((ends, fields) -> of(names, ends,
                millis.stream().map(m -> new Edge("", notation.text(m), notation.value(m))).toList(), fields)));
  }

  private static EdgeFile of(List<String> names, List<String> ends, List<Edge> times, List<String> others) {
    int more = others.size() / times.size();
    List<String> all = new ArrayList<>(names);
    IntStream.range(0, more).forEach(i -> all.add("feature" + i));
    List<List<String>> rows = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      List<String> row = new ArrayList<>(List.of(ends.get(2 * i), ends.get(2 * i + 1), times.get(i).target()));
      row.addAll(others.subList(more * i, more * (i + 1)));
      rows.add(row);
      edges.add(new Edge(ends.get(2 * i), ends.get(2 * i + 1), times.get(i).time()));
    }
    return new EdgeFile(all, rows, edges);
  }

  private static Arbitrary<String> whole() {
    return Arbitraries.longs().map(String::valueOf);
  }

  private static Arbitrary<String> padded() {
    return Arbitraries.integers().between(0, 99_999).map(i -> String.format(Locale.ROOT, "%06d", i));
  }

  private static Arbitrary<String> huge() {
    return Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TEN.pow(30)).map(String::valueOf);
  }

  private static Arbitrary<String> text() {
    Arbitrary<String> letters = Arbitraries.of("a", "é", " ", "b c", "7", ".", "日本", "'", "\\", "-")
        .list()
        .ofMaxSize(4)
        .map(pieces -> String.join("", pieces));
    // Two separators of another kind in an id of a file of one line would be columns to anybody.
    return Combinators.combine(letters, Arbitraries.of("", "", "\"", "\"\"", ",", ";", "|", "\t", "#"), letters)
        .as((one, special, other) -> "n" + one + special + other + "z");
  }

  private static Arbitrary<String> other() {
    return Arbitraries.of("", "x", "0.5", "two words", "7", "a,b", "NA", "\"quoted\"");
  }

  /** Its edges alone, without other columns. */
  EdgeFile withoutOthers() {
    return new EdgeFile(names.subList(0, 3), rows.stream().map(row -> row.subList(0, 3)).toList(), edges);
  }

  /** The columns in another order. */
  EdgeFile shuffled(Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
    Collections.shuffle(order, random);
    return new EdgeFile(order.stream().map(names::get).toList(),
        rows.stream().map(row -> order.stream().map(row::get).toList()).toList(), edges);
  }

  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    if (style.header()) {
      lines.add(style.line(names));
    }
    rows.forEach(row -> lines.add(style.line(row)));
    return lines;
  }

  byte[] bytes(Style style) {
    return bytes(lines(style), style);
  }

  static byte[] bytes(List<String> lines, Style style) {
    return ((style.bom() ? "\uFEFF" : "") + String.join(style.lineEnd(), lines)
        + (style.lastEnds() ? style.lineEnd() : "")).getBytes(StandardCharsets.UTF_8);
  }
}
