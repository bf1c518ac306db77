package io.sparsewalk.spark.embedding;

import io.sparsewalk.common.Progress;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.embedding.Corpus;
import io.sparsewalk.embedding.Embedding;
import io.sparsewalk.embedding.EmbeddingAlgorithm;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.embedding.WalkCorpus;
import io.sparsewalk.spark.FileParts;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
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
    inputs.putAll(config.algorithm().shape(ids));
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
    Table table = new Table(warehouse, walks.fingerprint(), attempt.toString(), ids);
    long[] counts =
        spread ? SpreadEmbedding.write(context, table, walks.count("hops") + walks.count("walks"), config, seed)
            : context.parallelize(List.of(0), 1)
                .map(new Task(table, config.algorithm(), seed, Slots.coresOfAnExecutor(context.sc()),
                    FileParts.of(ids, Float.BYTES * config.algorithm().dimension(), Slots.known(context.sc()))))
                .first();
    Map<String, Object> facts = new HashMap<>(config.algorithm().shape(ids));
    facts.putAll(Map.of("pairs", counts[1], "vertices", ids, "trained", counts[0], "untrained", ids - counts[0],
        "dimension", config.algorithm().dimension(), "mode", spread ? "spread" : "whole"));
    return facts;
  }

  /** As set, or by whether the whole tables would take more than half of an executor's memory. */
  private boolean isSpread(int ids, EmbeddingConfig config) {
    EmbeddingAlgorithm algorithm = config.algorithm();
    return switch (config.mode()) {
      case WHOLE -> false;
      case SPREAD -> true;
      case AUTO -> algorithm.isInBlocks() && !SparkSessions.fitsExecutor(spark, "embedding", algorithm.bytes(ids));
    };
  }

  /**
   * The walks that are read and the table that is written.
   *
   * @param walks fingerprint
   * @param directory of the table's files
   * @param ids vertices, from 0
   */
  record Table(Warehouse warehouse, String walks, String directory, int ids) implements Serializable {

    /** Where the walks lie. */
    Path source() {
      return warehouse.stage(WalkStage.NAME, walks);
    }
  }

  /**
   * Trains where it runs.
   *
   * @param files of the table, since tasks that read it take a file each
   */
  private record Task(Table table, EmbeddingAlgorithm algorithm, long seed, int threads, int files)
      implements Function<Integer, long[]> {

    @Override
    public long[] call(Integer only) {
      Corpus corpus = new StoredWalks(new ParquetColumns(table.warehouse, table.source()));
      Progress progress = new Progress("walks embedded", algorithm.passes() * corpus.walks());
      Embedding embedding =
          algorithm.train(corpus, table.ids, new EmbeddingAlgorithm.Training(Seeds.of(seed), threads, progress::add));
      int dimension = embedding.dimension();
      for (int part = 0; part < files; part++) {
        int first = (int) ((long) table.ids * part / files);
        int end = (int) ((long) table.ids * (part + 1) / files);
        PartFile.write(table.warehouse.configuration(), new Path(table.directory), part, SCHEMA, end - first,
            (out, i) -> {
              int v = first + i;
              PartFile.put(out, 0, "vertex", v);
              PartFile.put(out, 1, "trained", embedding.trained()[v]);
              PartFile.put(out, 2, "vector", embedding.values(), v * dimension, (v + 1) * dimension);
            });
      }
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
