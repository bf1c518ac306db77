package io.sparsewalk.spark;

import io.sparsewalk.common.Settings;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The largest values of a published embedding: table {@code sparse_embeddings} (vertex, indices, values), by vertex. */
public final class TopKStage {
  static final String NAME = "sparse_embeddings";
  private static final StructType SCHEMA = new StructType().add("vertex", DataTypes.IntegerType, false)
      .add("indices", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
      .add("values", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final SparkSession spark;
  private final Warehouse warehouse;

  public TopKStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Selects, unless the same selection is published. */
  public Manifest run(Manifest embeddings, TopKConfig config) {
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    inputs.put("embeddings", embeddings.fingerprint());
    long rows = embeddings.count(config.rows() == TopKConfig.Rows.ALL ? "vertices" : "trained");
    long values = rows * embeddings.count("dimension");
    return StageRun.of(warehouse, NAME, inputs,
        attempt -> select(attempt, new Task(warehouse, embeddings.fingerprint(), config), values));
  }

  private Map<String, ?> select(Path attempt, Task task, long values) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    spark.createDataFrame(context.parallelize(List.of(0), 1).flatMap(task), SCHEMA).write()
        .parquet(attempt.toString());
    Row counts = spark.read().parquet(attempt.toString())
        .selectExpr("sum(size(values))", "count_if(size(values) = 0)").head();
    return Map.of("kept", counts.getLong(0), "zero_rows", counts.getLong(1),
        "density", (double) counts.getLong(0) / values);
  }

  private static final class Task implements FlatMapFunction<Integer, Row> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String embeddings;
    private final TopKConfig config;

    Task(Warehouse warehouse, String embeddings, TopKConfig config) {
      this.warehouse = warehouse;
      this.embeddings = embeddings;
      this.config = config;
    }

    @Override
    public Iterator<Row> call(Integer only) {
      ParquetColumns columns =
          new ParquetColumns(warehouse.configuration(), warehouse.stage(EmbedStage.NAME, embeddings));
      boolean[] eligible = columns.booleans("trained");
      if (config.rows() == TopKConfig.Rows.ALL) {
        Arrays.fill(eligible, true);
      }
      float[] values = columns.floatLists("vector").values();
      SparseRows rows = TopKSelector.select(values, values.length / eligible.length, eligible, config);
      return IntStream.range(0, rows.rows()).mapToObj(v -> row(rows, v)).iterator();
    }

    private static Row row(SparseRows rows, int vertex) {
      int begin = rows.offsets()[vertex];
      int end = rows.offsets()[vertex + 1];
      return RowFactory.create(vertex, Arrays.copyOfRange(rows.columns(), begin, end),
          Arrays.copyOfRange(rows.values(), begin, end));
    }
  }
}
