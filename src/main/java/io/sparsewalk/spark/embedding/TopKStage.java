package io.sparsewalk.spark.embedding;

import io.sparsewalk.common.Settings;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/** The largest values of a published embedding: table {@code sparse_embeddings} (vertex, indices, values), by vertex. */
public final class TopKStage {
  public static final String NAME = "sparse_embeddings";
  private static final String SCHEMA = "message sparse_embeddings { required int32 vertex; "
      + PartFile.list("indices", "int32") + PartFile.list("values", "float") + " }";

  private final SparkSession spark;
  private final Warehouse warehouse;

  public TopKStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Selects, unless the same selection is published. */
  public Manifest run(Manifest embeddings, TopKConfig config) {
    return output(warehouse, embeddings, config).run(spark);
  }

  /** The selection, to look up or to make. */
  public static StageOutput output(Warehouse warehouse, Manifest embeddings, TopKConfig config) {
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    inputs.put("embeddings", embeddings.fingerprint());
    long rows = embeddings.count(config.rows() == TopKConfig.Rows.ALL ? "vertices" : "trained");
    long values = rows * embeddings.count("dimension");
    return StageOutput.of(warehouse, Manifest.of(NAME, TopKStage.class, inputs),
        (spark, attempt) -> new TopKStage(spark, warehouse)
            .select(new Task(warehouse, attempt.toString(), embeddings.fingerprint(), config), values));
  }

  private Map<String, ?> select(Task task, long values) {
    long[] counts =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(0), 1).map(task).first();
    return Map.of("kept", counts[0], "zero_rows", counts[1], "density", (double) counts[0] / values);
  }

  private static final class Task implements Function<Integer, long[]> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String directory;
    private final String embeddings;
    private final TopKConfig config;

    Task(Warehouse warehouse, String directory, String embeddings, TopKConfig config) {
      this.warehouse = warehouse;
      this.directory = directory;
      this.embeddings = embeddings;
      this.config = config;
    }

    @Override
    public long[] call(Integer only) {
      ParquetColumns columns = new ParquetColumns(warehouse, warehouse.stage(EmbedStage.NAME, embeddings));
      boolean[] eligible = columns.booleans("trained");
      if (config.rows() == TopKConfig.Rows.ALL) {
        Arrays.fill(eligible, true);
      }
      float[] values = columns.floatLists("vector").values();
      SparseRows rows = TopKSelector.select(values, values.length / eligible.length, eligible, config);
      int[] offsets = rows.offsets();
      PartFile.write(warehouse.configuration(), new Path(directory), 0, SCHEMA, rows.rows(), (out, v) -> {
        PartFile.put(out, 0, "vertex", v);
        PartFile.put(out, 1, "indices", rows.columns(), offsets[v], offsets[v + 1]);
        PartFile.put(out, 2, "values", rows.values(), offsets[v], offsets[v + 1]);
      });
      long empty = IntStream.range(0, rows.rows()).filter(v -> offsets[v] == offsets[v + 1]).count();
      return new long[] {rows.values().length, empty};
    }
  }
}
