package io.sparsewalk.spark.embedding;

import io.sparsewalk.common.Settings;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSearch;
import io.sparsewalk.topk.TopKSelector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.SparkSession;

/** The largest values of a published embedding: table {@code sparse_embeddings} (vertex, indices, values), by vertex. A task has a file
 * of the embedding, and nobody all of it. */
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
    Source source = new Source(warehouse, embeddings.fingerprint(), (int) embeddings.count("dimension"), config);
    return StageOutput.of(warehouse, Manifest.of(NAME, TopKStage.class, inputs),
        (spark, attempt) -> new TopKStage(spark, warehouse).select(source, attempt, values));
  }

  private Map<String, ?> select(Source source, Path attempt, long values) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> files = IntStream.range(0, source.table().files().size()).boxed().toList();
    JavaRDD<Integer> tasks = context.parallelize(files, files.size());
    List<Kept> kept;
    if (source.config.scope() == TopKConfig.Scope.ROW) {
      kept = tasks.map(new WriteTask(source, attempt.toString(), null, List.of())).collect();
    } else {
      TopKSearch search = TopKSearch.of(source.config, source.dimension);
      while (search.step() != TopKSearch.Step.TIES) {
        search = search.next(tasks.map(new CountTask(source, search)).treeReduce(new Sum()));
      }
      // A count per file and scope.
      List<long[]> ties = tasks.map(new CountTask(source, search)).collect();
      kept = tasks.map(new WriteTask(source, attempt.toString(), search, before(ties))).collect();
    }
    long all = kept.stream().mapToLong(Kept::values).sum();
    return Map.of("kept", all, "zero_rows", kept.stream().mapToLong(Kept::emptyRows).sum(), "density",
        (double) all / values);
  }

  /** Ties in the files before each. */
  private static List<long[]> before(List<long[]> ties) {
    List<long[]> before = new ArrayList<>();
    long[] sum = new long[ties.get(0).length];
    for (long[] each : ties) {
      before.add(sum);
      sum = Sum.of(sum, each);
    }
    return before;
  }

  /** What was kept of a file. */
  private record Kept(long values, long emptyRows) implements Serializable {}

  /** The embedding. */
  private record Source(Warehouse warehouse, String embeddings, int dimension, TopKConfig config)
      implements Serializable {

    ParquetColumns table() {
      return new ParquetColumns(warehouse, warehouse.stage(EmbedStage.NAME, embeddings));
    }

    Rows rows(int file) {
      ParquetColumns all = table();
      ParquetColumns columns = all.file(file);
      boolean[] eligible = columns.booleans("trained");
      if (config.rows() == TopKConfig.Rows.ALL) {
        Arrays.fill(eligible, true);
      }
      return new Rows(Math.toIntExact(Arrays.stream(all.rowsPerFile()).limit(file).sum()),
          columns.floatLists("vector").values(), eligible);
    }
  }

  /** Rows of a file, which begin with a vertex. */
  private record Rows(int first, float[] values, boolean[] eligible) {}

  private record CountTask(Source source, TopKSearch search) implements Function<Integer, long[]> {
    @Override
    public long[] call(Integer file) {
      Rows rows = source.rows(file);
      return search.counts(rows.values, rows.eligible);
    }
  }

  private static final class Sum implements Function2<long[], long[], long[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public long[] call(long[] a, long[] b) {
      return of(a, b);
    }

    static long[] of(long[] a, long[] b) {
      long[] sum = new long[a.length];
      Arrays.setAll(sum, i -> a[i] + b[i]);
      return sum;
    }
  }

  /**
   * Selects and writes the rows of a file.
   *
   * @param search at its end; null if rows are selected each by itself
   * @param before ties in the files before each
   */
  private record WriteTask(Source source, String directory, TopKSearch search, List<long[]> before)
      implements Function<Integer, Kept> {
    @Override
    public Kept call(Integer file) {
      Rows from = source.rows(file);
      SparseRows rows =
          search == null ? TopKSelector.select(from.values, source.dimension, from.eligible, source.config)
              : search.select(from.values, from.eligible, before.get(file));
      int[] offsets = rows.offsets();
      PartFile.write(source.warehouse.configuration(), new Path(directory), file, SCHEMA, rows.rows(), (out, v) -> {
        PartFile.put(out, 0, "vertex", from.first + v);
        PartFile.put(out, 1, "indices", rows.columns(), offsets[v], offsets[v + 1]);
        PartFile.put(out, 2, "values", rows.values(), offsets[v], offsets[v + 1]);
      });
      long empty = IntStream.range(0, rows.rows()).filter(v -> offsets[v] == offsets[v + 1]).count();
      return new Kept(rows.values().length, empty);
    }
  }
}
