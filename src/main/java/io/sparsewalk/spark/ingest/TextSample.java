package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.TextForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The first lines of a text file; refuses in one line what is no list of edges. */
final class TextSample {
  private static final int LINES = 500;
  private static final int COMMENTS = 100_000;
  private static final long BYTES = 1 << 20;
  /** Beginnings of text files that are not lines of columns. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(Map.entry("<!doctype html", "a web page, not data (of a login or an error?)"),
          Map.entry("<html", "a web page, not data (of a login or an error?)"),
          Map.entry("<?xml", "XML (GraphML, GEXF?)"), Map.entry("<graphml", "GraphML"), Map.entry("<gexf", "GEXF"),
          Map.entry("*vertices", "Pajek"), Map.entry("*network", "Pajek"), Map.entry("graph [", "GML"),
          Map.entry("graph[", "GML"), Map.entry("creator ", "GML"), Map.entry("digraph ", "GraphViz"),
          Map.entry("graph {", "GraphViz"), Map.entry("{\"", "JSON"), Map.entry("[{", "JSON"), Map.entry("[[", "JSON"),
          Map.entry("version https://git-lfs", "a pointer of Git LFS: fetch the file with `git lfs pull`"),
          Map.entry("@relation", "ARFF"), Map.entry("dl n=", "UCINET"));

  private TextSample() {}

  static TextForm.Sample read(EdgeInput input, Configuration configuration) throws IOException {
    List<String> comments = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    long nulls = 0;
    try (InputStream in = Packing.open(input.path(), input.entry(), configuration)) {
      LineReader reader = new LineReader(in);
      boolean first = true;
      while (lines.size() < LINES && comments.size() < COMMENTS && (lines.isEmpty() || reader.consumed() < BYTES)
          && reader.next()) {
        int from = reader.first(first);
        first = false;
        String line =
            new String(reader.bytes(), from, reader.length() - from, StandardCharsets.UTF_8).replaceFirst("\r+$", "");
        nulls += line.chars().filter(c -> c == 0).count();
        if (!EdgeLineParser.isComment(reader.bytes(), from, reader.length())) {
          lines.add(line);
        } else if (lines.isEmpty() && !line.isBlank()) {
          comments.add(line);
        }
      }
      checkText(input, nulls, reader.consumed(), lines);
    }
    return new TextForm.Sample(comments, lines);
  }

  private static void checkText(EdgeInput input, long nulls, long bytes, List<String> lines) {
    if (nulls * 5 > bytes) {
      throw new DataRefusedException(
          input.name() + ": is binary, or text in UTF-16 or UTF-32, not in UTF-8: convert it with iconv");
    }
    String first = lines.isEmpty() ? "" : lines.get(0).strip().toLowerCase(Locale.ROOT);
    OTHERS.forEach((beginning, what) -> {
      if (first.startsWith(beginning)) {
        throw new DataRefusedException(input.name() + ": is " + what + ", not lines of columns");
      }
    });
    if (first.matches("sep=.?")) {
      throw new DataRefusedException(input.name() + ": its first line, sep=, is for Excel only: delete that line");
    }
    if (!lines.isEmpty() && lines.get(0).indexOf('\r') >= 0 && lines.size() == 1) {
      throw new DataRefusedException(
          input.name() + ": its lines end with a carriage return only (old Mac): convert it with `tr '\\r' '\\n'`");
    }
  }
}
