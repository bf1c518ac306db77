package io.sparsewalk.pipeline;

import io.sparsewalk.report.DataCard;
import io.sparsewalk.report.DataCard.Bar;
import io.sparsewalk.report.DataCard.Histogram;
import io.sparsewalk.report.DataCard.Mark;
import io.sparsewalk.report.DataCard.Scale;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a graph looks like, by the facts of manifests: no row is read.
 *
 * @param edges manifest of the graph
 */
record GraphCard(Manifest edges) {
  private static final List<String> BLOCKS = List.of("train", "valid", "test");

  /**
   * The card.
   *
   * @param examples of a seed, if there are some
   * @param walks of a seed, if there are some
   */
  DataCard of(Optional<Manifest> examples, Optional<Manifest> walks) {
    List<Histogram> histograms = new ArrayList<>();
    degrees().ifPresent(histograms::add);
    overTime(examples.map(split -> split.counts(ExampleFiles.CUTS)).orElse(List.of())).ifPresent(histograms::add);
    walks.flatMap(GraphCard::hops).ifPresent(histograms::add);
    List<List<String>> facts = new ArrayList<>();
    fact(facts, "edges per vertex, in and out", "%.1f",
        (isDirected() ? 2.0 : 1.0) * edges.count("edges") / edges.count("vertices"));
    fact(facts, "edges from a vertex to itself", "%,d", edges.count("self_loops"));
    fact(facts, "edges that repeat another one, with the same ends and time", "%,d", edges.count("duplicate_edges"));
    if (edges.facts().containsKey("largest_degree")) {
      facts.add(List.of("most edges at a vertex", String.format(Locale.ROOT, "%,d, at %s",
          edges.count("largest_degree"), edges.fact("largest_degree_vertex"))));
    }
    walks.ifPresent(known -> fact(facts, "hops per walk, of at most as many as walk.length", "%.1f",
        (double) known.count("hops") / known.count("walks")));
    return new DataCard(histograms, facts);
  }

  private static void fact(List<List<String>> facts, String name, String format, Number value) {
    facts.add(List.of(name, String.format(Locale.ROOT, format, value)));
  }

  private boolean isDirected() {
    return Boolean.TRUE.equals(edges.fact("directed"));
  }

  private static String where(Manifest manifest) {
    return " WHERE fingerprint = '" + manifest.fingerprint() + "'";
  }

  private Optional<Histogram> degrees() {
    List<Long> counts = edges.counts(EdgeTable.VERTICES_BY_DEGREE);
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    List<Bar> bars = new ArrayList<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      bars.add(new Bar(1L << bin, 1L << bin + 1, counts.get(bin)));
    }
    String ends = "SELECT src AS vertex FROM edges" + where(edges)
        + (isDirected() ? " UNION ALL SELECT dst FROM edges" + where(edges) : "");
    return Optional.of(new Histogram("Degrees", "edges at a vertex, in and out (log scale)", "vertices", Scale.LOG,
        bars, List.of(), "SELECT length(bin(degree)) - 1 AS power_of_2, count(*) AS vertices FROM (SELECT count(*) AS"
            + " degree FROM (" + ends + ") GROUP BY vertex) GROUP BY power_of_2 ORDER BY power_of_2"));
  }

  private Optional<Histogram> overTime(List<Long> cuts) {
    List<Long> counts = edges.counts(EdgeTable.EDGES_BY_TIME);
    long first = edges.count("min_time");
    long last = edges.count("max_time");
    if (counts.isEmpty() || first == last) {
      return Optional.empty();
    }
    boolean dates = IngestSummary.milliseconds(edges, first).isPresent();
    double from = place(first);
    double width = (place(last) - from) / counts.size();
    List<Bar> bars = new ArrayList<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      bars.add(new Bar(from + bin * width, from + (bin + 1) * width, counts.get(bin)));
    }
    List<Mark> marks = new ArrayList<>();
    for (int block = 0; block < cuts.size(); block++) {
      if (cuts.get(block) > first) {
        marks.add(new Mark(place(cuts.get(block)), BLOCKS.get(block)));
      }
    }
    return Optional.of(new Histogram("Edges over time", dates ? "time (UTC)" : "time, in the unit of the input",
        isDirected() ? "edges" : "edges, in both directions", dates ? Scale.TIME : Scale.LINEAR, bars, marks,
        String.format(Locale.ROOT,
            "SELECT least(%d, CAST(floor((time - %d) * CAST(%d AS DOUBLE) / (CAST(%d AS DOUBLE) - %d)) AS INT)) AS bin,"
                + " count(*) AS edges FROM edges%s GROUP BY bin ORDER BY bin",
            counts.size() - 1, first, counts.size(), last, first, where(edges))));
  }

  private double place(long time) {
    OptionalDouble milliseconds = IngestSummary.milliseconds(edges, time);
    return milliseconds.orElseGet(() -> IngestSummary.inUnits(edges, time).doubleValue());
  }

  private static Optional<Histogram> hops(Manifest walks) {
    List<Long> counts = walks.counts(WalkStage.WALKS_BY_HOPS);
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    List<Bar> bars = new ArrayList<>();
    for (int hops = 0; hops < counts.size(); hops++) {
      bars.add(new Bar(hops - 0.5, hops + 0.5, counts.get(hops)));
    }
    return Optional.of(new Histogram("Lengths of walks", "hops", "walks", Scale.LINEAR, bars, List.of(),
        "SELECT size(vertices) - 1 AS hops, count(*) AS walks FROM walks" + where(walks)
            + " GROUP BY hops ORDER BY hops"));
  }
}
