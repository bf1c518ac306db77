package io.sparsewalk.table;

import static io.sparsewalk.common.Checks.check;

import java.time.Instant;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table, told once: what is written is checked against them, and what is read, comments and pages are made from them.
 *
 * @param name the table's directory
 * @param meaning what a row is
 * @param partitions string columns that live in the directory names, outermost first
 * @param columns the columns inside the files
 */
public record TableSchema(String name, String meaning, List<Column> partitions, List<Column> columns) {

  /**
   * A column.
   *
   * @param unit of a number; empty for what has none
   * @param meaning in a phrase
   * @param empty when the value is null, as the end of "null if ..."; empty if it never is
   */
  public record Column(String name, Kind kind, String unit, String meaning, String empty) {

    static Column text(String name, String meaning) {
      return new Column(name, Kind.STRING, "", meaning, "");
    }

    static Column integer(String name, String unit, String meaning) {
      return new Column(name, Kind.INT, unit, meaning, "");
    }

    static Column whole(String name, String unit, String meaning) {
      return new Column(name, Kind.LONG, unit, meaning, "");
    }

    static Column real(String name, String unit, String meaning) {
      return new Column(name, Kind.DOUBLE, unit, meaning, "");
    }

    static Column moment(String name, String meaning) {
      return new Column(name, Kind.TIMESTAMP, "", meaning, "");
    }

    Column nullIf(String reason) {
      return new Column(name, kind, unit, meaning, reason);
    }

    /** Meaning, unit and when it is null, in a sentence or two: the comment of the column in Spark and in catalogs. */
    public String comment() {
      return meaning + (unit.isEmpty() ? "" : " (" + unit + ")") + (empty.isEmpty() ? "" : "; null if " + empty);
    }
  }

  /** The types in use. */
  public enum Kind {
    STRING(DataTypes.StringType, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), String.class),
    INT(DataTypes.IntegerType, PrimitiveTypeName.INT32, null, Integer.class),
    LONG(DataTypes.LongType, PrimitiveTypeName.INT64, null, Long.class),
    DOUBLE(DataTypes.DoubleType, PrimitiveTypeName.DOUBLE, null, Double.class),
    TIMESTAMP(DataTypes.TimestampType, PrimitiveTypeName.INT64,
        LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS), Instant.class),
    BOOLEAN(DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN, null, Boolean.class),
    FLOAT(DataTypes.FloatType, PrimitiveTypeName.FLOAT, null, Float.class),
    /** Of the stages only, which write millions of rows column by column. */
    INTS(DataTypes.createArrayType(DataTypes.IntegerType), null, null, int[].class),
    /** Of the stages only. */
    FLOATS(DataTypes.createArrayType(DataTypes.FloatType), null, null, float[].class);

    private final DataType sparkType;
    private final PrimitiveTypeName parquetType;
    private final LogicalTypeAnnotation annotation;
    private final Class<?> value;

    Kind(DataType sparkType, PrimitiveTypeName parquetType, LogicalTypeAnnotation annotation, Class<?> value) {
      this.sparkType = sparkType;
      this.parquetType = parquetType;
      this.annotation = annotation;
      this.value = value;
    }

    /** The type in Spark SQL and Hive, for example bigint. */
    public String sql() {
      return sparkType.simpleString();
    }

    boolean holds(Object cell) {
      return value.isInstance(cell);
    }
  }

  public TableSchema {
    partitions = List.copyOf(partitions);
    columns = List.copyOf(columns);
    List<String> names = columns.stream().map(Column::name).toList();
    check(names.stream().distinct().count() == names.size(), "table %s has a column twice: %s", name, names);
  }

  /** An empty row, to be filled by name. */
  public TableRow row() {
    return new TableRow(this);
  }

  /**
   * Place of a column in the files.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  int index(String column) {
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).name().equals(column)) {
        return c;
      }
    }
    throw new IllegalArgumentException("table " + name + " has no column " + column);
  }

  /** Columns of the files followed by those of the directory names, as Spark reads the table, with their meanings as comments. */
  public StructType sparkSchema() {
    StructType schema = new StructType();
    for (List<Column> group : List.of(columns, partitions)) {
      for (Column column : group) {
        schema = schema.add(new StructField(column.name(), column.kind().sparkType, true,
            new MetadataBuilder().putString("comment", column.comment()).build()));
      }
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
