package io.sparsewalk.pipeline;

import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was read, for a person to check at a glance. */
public final class IngestSummary {
  private static final Logger LOG = LoggerFactory.getLogger(IngestSummary.class);
  private static final int SHOWN = 3;
  private static final long EARLIEST = LocalDate.of(1985, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  private static final long LATEST = LocalDate.of(2040, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);

  private IngestSummary() {}

  public static String of(Manifest edges) {
    List<String> lines = new ArrayList<>();
    boolean directed = Boolean.TRUE.equals(edges.fact("directed"));
    long read = read(edges);
    lines.add(String.format(Locale.ROOT, "%s: %,d edges%s of %,d vertices", edges.fact("dataset"), read,
        directed ? "" : String.format(Locale.ROOT, ", %,d with both directions,", edges.count("edges")),
        edges.count("vertices")));
    line(lines, "files", files(edges));
    line(lines, "format", edges.fact("format") + (Boolean.TRUE.equals(edges.fact("bipartite"))
        ? "; two sides, whose ids are told apart as source: and target:" : ""));
    line(lines, "columns", String.valueOf(edges.fact("columns")));
    line(lines, "lines", accounts(edges, read));
    line(lines, Boolean.TRUE.equals(edges.fact("weighted")) ? "weights" : "times",
        Boolean.TRUE.equals(edges.fact("weighted")) ? "yes, no times" : times(edges));
    line(lines, "self-loops", String.format(Locale.ROOT, "%,d; repeated edges %,d", edges.count("self_loops"),
        edges.count("duplicate_edges")));
    line(lines, "largest degree",
        edges.facts().containsKey("largest_degree") ? String.format(Locale.ROOT, "%,d, of vertex %s",
            edges.count("largest_degree"), edges.fact("largest_degree_vertex")) : "not counted: too many vertices");
    if (!edges.fact("hint").equals("")) {
      line(lines, "note", String.valueOf(edges.fact("hint")));
    }
    return String.join("\n", lines);
  }

  /** Whether the graph is as large as its publishers say; a line a figure that they give. */
  static List<String> compared(Manifest edges, GraphConfig.Expect expect) {
    List<String> lines = new ArrayList<>();
    compare(lines, "edges", read(edges), expect.edges());
    compare(lines, "vertices", edges.count("vertices"), expect.vertices());
    return lines;
  }

  private static void compare(List<String> lines, String what, long found, long published) {
    if (published == found) {
      lines.add(String.format(Locale.ROOT, "as published: %,d %s", found, what));
    } else if (published > 0) {
      lines.add(String.format(Locale.ROOT,
          "%,d %s were read, %,d are published (graph.expect): is the file whole, and of that version?", found, what,
          published));
    }
  }

  /** Says in the log what {@link #compared} finds. */
  static void compare(Manifest edges, GraphConfig.Expect expect) {
    for (String line : compared(edges, expect)) {
      if (line.startsWith("as published")) {
        LOG.info(line);
      } else {
        LOG.warn(line);
      }
    }
  }

  private static void line(List<String> lines, String name, String text) {
    lines.add(String.format(Locale.ROOT, "  %-15s %s", name, text));
  }

  private static String files(Manifest edges) {
    List<?> files = (List<?>) edges.inputs().get("files");
    return files.size() + ": "
        + files.stream()
            .limit(SHOWN)
            .map(file -> String.valueOf(((List<?>) file).get(0)))
            .collect(Collectors.joining(", "))
        + (files.size() > SHOWN ? ", ..." : "");
  }

  /** Edges in the input that are in the graph. */
  static long read(Manifest edges) {
    return edges.count("lines") - edges.count("comments") - edges.count("quarantined")
        - edges.count("dropped_self_loops") - edges.count("dropped_weights");
  }

  private static String accounts(Manifest edges, long read) {
    String text = String.format(Locale.ROOT, "%,d = %,d edges + %,d quarantined + %,d comments and headers",
        edges.count("lines"), read, edges.count("quarantined"), edges.count("comments"));
    return text
        + (edges.count("dropped_self_loops") > 0
            ? String.format(Locale.ROOT, " + %,d dropped self-loops", edges.count("dropped_self_loops")) : "")
        + (edges.count("dropped_weights") > 0
            ? String.format(Locale.ROOT, " + %,d dropped for their weights", edges.count("dropped_weights")) : "");
  }

  /** The first and the last time, as days if they may be counted from 1970; empty for a graph without times. */
  static String range(Manifest edges) {
    if (Boolean.TRUE.equals(edges.fact("weighted")) || edges.count("min_time") == edges.count("max_time")) {
      return "";
    }
    BigDecimal first = time(edges, "min_time");
    BigDecimal last = time(edges, "max_time");
    return thousands(first, last).map(count -> day(first, count) + " to " + day(last, count))
        .orElseGet(() -> first.toPlainString() + " to " + last.toPlainString());
  }

  /** A time of the table as milliseconds since 1970; empty if the times are none that may be counted from there. */
  static OptionalDouble milliseconds(Manifest edges, long time) {
    Optional<Integer> thousands = thousands(time(edges, "min_time"), time(edges, "max_time"));
    return thousands.isEmpty() ? OptionalDouble.empty()
        : OptionalDouble.of(inUnits(edges, time).movePointLeft(3 * thousands.get() - 3).doubleValue());
  }

  /** A time of the table in the unit of the input. */
  static BigDecimal inUnits(Manifest edges, long time) {
    return BigDecimal.valueOf(time, (int) edges.count("time_decimals"));
  }

  private static String day(BigDecimal time, int thousands) {
    return instant(time, thousands).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String times(Manifest edges) {
    BigDecimal first = time(edges, "min_time");
    BigDecimal last = time(edges, "max_time");
    String text = first.toPlainString() + " to " + last.toPlainString()
        + (Boolean.TRUE.equals(edges.fact("rounded")) ? ", rounded to 1e-" + edges.count("time_decimals") : "");
    return text
        + thousands(first, last)
            .map(count -> " (" + instant(first, count) + " to " + instant(last, count) + ", if these are "
                + List.of("seconds", "milliseconds", "microseconds", "nanoseconds").get(count) + " since 1970)")
            .orElse("");
  }

  private static BigDecimal time(Manifest edges, String fact) {
    return inUnits(edges, edges.count(fact));
  }

  private static Instant instant(BigDecimal time, int thousands) {
    return Instant.ofEpochSecond(time.movePointLeft(3 * thousands).longValue());
  }

  /** How many times 1000 divides a unit that makes these times of our days: 0 for seconds, 1 for milliseconds, to 3; empty if none does. */
  private static Optional<Integer> thousands(BigDecimal first, BigDecimal last) {
    return IntStream.rangeClosed(0, 3)
        .boxed()
        .filter(count -> first.movePointLeft(3 * count).compareTo(BigDecimal.valueOf(EARLIEST)) >= 0
            && last.movePointLeft(3 * count).compareTo(BigDecimal.valueOf(LATEST)) < 0)
        .findFirst();
  }
}
