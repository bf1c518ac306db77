package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.GraphConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One file of an input and how to read it.
 *
 * @param length bytes; negative if unknown
 * @param modified milliseconds since 1970, as the file system has it
 * @param format never {@link EdgeFormat#AUTO}
 * @param header true if the first line that is no comment names the columns
 */
record EdgeInput(String path, long length, long modified, EdgeFormat format, boolean header) implements Serializable {
  private static final List<String> HEADER_WORDS = List.of("src", "source", "from", "fromnodeid", "head", "u");
  private static final int PROBE_LINES = 1000;

  /** Every file behind the paths and globs of the settings, by name; hidden files are left out. */
  static List<EdgeInput> list(GraphConfig graph, Configuration configuration) {
    List<EdgeInput> inputs = new ArrayList<>();
    for (String pattern : graph.path()) {
      List<FileStatus> found = new ArrayList<>();
      try {
        Path path = new Path(pattern);
        FileSystem files = path.getFileSystem(configuration);
        boolean web = pattern.startsWith("http:") || pattern.startsWith("https:");
        FileStatus[] matches = web ? new FileStatus[] {files.getFileStatus(path)} : files.globStatus(path);
        for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
          expand(files, match, found);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new DataRefusedException(pattern + ": cannot be listed: " + e.getMessage(), e);
      }
      if (found.isEmpty()) {
        throw new DataRefusedException(pattern + ": no such file, and no file matches it");
      }
      found.sort(Comparator.comparing(status -> status.getPath().toString()));
      found.forEach(status -> inputs.add(probe(status, graph.format(), configuration)));
    }
    return inputs;
  }

  private static void expand(FileSystem files, FileStatus status, List<FileStatus> found) throws IOException {
    if (!status.isDirectory()) {
      found.add(status);
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".")) {
        expand(files, child, found);
      }
    }
  }

  private static EdgeInput probe(FileStatus status, EdgeFormat wanted, Configuration configuration) {
    String path = status.getPath().toString();
    EdgeInput plain = new EdgeInput(path, status.getLen(), status.getModificationTime(), wanted, false);
    if (wanted == EdgeFormat.PARQUET || wanted == EdgeFormat.AUTO && path.endsWith(".parquet")) {
      return plain.with(EdgeFormat.PARQUET, false);
    }
    try (InputStream in = LineReader.open(path, configuration)) {
      LineReader lines = new LineReader(in);
      for (int n = 0; n < PROBE_LINES && lines.next(); n++) {
        if (!EdgeLineParser.isComment(lines.bytes(), 0, lines.length())) {
          return plain.judge(lines, wanted);
        }
      }
      return plain.with(wanted == EdgeFormat.AUTO ? EdgeFormat.TEMPORAL : wanted, false);
    } catch (IOException e) {
      throw new DataRefusedException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private EdgeInput judge(LineReader line, EdgeFormat wanted) {
    int columns = EdgeLineParser.countColumns(line.bytes(), 0, line.length());
    EdgeFormat detected = wanted != EdgeFormat.AUTO ? wanted : columns == 2 ? EdgeFormat.STATIC
        : columns == 4 ? EdgeFormat.TEMPORAL4 : EdgeFormat.TEMPORAL;
    EdgeLineParser parser = new EdgeLineParser(detected);
    String reason = parser.parse(line.bytes(), 0, line.length());
    boolean named = reason == null ? detected == EdgeFormat.STATIC
        && HEADER_WORDS.contains(parser.source().toLowerCase(Locale.ROOT)) : reason.contains(" is not a number")
        && HEADER_WORDS.contains(parser.source().toLowerCase(Locale.ROOT));
    return with(detected, named);
  }

  private EdgeInput with(EdgeFormat known, boolean hasHeader) {
    return new EdgeInput(path, length, modified, known, hasHeader);
  }

  boolean isCompressed() {
    return LineReader.isCompressed(path);
  }
}
