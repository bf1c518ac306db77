package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.RoleFinder;
import io.sparsewalk.graph.TextLayout;
import io.sparsewalk.graph.ValueText;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;

/**
 * Edges from columns of Parquet files, in the form of {@link EdgeLines}; their range is -1, their line the number of the row. Files may
 * differ in the types of their columns, not in what the columns are. Times are what the text reader makes of the same values.
 *
 * @param told the columns in words
 */
record ParquetEdges(Dataset<Row> rows, String told) {
  private static final int SAMPLE = 200;
  private static final int NANOSECOND_DECIMALS = 9;
  private static final StructType VALUE = new StructType().add("value", DataTypes.LongType)
      .add("decimals", DataTypes.IntegerType)
      .add("rounded", DataTypes.BooleanType);

  static ParquetEdges read(SparkSession spark, InputForm form, Configuration configuration) {
    // Nanoseconds come as whole numbers; without it Spark refuses the file.
    spark.conf().set("spark.sql.legacy.parquet.nanosAsLong", true);
    return form.files()
        .stream()
        .collect(Collectors.groupingBy(file -> List.of(schema(file.path(), configuration), base(file.path())),
            LinkedHashMap::new, Collectors.mapping(EdgeInput::path, Collectors.toList())))
        .entrySet()
        .stream()
        .map(group -> read(spark, group.getValue(), (MessageType) group.getKey().get(0), form.graph()))
        .reduce((one, other) -> one.union(other, form))
        .orElseThrow();
  }

  private ParquetEdges union(ParquetEdges other, InputForm form) {
    if (!other.told.equals(told)) {
      throw new DataRefusedException(form.files().get(0).path() + ": the files beside it have other columns: "
          + other.told + "; the first ones have " + told);
    }
    return new ParquetEdges(rows.union(other.rows), told);
  }

  private static MessageType schema(String file, Configuration configuration) {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), configuration))) {
      return reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw new DataRefusedException(file + ": not readable as Parquet (cut off or corrupt?): " + e.getMessage(), e);
    }
  }

  /** The directory below which the names of directories are columns: {@code day=1}. */
  private static String base(String file) {
    int partition = file.replaceFirst("/[^/=]*=[^/]*/.*$", "").length();
    return partition < file.length() ? file.substring(0, partition) : "";
  }

  private static ParquetEdges read(SparkSession spark, List<String> files, MessageType schema, GraphConfig graph) {
    try {
      String base = base(files.get(0));
      Dataset<Row> rows =
          (base.isEmpty() ? spark.read() : spark.read().option("basePath", base)).option("__globPaths__", "false")
              .parquet(files.toArray(String[]::new));
      List<String> names = Arrays.asList(rows.columns());
      Column[] texts = names.stream().map(name -> quoted(name).cast(DataTypes.StringType)).toArray(Column[]::new);
      List<List<String>> sample = rows.limit(SAMPLE)
          .select(texts)
          .collectAsList()
          .stream()
          .map(row -> IntStream.range(0, row.size()).mapToObj(c -> row.isNullAt(c) ? "" : row.getString(c)).toList())
          .toList();
      RoleFinder finder = new RoleFinder(graph, names, names.size(), sample);
      TextLayout.Roles roles = finder.find();
      return new ParquetEdges(edges(rows, names, roles, new Value(schema, graph)), finder.told(roles));
    } catch (DataRefusedException e) {
      throw new DataRefusedException(files.get(0) + ": " + e.getMessage(), e);
    } catch (Exception e) {
      // Spark's exceptions are checked but not declared.
      throw new DataRefusedException(String.join(", ", files) + ": not readable as Parquet: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static Dataset<Row> edges(Dataset<Row> rows, List<String> names, TextLayout.Roles roles, Value values) {
    String source = names.get(roles.source());
    String target = names.get(roles.target());
    String value = roles.value() < 0 ? "" : names.get(roles.value());
    boolean weighted = roles.kind() == TextLayout.Value.WEIGHT;
    Column weight = weighted ? values.weight(quoted(value)) : lit(0.0);
    Column time = weighted || value.isEmpty() ? values.none()
        : values.time(value, rows.schema().apply(value).dataType(), roles.kind());
    Column reason = concat_ws("; ", isNull(source), isNull(target),
        value.isEmpty() ? lit(null).cast(DataTypes.StringType) : isNull(value),
        value.isEmpty() ? lit(null).cast(DataTypes.StringType)
            : when(quoted(value).isNotNull(), unfit(value, weighted, weight, values.refused(weight))));
    Dataset<Row> read = rows.select(quoted(source).cast(DataTypes.StringType).as("source"),
        quoted(target).cast(DataTypes.StringType).as("target"), time.as("value"), weight.as("weight"),
        reason.as("reason"), col("_metadata.file_path").as("file"), col("_metadata.row_index").plus(1).as("line"));
    if (!weighted && !value.isEmpty()) {
      read = read.withColumn("reason",
          when(col("reason").equalTo("").and(col("value").isNull()),
              "time is not " + (roles.kind() == TextLayout.Value.DATE ? "a date or date-time" : "a number of 64 bits"))
              .otherwise(col("reason")));
    }
    Column dropped = values.dropped(weighted);
    Column kind =
        when(col("reason").notEqual(""), EdgeLines.BAD).when(dropped, EdgeLines.DROPPED).otherwise(EdgeLines.EDGE);
    return read.select(kind.as("kind"), col("source"), col("target"), coalesce(col("value.value"), lit(0L)).as("time"),
        coalesce(col("value.decimals"), lit(0)).as("decimals"), lit(-1).as("range"), col("line"),
        concat_ws(",", col("source"), col("target")).as("text"), col("reason"), col("weight"),
        coalesce(col("value.rounded"), lit(false)).as("rounded"), col("file"));
  }

  private static Column isNull(String name) {
    return when(quoted(name).isNull(), "column '" + name + "' is null");
  }

  private static Column unfit(String value, boolean weighted, Column weight, Column refused) {
    Column text = quoted(value).cast(DataTypes.StringType);
    return weighted ? when(weight.isNull().or(weight.isNaN()), concat(lit("weight is not a number: "), text))
        .when(refused, concat(lit("weight is not above 0: "), text)) : lit(null).cast(DataTypes.StringType);
  }

  /** How values become times and weights. */
  private record Value(MessageType schema, GraphConfig graph) {
    Column none() {
      return struct(lit(0L).as("value"), lit(0).as("decimals"), lit(false).as("rounded"));
    }

    Column weight(Column value) {
      Column number = value.cast(DataTypes.DoubleType);
      return graph.reading().weights() == GraphConfig.Weights.ABSOLUTE ? abs(number) : number;
    }

    Column refused(Column weight) {
      return graph.reading().weights() == GraphConfig.Weights.DROP ? lit(false) : weight.leq(0);
    }

    Column dropped(boolean weighted) {
      return weighted && graph.reading().weights() == GraphConfig.Weights.DROP ? col("weight").leq(0) : lit(false);
    }

    Column time(String name, DataType type, TextLayout.Value kind) {
      Column value = quoted(name);
      if (type.equals(DataTypes.TimestampType)) {
        return udf(new OfLong(), VALUE).apply(unix_micros(value), lit(6));
      }
      if (type instanceof IntegralType && isNanoseconds(name)) {
        return udf(new OfLong(), VALUE).apply(value, lit(NANOSECOND_DECIMALS));
      }
      if (type instanceof IntegralType) {
        return when(value.isNotNull(),
            struct(value.cast(DataTypes.LongType).as("value"), lit(0).as("decimals"), lit(false).as("rounded")));
      }
      return udf(new OfText(kind == TextLayout.Value.DATE), VALUE).apply(value.cast(DataTypes.StringType));
    }

    private boolean isNanoseconds(String name) {
      return schema.containsField(name)
          && schema.getType(name)
              .getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation stamp
          && stamp.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS;
    }
  }

  private static Row row(ValueText value) {
    return value == null ? null : RowFactory.create(value.value(), value.decimals(), value.rounded());
  }

  private static final class OfLong implements UDF2<Long, Integer, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Long value, Integer decimals) {
      return value == null ? null : row(ValueText.of(BigDecimal.valueOf(value, decimals)));
    }
  }

  private record OfText(boolean dates) implements UDF1<String, Row> {
    @Override
    public Row call(String text) {
      return text == null ? null : row(dates ? ValueText.moment(text.strip()) : ValueText.number(text.strip()));
    }
  }
}
