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
   * @param rows of the table, all of whose columns are given
   */
  public static void write(Warehouse warehouse, Path directory, TableSchema schema, List<TableRow> rows) {
    Path file = new Path(directory, "part-0.parquet");
    MessageType type = schema.parquetSchema();
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
            HadoopOutputFile.fromPath(file, warehouse.configuration()))
        .withConf(warehouse.configuration())
        .withType(type)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build()) {
      for (TableRow row : rows) {
        check(row.schema() == schema, "a row of the table %s is no row of %s", row.schema().name(), schema.name());
        writer.write(group(schema, type, row.cells()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
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
          case INTS, FLOATS -> throw new IllegalArgumentException("lists are written by PartFile: column " + schema.columns().get(c).name());
        }
      }
    }
    return group;
  }
}
