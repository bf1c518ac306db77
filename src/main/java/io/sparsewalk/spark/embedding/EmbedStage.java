package io.sparsewalk.spark.embedding;

import io.sparsewalk.common.Progress;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.embedding.Corpus;
import io.sparsewalk.embedding.Embedding;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.embedding.SkipGram;
import io.sparsewalk.embedding.SkipGramPlan;
import io.sparsewalk.embedding.WalkCorpus;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Skip-gram over published walks: table {@code embeddings} (vertex, trained, vector), by vertex. In one task on all its cores, or
 * with the tables spread over executors.
 */
public final class EmbedStage {
  public static final String NAME = "embeddings";
  static final String SCHEMA = "message embeddings { required int32 vertex; required boolean trained; "
      + PartFile.list("vector", "float") + " }";

  /** Counts, noise, marks. */
  private static final long VERTEX_BYTES = 40;

  private final SparkSession spark;
  private final Warehouse warehouse;

  public EmbedStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Trains the embedding, unless the same is published. */
  public Manifest run(Manifest walks, EmbeddingConfig config, long seed) {
    return output(warehouse, walks, config, seed).run(spark);
  }

  /** The embedding, to look up or to train. */
  public static StageOutput output(Warehouse warehouse, Manifest walks, EmbeddingConfig config, long seed) {
    int ids = Math.toIntExact(walks.count("ids"));
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    inputs.put("blocks", SkipGramPlan.blocks(ids, config));
    // Where the work is done changes nothing in it.
    inputs.remove("mode");
    inputs.put("walks", walks.fingerprint());
    inputs.put("seed", seed);
    return StageOutput.of(warehouse, Manifest.of(NAME, EmbedStage.class, inputs),
        (spark, attempt) -> new EmbedStage(spark, warehouse).embed(attempt, walks, ids, config, seed));
  }

  private Map<String, ?> embed(Path attempt, Manifest walks, int ids, EmbeddingConfig config, long seed) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    boolean spread = isSpread(ids, config);
    long[] counts = spread
        ? SpreadEmbedding.write(context, warehouse, warehouse.stage(WalkStage.NAME, walks.fingerprint()), ids,
            walks.count("hops") + walks.count("walks"), config, seed, attempt, context.defaultParallelism())
        : context.parallelize(List.of(0), 1)
            .map(new Task(warehouse, attempt.toString(), walks.fingerprint(), ids, config, seed,
                Slots.coresOfAnExecutor(context.sc())))
            .first();
    return Map.of("pairs", counts[1], "vertices", ids, "trained", counts[0], "untrained", ids - counts[0], "dimension",
        config.dimension(), "blocks", SkipGramPlan.blocks(ids, config), "mode", spread ? "spread" : "whole");
  }

  /** As set, or by whether the whole tables would take more than half of an executor's memory. */
  private boolean isSpread(int ids, EmbeddingConfig config) {
    if (config.mode() != EmbeddingConfig.Mode.AUTO) {
      return config.mode() == EmbeddingConfig.Mode.SPREAD;
    }
    return !SparkSessions.fitsExecutor(spark, "embedding", ids * (12L * config.dimension() + VERTEX_BYTES));
  }

  private static final class Task implements Function<Integer, long[]> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String directory;
    private final String walks;
    private final int ids;
    private final EmbeddingConfig config;
    private final long seed;
    private final int threads;

    Task(Warehouse warehouse, String directory, String walks, int ids, EmbeddingConfig config, long seed, int threads) {
      this.warehouse = warehouse;
      this.directory = directory;
      this.walks = walks;
      this.ids = ids;
      this.config = config;
      this.seed = seed;
      this.threads = threads;
    }

    @Override
    public long[] call(Integer only) {
      Corpus corpus = new StoredWalks(new ParquetColumns(warehouse, warehouse.stage(WalkStage.NAME, walks)));
      Progress progress = new Progress("walks embedded", config.epochs() * corpus.walks());
      Embedding embedding = SkipGram.train(corpus, ids, config, Seeds.of(seed), threads, progress::add);
      int dimension = embedding.dimension();
      PartFile.write(warehouse.configuration(), new Path(directory), 0, SCHEMA, ids, (out, v) -> {
        PartFile.put(out, 0, "vertex", v);
        PartFile.put(out, 1, "trained", embedding.trained()[v]);
        PartFile.put(out, 2, "vector", embedding.values(), v * dimension, (v + 1) * dimension);
      });
      return new long[] {embedding.trainedCount(), embedding.pairs()};
    }
  }

  /** A published table of walks, read in stretches. */
  private record StoredWalks(ParquetColumns table) implements Corpus {
    @Override
    public long walks() {
      return table.rows();
    }

    @Override
    public void inStretches(int size, Consumer<WalkCorpus> use) {
      table.intLists("vertices", size, lists -> use.accept(new WalkCorpus(lists.offsets(), lists.values())));
    }
  }
}
