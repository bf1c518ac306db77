package io.sparsewalk.table;

import io.sparsewalk.common.DataRefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Columns of a table of Parquet files as primitive arrays, without a row object per record: how an executor loads a graph,
 * an embedding or examples once for all its tasks.
 *
 * <p>Rows come in the order of the files in the manifest, which is that of their names. Null values are refused, except in lists, where an empty or
 * null list has length 0.
 */
public final class ParquetColumns {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final String MEND =
      ": if it is a table's, delete it and run the job again, which makes the table again";

  private final Configuration configuration;
  private final List<Path> files;
  private final long[] rows;

  /**
   * The files that the manifest of a stage names.
   *
   * @param directory of the stage
   * @throws DataRefusedException if a file is missing or of another length than it had
   */
  public ParquetColumns(Warehouse warehouse, Path directory) {
    this(warehouse, directory, Manifest.read(warehouse, directory));
  }

  private ParquetColumns(Warehouse warehouse, Path directory, Manifest manifest) {
    this(warehouse.configuration(), manifest.paths(warehouse, directory),
        manifest.files().stream().mapToLong(DataFile::rows).toArray());
  }

  private ParquetColumns(Configuration configuration, List<Path> files, long[] rows) {
    this.configuration = configuration;
    this.files = files;
    this.rows = rows;
  }

  /** One file. */
  public static ParquetColumns ofFile(Configuration configuration, Path file) {
    return of(configuration, List.of(file));
  }

  /** The files of a directory that is being written, by name. */
  public static ParquetColumns unpublished(Configuration configuration, Path directory) {
    return of(configuration, DataFile.parquet(configuration, directory));
  }

  private static ParquetColumns of(Configuration configuration, List<Path> files) {
    long[] rows = files.stream().mapToLong(file -> {
      try (ParquetFileReader reader = DataFile.open(configuration, file)) {
        return reader.getRecordCount();
      } catch (IOException | RuntimeException e) {
        throw unreadable(file, e);
      }
    }).toArray();
    return new ParquetColumns(configuration, files, rows);
  }

  /** One of the files. */
  public ParquetColumns file(int index) {
    return new ParquetColumns(configuration, files.subList(index, index + 1), new long[] {rows[index]});
  }

  /** Some of the files. */
  public ParquetColumns files(int from, int to) {
    return new ParquetColumns(configuration, files.subList(from, to), Arrays.copyOfRange(rows, from, to));
  }

  /** Lists of floats, flattened: list i is values[offsets[i]] to values[offsets[i + 1]], exclusive. */
  public record FloatLists(int[] offsets, float[] values) {}

  /** Lists of ints, flattened as in {@link FloatLists}. */
  public record IntLists(int[] offsets, int[] values) {}

  public List<Path> files() {
    return files;
  }

  /** Rows of every file. */
  public long[] rowsPerFile() {
    return rows.clone();
  }

  public long rows() {
    return Arrays.stream(rows).sum();
  }

  public int[] ints(String column) {
    int[] values = new int[arraySize()];
    int[] next = {0};
    scan(column, reader -> values[next[0]++] = reader.getInteger());
    return values;
  }

  /** The values of chosen rows. */
  public int[] ints(String column, IntPredicate rows) {
    IntSink sink = new IntSink();
    int[] row = {0};
    scan(column, reader -> {
      if (rows.test(row[0]++)) {
        sink.add(reader.getInteger());
      } else {
        reader.skip();
      }
    });
    return Arrays.copyOf(sink.values, sink.size);
  }

  public long[] longs(String column) {
    long[] values = new long[arraySize()];
    int[] next = {0};
    scan(column, reader -> values[next[0]++] = reader.getLong());
    return values;
  }

  public float[] floats(String column) {
    FloatSink sink = new FloatSink();
    scan(column, reader -> sink.add(reader.getFloat()));
    return Arrays.copyOf(sink.values, sink.size);
  }

  /** The values of chosen rows. */
  public boolean[] booleans(String column, IntPredicate rows) {
    boolean[] values = new boolean[arraySize()];
    int[] next = {0, 0};
    scan(column, reader -> {
      if (rows.test(next[0]++)) {
        values[next[1]++] = reader.getBoolean();
      } else {
        reader.skip();
      }
    });
    return Arrays.copyOf(values, next[1]);
  }

  public boolean[] booleans(String column) {
    return booleans(column, row -> true);
  }

  /** A column of text, each a whole number of 64 bits: no text of it stays in memory. */
  public long[] numerals(String column) {
    long[] values = new long[arraySize()];
    int[] next = {0};
    scan(column, reader -> values[next[0]++] = Long.parseLong(reader.getBinary().toStringUsingUTF8()));
    return values;
  }

  public String[] strings(String column) {
    String[] values = new String[arraySize()];
    int[] next = {0};
    scan(column, reader -> values[next[0]++] = reader.getBinary().toStringUsingUTF8());
    return values;
  }

  public FloatLists floatLists(String column) {
    int[] offsets = new int[arraySize() + 1];
    FloatSink sink = new FloatSink();
    scanLists(column, offsets, reader -> sink.add(reader.getFloat()));
    return new FloatLists(offsets, Arrays.copyOf(sink.values, sink.size));
  }

  public IntLists intLists(String column) {
    return intLists(column, 0, rows());
  }

  /** The lists of rows [from, to). */
  public IntLists intLists(String column, long from, long to) {
    int[] offsets = new int[Math.toIntExact(to - from) + 1];
    IntSink sink = new IntSink();
    long[] row = {-1};
    for (int f = 0; f < rows.length; f++) {
      forEachCell(f, column, (reader, deepest) -> {
        row[0] += reader.getCurrentRepetitionLevel() == 0 ? 1 : 0;
        if (row[0] >= from && row[0] < to) {
          if (reader.getCurrentDefinitionLevel() == deepest) {
            sink.add(reader.getInteger());
          }
          offsets[(int) (row[0] - from) + 1] = sink.size;
        } else if (reader.getCurrentDefinitionLevel() == deepest) {
          reader.skip();
        }
      });
    }
    return new IntLists(offsets, Arrays.copyOf(sink.values, sink.size));
  }

  /**
   * Goes through lists, some at a time; they are not all in memory.
   *
   * @param size lists at a time; the last time there may be fewer
   */
  public void intLists(String column, int size, Consumer<IntLists> use) {
    IntStretch stretch = new IntStretch(size, use);
    for (int f = 0; f < rows.length; f++) {
      forEachCell(f, column, (reader, deepest) -> {
        if (reader.getCurrentRepetitionLevel() == 0) {
          stretch.begin();
        }
        if (reader.getCurrentDefinitionLevel() == deepest) {
          stretch.values.add(reader.getInteger());
        }
      });
    }
    stretch.flush();
  }

  private int arraySize() {
    if (rows() > LARGEST_ARRAY) {
      throw new DataRefusedException(files.get(0).getParent() + " has " + rows() + " rows, more than the "
          + LARGEST_ARRAY + " that one process can hold as an array");
    }
    return (int) rows();
  }

  private void scan(String column, Consumer<ColumnReader> value) {
    for (int f = 0; f < rows.length; f++) {
      forEachCell(f, column, (reader, deepest) -> {
        if (reader.getCurrentDefinitionLevel() < deepest) {
          throw new IllegalArgumentException("null in column '" + column + "'");
        }
        value.accept(reader);
      });
    }
  }

  private void scanLists(String column, int[] offsets, Consumer<ColumnReader> value) {
    int[] row = {0};
    for (int f = 0; f < rows.length; f++) {
      forEachCell(f, column, (reader, deepest) -> {
        if (reader.getCurrentRepetitionLevel() == 0) {
          row[0]++;
          offsets[row[0]] = offsets[row[0] - 1];
        }
        if (reader.getCurrentDefinitionLevel() == deepest) {
          value.accept(reader);
          offsets[row[0]]++;
        }
      });
    }
  }

  private interface Cell {
    void visit(ColumnReader reader, int deepestDefinitionLevel);
  }

  private void forEachCell(int f, String column, Cell cell) {
    Path file = files.get(f);
    try (ParquetFileReader reader = DataFile.open(configuration, file)) {
      if (reader.getRecordCount() != rows[f]) {
        throw new DataRefusedException(
            file + " has " + reader.getRecordCount() + " rows, " + rows[f] + " were published" + MEND);
      }
      FileMetaData meta = reader.getFileMetaData();
      MessageType projection = new MessageType("projection", List.<Type>of(meta.getSchema().getType(column)));
      ColumnDescriptor descriptor = projection.getColumns().get(0);
      reader.setRequestedSchema(projection);
      for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
        ColumnReader cells = new ColumnReadStoreImpl(pages, new GroupRecordConverter(projection).getRootConverter(),
            projection, meta.getCreatedBy()).getColumnReader(descriptor);
        for (long n = pages.getPageReader(descriptor).getTotalValueCount(); n > 0; n--) {
          cell.visit(cells, descriptor.getMaxDefinitionLevel());
          cells.consume();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /** A file that is damaged is refused; what a file system says otherwise may pass. */
  static RuntimeException unreadable(Path file, Exception cause) {
    // A footer that says nothing sensible is an IOException, too.
    boolean isFooter = cause.getCause() instanceof TException;
    if (cause instanceof IOException io
        && !(isFooter || io instanceof ChecksumException || io instanceof FileNotFoundException)) {
      return new UncheckedIOException("cannot read Parquet file " + file + ": " + cause.getMessage(), io);
    }
    return cause instanceof DataRefusedException refused ? refused
        : new DataRefusedException("cannot read Parquet file " + file + ": " + cause.getMessage() + MEND, cause);
  }

  /** Twice the size, as long as an array may have. */
  private static int grown(int size) {
    if (size == LARGEST_ARRAY) {
      throw new DataRefusedException("more than " + size + " values of a column in one array");
    }
    return (int) Math.min(LARGEST_ARRAY, 2L * size);
  }

  private static final class FloatSink {
    private float[] values = new float[1024];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }
  }

  /** Lists until there are enough of them. */
  private static final class IntStretch {
    private final Consumer<IntLists> use;
    private final int[] offsets;
    private final IntSink values = new IntSink();
    private int lists;

    IntStretch(int size, Consumer<IntLists> use) {
      this.use = use;
      offsets = new int[size + 1];
    }

    /** A list begins: the one before has ended. */
    void begin() {
      offsets[lists] = values.size;
      if (lists == offsets.length - 1) {
        flush();
      }
      lists++;
    }

    void flush() {
      if (lists > 0) {
        offsets[lists] = values.size;
        use.accept(new IntLists(Arrays.copyOf(offsets, lists + 1), Arrays.copyOf(values.values, values.size)));
      }
      lists = 0;
      values.size = 0;
      offsets[0] = 0;
    }
  }

  private static final class IntSink {
    private int[] values = new int[1024];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size));
      }
      values[size++] = value;
    }
  }
}
