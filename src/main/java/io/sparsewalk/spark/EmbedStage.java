package io.sparsewalk.spark;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.embedding.Embedding;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.embedding.SkipGram;
import io.sparsewalk.embedding.WalkCorpus;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
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

/** Skip-gram over published walks, in one task: table {@code embeddings} (vertex, trained, vector), by vertex. */
public final class EmbedStage {
  static final String NAME = "embeddings";
  private static final StructType SCHEMA = new StructType().add("vertex", DataTypes.IntegerType, false)
      .add("trained", DataTypes.BooleanType, false)
      .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final SparkSession spark;
  private final Warehouse warehouse;

  public EmbedStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Trains the embedding, unless the same is published. */
  public Manifest run(Manifest walks, EmbeddingConfig config, long seed) {
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    inputs.put("walks", walks.fingerprint());
    inputs.put("seed", seed);
    int ids = Math.toIntExact(walks.count("ids"));
    return StageRun.of(warehouse, NAME, inputs, attempt -> embed(attempt,
        new Task(warehouse, walks.fingerprint(), ids, config, seed), config));
  }

  private Map<String, ?> embed(Path attempt, Task task, EmbeddingConfig config) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    spark.createDataFrame(context.parallelize(List.of(0), 1).flatMap(task), SCHEMA).write()
        .parquet(attempt.toString());
    Row counts = spark.read().parquet(attempt.toString()).selectExpr("count(*)", "count_if(trained)").head();
    return Map.of("vertices", counts.getLong(0), "trained", counts.getLong(1),
        "untrained", counts.getLong(0) - counts.getLong(1), "dimension", config.dimension());
  }

  private static final class Task implements FlatMapFunction<Integer, Row> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String walks;
    private final int ids;
    private final EmbeddingConfig config;
    private final long seed;

    Task(Warehouse warehouse, String walks, int ids, EmbeddingConfig config, long seed) {
      this.warehouse = warehouse;
      this.walks = walks;
      this.ids = ids;
      this.config = config;
      this.seed = seed;
    }

    @Override
    public Iterator<Row> call(Integer only) {
      ParquetColumns.IntLists lists = new ParquetColumns(warehouse.configuration(),
          warehouse.stage(WalkStage.NAME, walks)).intLists("vertices");
      Embedding embedding =
          SkipGram.train(new WalkCorpus(lists.offsets(), lists.values()), ids, config, Seeds.of(seed));
      int dimension = config.dimension();
      return IntStream.range(0, ids).mapToObj(v -> RowFactory.create(v, embedding.trained()[v],
          Arrays.copyOfRange(embedding.values(), v * dimension, (v + 1) * dimension))).iterator();
    }
  }
}
