package io.sparsewalk.ml;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** Rows with their number, from 0 in their order, written down: what is computed again might come in another order. */
final class Numbered {
  static final String ROW = "sparsewalk_row";

  private Numbered() {}

  /** The same rows with the column {@link #ROW}. */
  static Dataset<Row> copy(Dataset<Row> rows, ScratchRun run) {
    return run.given().read().parquet(written(rows, run));
  }

  /** Where they lie, in as many files as the rows had partitions. */
  static String written(Dataset<Row> rows, ScratchRun run) {
    String copy = run.copy().toString();
    run.spark()
        .createDataFrame(rows.toJavaRDD().zipWithIndex().map(new Append()),
            rows.schema().add(ROW, DataTypes.IntegerType, false))
        .write()
        .parquet(copy);
    return copy;
  }

  private static final class Append implements Function<Tuple2<Row, Long>, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Tuple2<Row, Long> rowAndNumber) {
      Row row = rowAndNumber._1();
      Object[] values = new Object[row.size() + 1];
      for (int c = 0; c < row.size(); c++) {
        values[c] = row.get(c);
      }
      values[row.size()] = Math.toIntExact(rowAndNumber._2());
      return RowFactory.create(values);
    }
  }
}
