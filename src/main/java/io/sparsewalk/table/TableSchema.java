package io.sparsewalk.table;

import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of single rows (trials and the like), told once and turned into Spark's and Parquet's terms.
 *
 * @param name the table's directory
 * @param partitions string columns that live in the directory names, outermost first
 * @param columns the columns inside the files; all may be null
 */
public record TableSchema(String name, List<String> partitions, List<Column> columns) {

  /** A column's name and type. */
  public record Column(String name, Kind kind) {}

  /** The types in use. */
  public enum Kind {
    STRING(DataTypes.StringType, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()),
    INT(DataTypes.IntegerType, PrimitiveTypeName.INT32, null),
    LONG(DataTypes.LongType, PrimitiveTypeName.INT64, null),
    DOUBLE(DataTypes.DoubleType, PrimitiveTypeName.DOUBLE, null),
    TIMESTAMP(DataTypes.TimestampType, PrimitiveTypeName.INT64,
        LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS));

    private final DataType sparkType;
    private final PrimitiveTypeName parquetType;
    private final LogicalTypeAnnotation annotation;

    Kind(DataType sparkType, PrimitiveTypeName parquetType, LogicalTypeAnnotation annotation) {
      this.sparkType = sparkType;
      this.parquetType = parquetType;
      this.annotation = annotation;
    }
  }

  public TableSchema {
    partitions = List.copyOf(partitions);
    columns = List.copyOf(columns);
  }

  /** Columns of the files followed by those of the directory names, as Spark reads the table. */
  public StructType sparkSchema() {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(new StructField(column.name(), column.kind().sparkType, true, Metadata.empty()));
    }
    for (String partition : partitions) {
      schema = schema.add(new StructField(partition, DataTypes.StringType, true, Metadata.empty()));
    }
    return schema;
  }

  MessageType parquetSchema() {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Column column : columns) {
      builder.optional(column.kind().parquetType).as(column.kind().annotation).named(column.name());
    }
    return builder.named("row");
  }
}
