package io.sparsewalk.report;

import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.TableSchema.Column;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The views that SQL alone cannot say, as files for other readers: {@code ROOT/_views/VIEW/SWEEP/part-0.parquet}, replaced by every run.
 */
public final class ViewFiles {
  /** Their folder in the warehouse. */
  static final String FOLDER = "_views";
  static final List<String> NAMES = List.of(ViewTables.RECOMMENDATION, ViewTables.COMPARISONS);

  private ViewFiles() {}

  /** Writes them, from the views of {@link Views#register}. */
  public static void write(SparkSession spark, Warehouse warehouse, String sweepId) {
    for (String name : NAMES) {
      TableSchema schema = ViewTables.named(name);
      // A row a method or a pair of methods at a level.
      List<TableRow> rows = spark.table(name)
          .where(functions.col("sweep_id").equalTo(sweepId))
          .collectAsList()
          .stream()
          .map(row -> row(schema, row))
          .toList();
      RowFile.replace(warehouse, new Path(warehouse.table(FOLDER), name + "/" + sweepId), schema, rows);
    }
  }

  private static TableRow row(TableSchema schema, Row from) {
    TableRow row = schema.row();
    for (Column column : schema.columns()) {
      row.set(column.name(), from.getAs(column.name()));
    }
    return row;
  }
}
