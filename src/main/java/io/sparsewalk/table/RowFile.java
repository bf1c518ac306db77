package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * A few rows as one Parquet file, from the driver or from inside a task, where Spark's writers are not to be had. The file appears
 * whole or not at all, so it needs no manifest.
 */
public final class RowFile {
  /** The name of the file in its directory. */
  public static final String NAME = "part-0.parquet";
  private static final String PARTS = "sparsewalk.files";
  private static final int ABSENT = -1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RowFile() {}

  /**
   * Publishes rows in a directory, unless there are rows already.
   *
   * @param rows of the table, all of whose columns are given
   * @param parts published files of other tables that belong to these rows, by their names in the warehouse; written into the file
   * @return the file that is there, which is another one if somebody else was faster; by its name in the warehouse
   */
  public static DataFile publish(Warehouse warehouse, Path directory, TableSchema schema, List<TableRow> rows,
      List<DataFile> parts) {
    Path file = new Path(directory, NAME);
    byte[] content = encoded(warehouse, schema, rows, parts);
    WholeFile whole = new WholeFile(warehouse, file);
    boolean isOurs = whole.create(content);
    if (!isOurs && isEmpty(warehouse, file)) {
      whole.replace(content);
      isOurs = true;
    }
    if (isOurs) {
      return new DataFile(DataFile.name(warehouse.root(), file), rows.size(), content.length, Sha256.hex(content));
    }
    // What somebody left long ago counts from now on.
    whole.renew();
    return DataFile.of(warehouse.configuration(), warehouse.root(), file);
  }

  /** As a crash of the machine leaves it on a disk that did not write in order. */
  private static boolean isEmpty(Warehouse warehouse, Path file) {
    try {
      return file.getFileSystem(warehouse.configuration()).getFileStatus(file).getLen() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  /** Writes rows in a directory, in the place of others. */
  public static void replace(Warehouse warehouse, Path directory, TableSchema schema, List<TableRow> rows) {
    new WholeFile(warehouse, new Path(directory, NAME)).replace(encoded(warehouse, schema, rows, List.of()));
  }

  private static byte[] encoded(Warehouse warehouse, TableSchema schema, List<TableRow> rows, List<DataFile> parts) {
    for (TableRow row : rows) {
      check(row.schema().equals(schema), "a row of the table %s is no row of %s", row.schema().name(), schema.name());
    }
    try {
      Map<String, String> notes = parts.isEmpty() ? Map.of() : Map.of(PARTS, JSON.writeValueAsString(parts));
      return encoded(warehouse, schema, rows.stream().map(TableRow::cells).toList(), notes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers of files are plain values", e);
    }
  }

  /**
   * Rows as the content of a file.
   *
   * @param rows cells in the order of the columns
   * @param notes of its footer
   */
  static byte[] encoded(Warehouse warehouse, TableSchema schema, List<Object[]> rows, Map<String, String> notes) {
    MemoryFile memory = new MemoryFile();
    MessageType type = schema.parquetSchema();
    try {
      try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(memory)
          .withConf(warehouse.configuration())
          .withType(type)
          .withExtraMetaData(notes)
          .withCompressionCodec(CompressionCodecName.SNAPPY)
          .build()) {
        for (Object[] cells : rows) {
          writer.write(group(schema, type, cells));
        }
      }
      return memory.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode rows of " + schema.name(), e);
    }
  }

  /** The files that were published with the rows of a file. */
  public static List<DataFile> parts(Configuration configuration, Path file) {
    try (ParquetFileReader reader = DataFile.open(configuration, file)) {
      String parts = reader.getFileMetaData().getKeyValueMetaData().get(PARTS);
      return parts == null ? List.of() : List.of(JSON.readValue(parts, DataFile[].class));
    } catch (IOException | RuntimeException e) {
      throw ParquetColumns.unreadable(file, e);
    }
  }

  /**
   * Reads the rows of a file, without Spark.
   *
   * @param schema of the rows; columns that the file does not have yet are null
   * @return by the names of columns
   */
  public static List<Map<String, Object>> read(Configuration configuration, Path file, TableSchema schema) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Object[] cells : cells(configuration, file, schema)) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int c = 0; c < schema.columns().size(); c++) {
        row.put(schema.columns().get(c).name(), cells[c]);
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * As {@link #read}, in the order of {@link TableSchema#sparkSchema}: the columns of the file, then those that the names of its
   * directories tell.
   */
  public static List<Object[]> cells(Configuration configuration, Path file, TableSchema schema) {
    List<Object[]> rows = new ArrayList<>();
    int columns = schema.columns().size();
    Map<String, String> places = places(file, schema);
    Object[] partitions = schema.partitions().stream().map(column -> places.get(column.name())).toArray();
    try (ParquetFileReader reader = DataFile.open(configuration, file)) {
      MessageType type = reader.getFileMetaData().getSchema();
      int[] fields = schema.columns()
          .stream()
          .mapToInt(column -> type.containsField(column.name()) ? type.getFieldIndex(column.name()) : ABSENT)
          .toArray();
      MessageColumnIO io = new ColumnIOFactory().getColumnIO(type);
      for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
        RecordReader<Group> groups = io.getRecordReader(pages, new GroupRecordConverter(type));
        for (long row = 0; row < pages.getRowCount(); row++) {
          Group group = groups.read();
          Object[] cells = new Object[columns + partitions.length];
          for (int c = 0; c < columns; c++) {
            boolean isThere = fields[c] != ABSENT && group.getFieldRepetitionCount(fields[c]) > 0;
            cells[c] = isThere ? cell(group, fields[c], schema.columns().get(c)) : null;
          }
          System.arraycopy(partitions, 0, cells, columns, partitions.length);
          rows.add(cells);
        }
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      throw ParquetColumns.unreadable(file, e);
    }
  }

  /**
   * What the names of a file's directories tell, NAME=VALUE each.
   *
   * @throws DataRefusedException if they are not those of the table
   */
  public static Map<String, String> places(Path file, TableSchema schema) {
    Map<String, String> places = new LinkedHashMap<>();
    Path directory = file.getParent();
    for (int p = schema.partitions().size() - 1; p >= 0; p--) {
      String column = schema.partitions().get(p).name();
      String prefix = column + "=";
      String name = directory.getName();
      if (!name.startsWith(prefix)) {
        throw new DataRefusedException(file + " is in the directory " + name + ", which is none of the table "
            + schema.name() + ": its name must begin with " + prefix);
      }
      places.put(column, ExternalCatalogUtils.unescapePathName(name.substring(prefix.length())));
      directory = directory.getParent();
    }
    return places;
  }

  private static Object cell(Group group, int place, TableSchema.Column column) {
    return switch (column.kind()) {
      case STRING -> group.getString(place, 0);
      case INT -> group.getInteger(place, 0);
      case LONG -> group.getLong(place, 0);
      case DOUBLE -> group.getDouble(place, 0);
      case TIMESTAMP -> Instant.EPOCH.plus(group.getLong(place, 0), ChronoUnit.MICROS);
      case BOOLEAN -> group.getBoolean(place, 0);
      case FLOAT -> group.getFloat(place, 0);
      case INTS, FLOATS -> throw new IllegalArgumentException("lists are read by PartFile: column " + column.name());
    };
  }

  /** Reads all pages of a file against their checksums. */
  public static void readThrough(Configuration configuration, Path file) {
    try (ParquetFileReader reader = DataFile.open(configuration, file)) {
      while (reader.readNextRowGroup() != null) {
        // Reading is the check.
      }
    } catch (IOException | RuntimeException e) {
      throw ParquetColumns.unreadable(file, e);
    }
  }

  /** True if rows are published in a directory. */
  public static boolean isIn(Warehouse warehouse, Path directory) {
    return warehouse.exists(new Path(directory, NAME));
  }

  /**
   * The files of rows below a directory, with one listing; foreign files are passed by.
   *
   * @throws DataRefusedException if one is empty, as after a crash of the machine
   */
  public static List<FileStatus> list(Warehouse warehouse, Path directory) {
    List<FileStatus> found = found(warehouse, directory);
    found.forEach(RowFile::checkContent);
    return found;
  }

  /** The files of rows of a table, empty ones too: those in the directories of its partitions. */
  public static List<Path> all(Warehouse warehouse, TableSchema table) {
    return found(warehouse, warehouse.table(table.name())).stream()
        .map(FileStatus::getPath)
        .filter(file -> isOf(table, warehouse, file))
        .toList();
  }

  /**
   * The files of rows of a table but some.
   *
   * @throws DataRefusedException if one is empty
   */
  public static List<FileStatus> checked(Warehouse warehouse, TableSchema table, Set<Path> leftOut) {
    return found(warehouse, warehouse.table(table.name())).stream()
        .filter(file -> isOf(table, warehouse, file.getPath()) && !leftOut.contains(file.getPath()))
        .peek(RowFile::checkContent)
        .toList();
  }

  /** True if a file of rows is as deep as those of a table. */
  static boolean isOf(TableSchema table, Warehouse warehouse, Path file) {
    return file.getParent().depth() == warehouse.table(table.name()).depth() + table.partitions().size();
  }

  /** As {@link #list}, empty ones too. */
  static List<FileStatus> found(Warehouse warehouse, Path directory) {
    List<FileStatus> found = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all =
          directory.getFileSystem(warehouse.configuration()).listFiles(directory, true);
      while (all.hasNext()) {
        FileStatus file = all.next();
        if (file.getPath().getName().equals(NAME)) {
          found.add(file);
        }
      }
      return found;
    } catch (FileNotFoundException e) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static void checkContent(FileStatus file) {
    if (file.getLen() == 0) {
      throw new DataRefusedException(
          file.getPath() + " is empty: delete it and run the job again, which makes its rows again");
    }
  }

  private static Group group(TableSchema schema, MessageType type, Object[] cells) {
    SimpleGroup group = new SimpleGroup(type);
    for (int c = 0; c < cells.length; c++) {
      if (cells[c] != null) {
        switch (schema.columns().get(c).kind()) {
          case STRING -> group.add(c, (String) cells[c]);
          case INT -> group.add(c, (int) (Integer) cells[c]);
          case LONG -> group.add(c, (long) (Long) cells[c]);
          case DOUBLE -> group.add(c, (double) (Double) cells[c]);
          case TIMESTAMP -> group.add(c, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) cells[c]));
          case BOOLEAN -> group.add(c, (boolean) (Boolean) cells[c]);
          case FLOAT -> group.add(c, (float) (Float) cells[c]);
          case INTS, FLOATS -> throw new IllegalArgumentException(
              "lists are written by PartFile: column " + schema.columns().get(c).name());
        }
      }
    }
    return group;
  }
}
