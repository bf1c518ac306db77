package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TextForm;
import io.sparsewalk.graph.TextLayout;
import io.sparsewalk.table.ContentHashes;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * One file of an input and how to read it.
 *
 * @param entry name in an archive; empty if it is none
 * @param length bytes; negative if unknown
 * @param origin the file, which may be a copy of one of the web
 * @param form of a text file with a line that is no comment; null for others
 */
record EdgeInput(String path, String entry, long length, InputFile origin, Packing packing, boolean isParquet,
    TextForm form) implements Serializable {

  /** Every file behind the paths and globs of the settings, in their order and then by name, each once. */
  static List<EdgeInput> list(GraphConfig graph, Downloads downloads, ContentHashes hashes) {
    Configuration configuration = hashes.configuration();
    List<EdgeInput> inputs = new ArrayList<>();
    Collection<InputFile> files = InputPaths.list(graph.path(), downloads, hashes);
    Checksums.check(graph.source().sha256(), files);
    for (InputFile origin : files) {
      String path = origin.path();
      try {
        Packing.Found found = Packing.of(path, configuration);
        EdgeInput file =
            new EdgeInput(path, "", origin.status().getLen(), origin, found.packing(), found.parquet(), null);
        inputs.addAll(file.expand(found.entries(), graph, configuration));
      } catch (IOException | RuntimeException e) {
        String told = e instanceof DataRefusedException ? e.getMessage()
            : path + ": cannot be read" + packed(path) + ": " + reason(e);
        throw new DataRefusedException(told.replace(path, origin.name()), e);
      }
    }
    return inputs;
  }

  private static String packed(String path) {
    return path.endsWith(".gz") || path.endsWith(".zip") || path.endsWith(".bz2") || path.endsWith(".xz")
        ? " (cut off or corrupt?)" : "";
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private List<EdgeInput> expand(List<String> entries, GraphConfig graph, Configuration configuration)
      throws IOException {
    if (isParquet) {
      if (graph.format() != EdgeFormat.AUTO && graph.format() != EdgeFormat.PARQUET) {
        throw new DataRefusedException(path + ": is Parquet, which graph.format says it is not");
      }
      return List.of(this);
    }
    if (graph.format() == EdgeFormat.PARQUET || path.endsWith(".parquet") && length != 0) {
      throw new DataRefusedException(path + ": not readable as Parquet: it does not begin with PAR1");
    }
    List<EdgeInput> found = new ArrayList<>();
    for (String name : entries.stream().filter(name -> !InputPaths.isAside(name)).sorted().toList()) {
      found.add(new EdgeInput(path, name, length, origin, packing, false, null).probed(graph, configuration));
    }
    if (entries.isEmpty()) {
      found.add(probed(graph, configuration));
    } else if (found.isEmpty()) {
      throw new DataRefusedException(path + ": the archive holds no file of edges, only " + entries);
    }
    return found;
  }

  private EdgeInput probed(GraphConfig graph, Configuration configuration) throws IOException {
    TextForm.Sample sample = TextSample.read(this, configuration);
    try {
      return sample.lines().isEmpty() ? this : withForm(TextForm.of(sample, graph));
    } catch (DataRefusedException | IllegalArgumentException e) {
      throw new DataRefusedException(name() + ": " + e.getMessage(), e);
    }
  }

  EdgeInput withForm(TextForm known) {
    return new EdgeInput(path, entry, length, origin, packing, isParquet, known);
  }

  /** A plain text file. */
  static EdgeInput text(String path, TextLayout layout) {
    return new EdgeInput(path, "", Long.MAX_VALUE, null, Packing.NONE, false,
        new TextForm("text", layout, false, false, ""));
  }

  TextLayout layout() {
    return form.layout();
  }

  /** For people. */
  String name() {
    String file = origin == null ? path : origin.name();
    return entry.isEmpty() ? file : file + "!" + entry;
  }

  /** What changes when the file does, and not when it lies elsewhere. */
  List<Object> identity() {
    return List.of(origin.identity(), entry);
  }

  /** True if reading must begin at the beginning. */
  boolean isPacked() {
    return packing != Packing.NONE || !entry.isEmpty();
  }
}
