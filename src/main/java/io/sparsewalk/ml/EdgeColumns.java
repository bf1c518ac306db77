package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.col;

import io.sparsewalk.common.DataRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a DataFrame of edges.
 *
 * @param time empty if there is none
 * @param weight empty if there is none
 */
record EdgeColumns(String source, String target, String time, String weight) {

  static EdgeColumns of(JobParams params) {
    return new EdgeColumns(params.text("srcCol"), params.text("dstCol"), params.text("timeCol"),
        params.text("weightCol"));
  }

  /** These columns alone, by the names that {@link #settings} has. */
  Dataset<Row> select(Dataset<?> edges) {
    List<Column> columns = new ArrayList<>(List.of(id(edges, source).as("source"), id(edges, target).as("target")));
    if (!weight.isEmpty()) {
      columns.add(column(edges, weight).as("weight"));
    } else if (!time.isEmpty()) {
      columns.add(column(edges, time).as("time"));
    }
    return edges.select(columns.toArray(Column[]::new));
  }

  /** How a job reads them. */
  String[] settings(String view) {
    boolean weighted = !weight.isEmpty();
    return new String[] {"graph.table=" + view, "graph.format=auto", "graph.columns.source=source",
        "graph.columns.target=target", "graph.columns.time=" + (weighted || time.isEmpty() ? "\"\"" : "time"),
        "graph.columns.weight=" + (weighted ? "weight" : "\"\"")};
  }

  /** The type of ids in what a stage returns. */
  DataType idType(StructType schema) {
    DataType sources = type(schema, source);
    boolean whole = sources instanceof IntegralType && type(schema, target) instanceof IntegralType;
    return !whole ? DataTypes.StringType : sources.equals(type(schema, target)) ? sources : DataTypes.LongType;
  }

  private static Column id(Dataset<?> edges, String name) {
    type(edges.schema(), name);
    return column(edges, name).cast(DataTypes.StringType);
  }

  private static Column column(Dataset<?> edges, String name) {
    if (!List.of(edges.columns()).contains(name)) {
      throw missing(edges.schema(), name);
    }
    return col("`" + name.replace("`", "``") + "`");
  }

  private static DataType type(StructType schema, String name) {
    if (!List.of(schema.fieldNames()).contains(name)) {
      throw missing(schema, name);
    }
    DataType type = schema.apply(name).dataType();
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType
        || type instanceof BinaryType) {
      throw new DataRefusedException(
          "column '" + name + "' is " + type.simpleString() + ", which is no id: make it text or an integer");
    }
    return type;
  }

  private static DataRefusedException missing(StructType schema, String name) {
    return new DataRefusedException("the edges have no column '" + name + "', but "
        + String.join(", ", schema.fieldNames()) + ": set srcCol, dstCol, timeCol");
  }
}
