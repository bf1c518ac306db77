package io.sparsewalk.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * One file of a table, written by a task from primitive values, without an object per row. A file gets its name only when it is
 * complete; of several attempts of a task, all of which write the same, one stays.
 */
public final class PartFile implements AutoCloseable {
  private final FileSystem files;
  private final Path draft;
  private final Path target;
  private final ParquetWriter<Cursor> writer;
  private final Cursor cursor = new Cursor();
  private boolean open = true;

  /** Rows that can be put into a file. */
  public interface Rows {
    void write(RecordConsumer out, int row);
  }

  /** Where the writing is. */
  private static final class Cursor {
    private Rows rows;
    private int row;
  }

  private PartFile(FileSystem files, Path draft, Path target, ParquetWriter<Cursor> writer) {
    this.files = files;
    this.draft = draft;
    this.target = target;
    this.writer = writer;
  }

  /**
   * Begins {@code part-NNNNN.parquet}.
   *
   * @param schema in Parquet's notation
   */
  public static PartFile create(Configuration configuration, Path directory, int part, String schema) {
    String name = String.format("part-%05d.parquet", part);
    Path draft = new Path(directory, "_" + name + "-" + UUID.randomUUID());
    try {
      FileSystem files = directory.getFileSystem(configuration);
      checkShared(files, directory);
      ParquetWriter<Cursor> writer =
          new Builder(draft, MessageTypeParser.parseMessageType(schema), configuration).build();
      return new PartFile(files, draft, new Path(directory, name), writer);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + draft, e);
    }
  }

  /** What a task writes to a disk that the driver does not see would be lost without a word. */
  private static void checkShared(FileSystem files, Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && parent.getName().equals(Warehouse.DATA) && Warehouse.isDisk(directory)
        && !files.exists(parent)) {
      throw new IOException(
          parent + " is not on the disk of this executor: the warehouse must be a place that all machines reach");
    }
  }

  /** Writes a whole file of rows 0 to {@code count - 1}. */
  public static void write(Configuration configuration, Path directory, int part, String schema, int count, Rows rows) {
    try (PartFile file = create(configuration, directory, part, schema)) {
      file.write(count, rows);
      file.commit();
    }
  }

  /** Appends rows 0 to {@code count - 1}. */
  public void write(int count, Rows rows) {
    cursor.rows = rows;
    try {
      for (cursor.row = 0; cursor.row < count; cursor.row++) {
        writer.write(cursor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + draft, e);
    }
  }

  /** Completes the file. */
  public void commit() {
    try {
      writer.close();
      open = false;
      if (!files.rename(draft, target)) {
        if (!files.exists(target)) {
          throw new IOException("cannot rename to " + target);
        }
        files.delete(draft, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + draft, e);
    }
  }

  /** Drops the file unless it is complete. */
  @Override
  public void close() {
    if (open) {
      try {
        writer.close();
        files.delete(draft, false);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + draft, e);
      }
    }
  }

  /** Puts an int into the row. */
  public static void put(RecordConsumer out, int index, String name, int value) {
    out.startField(name, index);
    out.addInteger(value);
    out.endField(name, index);
  }

  /** Puts a long into the row. */
  public static void put(RecordConsumer out, int index, String name, long value) {
    out.startField(name, index);
    out.addLong(value);
    out.endField(name, index);
  }

  /** Puts a boolean into the row. */
  public static void put(RecordConsumer out, int index, String name, boolean value) {
    out.startField(name, index);
    out.addBoolean(value);
    out.endField(name, index);
  }

  /** Puts a text into the row. */
  public static void put(RecordConsumer out, int index, String name, Binary value) {
    out.startField(name, index);
    out.addBinary(value);
    out.endField(name, index);
  }

  /** Puts the ints [begin, end) into the row as a list. */
  public static void put(RecordConsumer out, int index, String name, int[] values, int begin, int end) {
    putList(out, index, name, begin, end, i -> out.addInteger(values[i]));
  }

  /** Puts the floats [begin, end) into the row as a list. */
  public static void put(RecordConsumer out, int index, String name, float[] values, int begin, int end) {
    putList(out, index, name, begin, end, i -> out.addFloat(values[i]));
  }

  /** Parquet's notation of a list of required elements. */
  public static String list(String name, String type) {
    return "required group " + name + " (LIST) { repeated group list { required " + type + " element; } }";
  }

  private interface Element {
    void add(int index);
  }

  private static void putList(RecordConsumer out, int index, String name, int begin, int end, Element element) {
    out.startField(name, index);
    out.startGroup();
    if (begin < end) {
      out.startField("list", 0);
      for (int i = begin; i < end; i++) {
        out.startGroup();
        out.startField("element", 0);
        element.add(i);
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
    out.endField(name, index);
  }

  private static final class Builder extends ParquetWriter.Builder<Cursor, Builder> {
    private final MessageType schema;

    Builder(Path file, MessageType schema, Configuration configuration) throws IOException {
      super(HadoopOutputFile.fromPath(file, configuration));
      this.schema = schema;
      withConf(configuration);
      withCompressionCodec(CompressionCodecName.SNAPPY);
      // Sorted and small numbers shrink to their differences; Spark and DuckDB read such pages.
      withWriterVersion(WriterVersion.PARQUET_2_0);
      withDictionaryEncoding(false);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Cursor> getWriteSupport(Configuration configuration) {
      return new RowSupport(schema);
    }
  }

  private static final class RowSupport extends WriteSupport<Cursor> {
    private final MessageType schema;
    private RecordConsumer out;

    RowSupport(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Cursor cursor) {
      out.startMessage();
      cursor.rows.write(out, cursor.row);
      out.endMessage();
    }
  }
}
