package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;

/** Writes a few rows as one Parquet file, from the driver or from inside a task, where Spark's writers are not to be had. */
public final class RowFile {
  private RowFile() {}

  /**
   * Writes {@code part-0.parquet} into a directory.
   *
   * @param rows the values in the order of the schema's columns; null is a null
   */
  public static void write(Warehouse warehouse, Path directory, TableSchema schema, List<Object[]> rows) {
    Path file = new Path(directory, "part-0.parquet");
    MessageType type = schema.parquetSchema();
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
            HadoopOutputFile.fromPath(file, warehouse.configuration()))
        .withConf(warehouse.configuration())
        .withType(type)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build()) {
      for (Object[] row : rows) {
        writer.write(group(schema, type, row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static Group group(TableSchema schema, MessageType type, Object[] row) {
    check(row.length == schema.columns().size(), "table %s has %s columns, the row has %s values",
        schema.name(), schema.columns().size(), row.length);
    SimpleGroup group = new SimpleGroup(type);
    for (int c = 0; c < row.length; c++) {
      if (row[c] != null) {
        set(group, c, schema.columns().get(c), row[c]);
      }
    }
    return group;
  }

  private static void set(SimpleGroup group, int index, TableSchema.Column column, Object value) {
    try {
      switch (column.kind()) {
        case STRING -> group.add(index, (String) value);
        case INT -> group.add(index, (int) (Integer) value);
        case LONG -> group.add(index, (long) (Long) value);
        case DOUBLE -> group.add(index, (double) (Double) value);
        case TIMESTAMP -> group.add(index, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
      }
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "column " + column.name() + " is " + column.kind() + ", was " + value + " (" + value.getClass() + ")", e);
    }
  }
}
