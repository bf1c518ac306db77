package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.EdgeLineParser;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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

  static final String EDGE = "edge";
  static final String BAD = "bad";
  static final String COUNTS = "counts";
  /** A line that the settings leave out. */
  static final String DROPPED = "dropped";

  /**
   * {@code line} counts from 1 within the range; of the counts row it is the number of lines, {@code time} that of comments.
   * {@code rounded}: the time had more digits than 64 bits hold. {@code file} is that of a row of Parquet.
   */
  static final StructType SCHEMA = new StructType().add("kind", DataTypes.StringType)
      .add("source", DataTypes.StringType)
      .add("target", DataTypes.StringType)
      .add("time", DataTypes.LongType)
      .add("decimals", DataTypes.IntegerType)
      .add("range", DataTypes.IntegerType)
      .add("line", DataTypes.LongType)
      .add("text", DataTypes.StringType)
      .add("reason", DataTypes.StringType)
      .add("weight", DataTypes.DoubleType)
      .add("rounded", DataTypes.BooleanType)
      .add("file", DataTypes.StringType);

  /** Bytes [start, end) of a file; end is {@link Long#MAX_VALUE} for all of it. */
  record Range(int id, EdgeInput input, long start, long end) implements Serializable {

    /** All ranges of the inputs; packed files are one range each. */
    static List<Range> of(List<EdgeInput> inputs, long bytes) {
      List<Range> ranges = new ArrayList<>();
      for (EdgeInput input : inputs) {
        if (input.isPacked() || input.length() <= bytes) {
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
  public Iterator<Row> call(Range range) {
    return new Rows(new RangeLines(range, configuration.value()));
  }

  private static final class Rows implements Iterator<Row> {
    private final RangeLines lines;
    private Row next;
    private boolean done;

    Rows(RangeLines lines) {
      this.lines = lines;
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
      if (!lines.next()) {
        done = true;
        return RowFactory.create(COUNTS, null, null, lines.comments(), 0, lines.range().id(), lines.count(), null, null,
            0.0, false, null);
      }
      EdgeLineParser edge = lines.edge();
      int range = lines.range().id();
      if (lines.reason() == null) {
        return RowFactory.create(EDGE, edge.source(), edge.target(), edge.time(), edge.decimals(), range, lines.count(),
            null, null, edge.weight(), edge.isRounded(), null);
      }
      boolean dropped = lines.reason().equals(EdgeLineParser.DROPPED);
      return RowFactory.create(dropped ? DROPPED : BAD, null, null, 0L, 0, range, lines.count(),
          dropped ? null : lines.text(), lines.reason(), 0.0, false, null);
    }
  }
}
