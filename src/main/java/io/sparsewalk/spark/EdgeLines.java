package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeLineParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads a range of a text file: a row for every edge, for every bad line, and one with the counts. A range owns the lines that
 * begin in it.
 */
final class EdgeLines implements FlatMapFunction<EdgeLines.Range, Row> {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED_BYTES = 200;

  static final String EDGE = "edge";
  static final String BAD = "bad";
  static final String COUNTS = "counts";

  /** {@code line} counts from 1 within the range; of the counts row it is the number of lines, {@code time} that of comments. */
  static final StructType SCHEMA = new StructType().add("kind", DataTypes.StringType)
      .add("source", DataTypes.StringType).add("target", DataTypes.StringType).add("time", DataTypes.LongType)
      .add("decimals", DataTypes.IntegerType).add("range", DataTypes.IntegerType).add("line", DataTypes.LongType)
      .add("text", DataTypes.StringType).add("reason", DataTypes.StringType);

  /** Bytes [start, end) of a file; end is {@link Long#MAX_VALUE} for all of it. */
  record Range(int id, EdgeInput input, long start, long end) implements Serializable {

    /** All ranges of the inputs; compressed files are one range each. */
    static List<Range> of(List<EdgeInput> inputs, long bytes) {
      List<Range> ranges = new ArrayList<>();
      for (EdgeInput input : inputs) {
        if (input.isCompressed() || input.length() <= bytes) {
          ranges.add(new Range(ranges.size(), input, 0, Long.MAX_VALUE));
          continue;
        }
        for (long start = 0; start < input.length(); start += bytes) {
          ranges.add(new Range(ranges.size(), input, start, start + bytes));
        }
      }
      return ranges;
    }
  }

  private final SerializableConfiguration configuration;

  EdgeLines(SerializableConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Iterator<Row> call(Range range) throws IOException {
    return new Rows(range, open(range));
  }

  private InputStream open(Range range) throws IOException {
    String file = range.input().path();
    if (range.start() == 0) {
      return LineReader.open(file, configuration.value());
    }
    Path path = new Path(file);
    FSDataInputStream in = path.getFileSystem(configuration.value()).open(path);
    in.seek(range.start() - 1);
    return in;
  }

  private static final class Rows implements Iterator<Row> {
    private final Range range;
    private final InputStream in;
    private final LineReader lines;
    private final EdgeLineParser parser;
    private boolean headerAhead;
    private long position;
    private long count;
    private long comments;
    private Row next;
    private boolean done;

    Rows(Range range, InputStream in) throws IOException {
      this.range = range;
      this.in = in;
      lines = new LineReader(in);
      parser = new EdgeLineParser(range.input().format());
      headerAhead = range.start() == 0 && range.input().header();
      if (range.start() > 0) {
        lines.next();
        position = range.start() - 1;
      }
    }

    @Override
    public boolean hasNext() {
      if (next == null && !done) {
        next = advance();
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }

    private Row advance() {
      try {
        while (position + lines.consumed() < range.end() && lines.next()) {
          count++;
          if (EdgeLineParser.isComment(lines.bytes(), 0, lines.length())) {
            comments++;
          } else if (headerAhead) {
            headerAhead = false;
            comments++;
          } else {
            return row();
          }
        }
        in.close();
        done = true;
        return RowFactory.create(COUNTS, null, null, comments, 0, range.id(), count, null, null);
      } catch (IOException e) {
        throw new DataRefusedException(range.input().path() + ": cannot be read after line " + count
            + " (cut off or corrupt?): " + e.getMessage(), e);
      }
    }

    private Row row() {
      String reason = parser.parse(lines.bytes(), 0, lines.length());
      if (reason == null) {
        return RowFactory.create(EDGE, parser.source(), parser.target(), parser.time(), parser.decimals(), range.id(),
            count, null, null);
      }
      String text = new String(lines.bytes(), 0, Math.min(QUOTED_BYTES, lines.length()), StandardCharsets.UTF_8);
      return RowFactory.create(BAD, null, null, 0L, 0, range.id(), count, text, reason);
    }
  }
}
