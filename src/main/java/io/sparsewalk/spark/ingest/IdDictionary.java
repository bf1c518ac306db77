package io.sparsewalk.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Numbers raw ids from 0 in the order of the first files that have them, and inside a file by value if all ids are integers, else by their
 * UTF-8 bytes.
 */
public final class IdDictionary {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType, false).add("raw", DataTypes.StringType, false);

  /** Column of edges: the place of their file, as {@link FilePlaces} tells. */
  static final String PLACE = "place";

  private IdDictionary() {}

  static Dataset<Row> of(SparkSession spark, Dataset<Row> edges, boolean integers) {
    Column order = integers ? col("raw").cast(DataTypes.LongType) : col("raw");
    Dataset<Row> raw = edges.select(col("source").as("raw"), col(PLACE))
        .union(edges.select(col("target"), col(PLACE)))
        .groupBy("raw")
        .agg(min(PLACE).as(PLACE))
        .orderBy(col(PLACE), order);
    return spark.createDataFrame(raw.toJavaRDD().zipWithIndex().map(new Numbered()), SCHEMA);
  }

  /**
   * Numbers the ids of a column as those of edges are.
   *
   * @param texts of one column, repeated as they come
   * @return rows (id, raw)
   */
  public static Dataset<Row> ofTexts(SparkSession spark, Dataset<Row> texts) {
    Dataset<Row> distinct =
        texts.toDF("source").distinct().withColumn("target", col("source")).withColumn(PLACE, lit(0));
    RawIds ids = RawIds.of(distinct);
    return of(spark, distinct, ids.integers() && !ids.floats());
  }

  private static final class Numbered implements Function<Tuple2<Row, Long>, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row call(Tuple2<Row, Long> rawAndNumber) {
      return RowFactory.create(Math.toIntExact(rawAndNumber._2()), rawAndNumber._1().getString(0));
    }
  }
}
