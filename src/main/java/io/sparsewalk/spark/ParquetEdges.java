package io.sparsewalk.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;

/** Edges from named columns of Parquet files, in the form of {@link EdgeLines}; their range is -1, rows have no line numbers. */
final class ParquetEdges {
  /** What floating-point weights become. */
  private static final DataType WEIGHT = DataTypes.createDecimalType(18, 9);

  private ParquetEdges() {}

  static Dataset<Row> read(SparkSession spark, List<String> files, GraphConfig.Columns names) {
    Dataset<Row> rows = open(spark, files);
    boolean weighted = !names.weight().isEmpty();
    String value = weighted ? names.weight() : names.time();
    for (String name : List.of(names.source(), names.target(), value)) {
      if (!name.isEmpty() && !Arrays.asList(rows.columns()).contains(name)) {
        throw new DataRefusedException(files.get(0) + ": no column '" + name + "' among " + Arrays.toString(rows.columns()));
      }
    }
    if (weighted && isFloating(rows.schema().apply(value).dataType())) {
      rows = rows.withColumn(value, col(value).cast(WEIGHT));
    }
    DataType type = value.isEmpty() ? DataTypes.LongType : rows.schema().apply(value).dataType();
    Column time = time(value, type, files.get(0));
    Column positive = weighted ? time.gt(0) : lit(true);
    Column complete = col(names.source()).isNotNull().and(col(names.target()).isNotNull()).and(time.isNotNull()).and(positive);
    int decimals = type instanceof DecimalType decimal ? decimal.scale() : type.equals(DataTypes.TimestampType) ? 6 : 0;
    return rows.select(when(complete, EdgeLines.EDGE).otherwise(EdgeLines.BAD).as("kind"),
        col(names.source()).cast(DataTypes.StringType).as("source"),
        col(names.target()).cast(DataTypes.StringType).as("target"), time.as("time"), lit(decimals).as("decimals"),
        lit(-1).as("range"), lit(0L).as("line"), lit(null).cast(DataTypes.StringType).as("text"),
        when(complete, null).otherwise(weighted ? "a column is null, or the weight not above 0" : "a column is null").as("reason"));
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
  }

  private static Dataset<Row> open(SparkSession spark, List<String> files) {
    try {
      return spark.read().parquet(files.toArray(String[]::new));
    } catch (Exception e) {
      // Spark's exception is checked but not declared.
      throw new DataRefusedException(String.join(", ", files) + ": not readable as Parquet: " + e.getMessage(), e);
    }
  }

  private static Column time(String name, DataType type, String file) {
    if (name.isEmpty()) {
      return lit(0L);
    }
    if (type instanceof IntegralType) {
      return col(name).cast(DataTypes.LongType);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return unix_micros(col(name));
    }
    if (type instanceof DecimalType decimal && decimal.precision() <= 18) {
      return col(name).multiply(lit(BigDecimal.TEN.pow(decimal.scale()))).cast(DataTypes.LongType);
    }
    throw new DataRefusedException(file + ": column '" + name + "' is " + type.simpleString()
        + "; times must be integers, timestamps or decimals of at most 18 digits");
  }
}
