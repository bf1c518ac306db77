package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** The lines that begin in a range of a text file, parsed; comments and a header are counted and skipped. */
final class RangeLines {
  private static final int QUOTED_BYTES = 200;

  private final EdgeLines.Range range;
  private final InputStream in;
  private final LineReader lines;
  private final EdgeLineParser parser;
  private boolean headerAhead;
  private boolean dataSeen;
  private boolean inQuotes;
  private long position;
  private long count;
  private long comments;
  private int first;
  private String reason;

  /**
   * @throws DataRefusedException if the file cannot be read, here or later
   */
  RangeLines(EdgeLines.Range range, Configuration configuration) {
    this.range = range;
    parser = new EdgeLineParser(range.input().layout());
    dataSeen = range.start() > 0;
    headerAhead = range.start() == 0 && range.input().layout().header();
    try {
      in = open(range, configuration);
      lines = new LineReader(in);
      if (range.start() > 0) {
        lines.next();
        position = range.start() - 1;
      }
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private static InputStream open(EdgeLines.Range range, Configuration configuration) throws IOException {
    String file = range.input().path();
    if (range.start() == 0) {
      return Packing.open(file, range.input().entry(), configuration);
    }
    Path path = new Path(file);
    FSDataInputStream in = path.getFileSystem(configuration).open(path);
    in.seek(range.start() - 1);
    return in;
  }

  private DataRefusedException refusal(IOException e) {
    return new DataRefusedException(
        range.input().name() + ": cannot be read after line " + count + " (cut off or corrupt?): " + e.getMessage(), e);
  }

  /** Moves to the next line that should be an edge; false, and the file is closed, if there is none. */
  boolean next() {
    try {
      while (position + lines.consumed() < range.end() && lines.next()) {
        count++;
        first = lines.first(count == 1 && range.start() == 0);
        if (inQuotes) {
          inQuotes = !hasOddQuotes();
          reason = "belongs to a quoted field of a line above";
          return true;
        }
        if (EdgeLineParser.isComment(lines.bytes(), first, lines.length())) {
          if (dataSeen && isEdgeLikeComment()) {
            reason = "begins like a comment and has the columns of an edge: quote the id, or put a blank behind the "
                + (char) lines.bytes()[first];
            return true;
          }
          comments++;
        } else if (headerAhead) {
          headerAhead = false;
          dataSeen = true;
          comments++;
        } else {
          dataSeen = true;
          reason = parser.parse(lines.bytes(), first, lines.length());
          // What a spreadsheet has in one cell may look like an edge of its own.
          inQuotes = EdgeLineParser.UNCLOSED.equals(reason) && hasOddQuotes();
          return true;
        }
      }
      in.close();
      return false;
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private boolean hasOddQuotes() {
    boolean odd = false;
    for (int i = first; i < lines.length(); i++) {
      odd ^= lines.bytes()[i] == '"';
    }
    return odd;
  }

  /** Tags such as #a are ids to many; comments among edges that have other separators than blanks are rare. */
  private boolean isEdgeLikeComment() {
    return range.input().layout().separator() != ' ' && first + 1 < lines.length() && lines.bytes()[first] > ' '
        && "#% \t".indexOf(lines.bytes()[first + 1]) < 0 && parser.parse(lines.bytes(), first, lines.length()) == null;
  }

  EdgeLines.Range range() {
    return range;
  }

  /** The line as an edge, if {@link #reason} is null. */
  EdgeLineParser edge() {
    return parser;
  }

  /** Why the line is no edge, or null. */
  String reason() {
    return reason;
  }

  /** The first bytes of the line. */
  String text() {
    return new String(lines.bytes(), first, Math.min(QUOTED_BYTES, lines.length() - first), StandardCharsets.UTF_8);
  }

  /** Lines so far, comments too. */
  long count() {
    return count;
  }

  long comments() {
    return comments;
  }
}
