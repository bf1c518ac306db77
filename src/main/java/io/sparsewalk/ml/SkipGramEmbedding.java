package io.sparsewalk.ml;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.IdDictionary;
import io.sparsewalk.spark.walk.GivenWalks;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;

/**
 * Skip-gram with negative sampling over walks: vectors of vertices. It fits edges, which it walks by the params {@code walk...}, or, with
 * {@code walksCol}, the lists of vertices in a column, as {@link TemporalRandomWalk} returns them. Both find the same vectors.
 *
 * <pre>{@code
 * SkipGramEmbeddingModel model = new SkipGramEmbedding().with("dimension", 32).fit(edges);
 * model.vectors().show();
 * }</pre>
 */
public final class SkipGramEmbedding extends Estimator<SkipGramEmbeddingModel> implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  /** Walks without a number get one of so many: those of a vertex are not all one after the other. */
  private static final int ROUNDS = 10;

  private final String uid;
  private final JobParams params;

  public SkipGramEmbedding() {
    this(Identifiable$.MODULE$.randomUID("skipGramEmbedding"));
  }

  /**
   * For readers.
   *
   * @param uid of the instance
   */
  public SkipGramEmbedding(String uid) {
    this.uid = uid;
    params = SkipGramEmbeddingModel.columns(new JobParams(this).edges()
        .block("embedding", "")
        .block("walk", "walk")
        .own("walksCol",
            "column of walks, lists of vertices, beside which a column walk may have their numbers; \"\" = "
                + "the rows are edges",
            ""));
  }

  /**
   * Sets a param.
   *
   * @param name as {@code learningRate}, or as in a job file, {@code learning-rate}
   */
  public SkipGramEmbedding with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  @Override
  public SkipGramEmbeddingModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    ScratchRun run = ScratchRun.begin(dataset, params);
    Corpus corpus = params.text("walksCol").isEmpty() ? walked(run, dataset) : given(run, dataset);
    Manifest embedding =
        run.make(EmbedStage.output(run.warehouse(), corpus.walks(), params.job().embedding(), params.seed()));
    Dataset<Row> rows = run.read(embedding);
    Dataset<Row> vectors = rows.join(corpus.vertices(), rows.col("vertex").equalTo(corpus.vertices().col("id")))
        .select(col("raw").as("id"), array_to_vector(col("vector")).as("vector"), col("trained"));
    run.drop("edges", "walks", "quarantine");
    return copyValues(new SkipGramEmbeddingModel(uid, vectors), ParamMap.empty()).found(embedding);
  }

  /**
   * What is embedded.
   *
   * @param vertices rows (id, raw)
   */
  private record Corpus(Manifest walks, Dataset<Row> vertices) {}

  private Corpus walked(ScratchRun run, Dataset<?> edges) {
    Manifest read = run.edges(edges, params);
    Manifest walks = run.make(WalkStage.output(run.warehouse(), SplitStage.everything(read, Protocol.STRICT),
        params.job().walk(), params.seed()));
    return new Corpus(walks, run.vertices(read, EdgeColumns.of(params).idType(edges.schema())));
  }

  private Corpus given(ScratchRun run, Dataset<?> dataset) {
    Column lists = col(params.text("walksCol")).cast(DataTypes.createArrayType(DataTypes.StringType));
    boolean numbered = List.of(dataset.columns()).contains("walk");
    String copy = run.copy().toString();
    dataset
        .select((numbered ? col("walk") : pmod(xxhash64(lists), lit(ROUNDS))).cast("int").as("walk"),
            lists.as("vertices"))
        .where("size(vertices) > 0")
        .write()
        .parquet(copy);
    Dataset<Row> walks = run.spark().read().parquet(copy);
    String numbers = run.copy().toString();
    IdDictionary.ofTexts(run.spark(), walks.select(explode(col("vertices")))).write().parquet(numbers);
    Dataset<Row> ids = run.given().read().parquet(numbers);
    Dataset<Row> steps = walks.withColumn("key", monotonically_increasing_id())
        .select(col("key"), col("walk"), posexplode(col("vertices")).as(new String[] {"step", "raw"}));
    Dataset<Row> dense = steps.join(ids, "raw")
        .groupBy("key", "walk")
        .agg(array_sort(collect_list(struct("step", "id"))).as("steps"))
        .select(col("walk"), col("steps.id").as("vertices"));
    Manifest table = run.make(GivenWalks.output(run.warehouse(), dense, Math.toIntExact(ids.count()), copy));
    DataType type = ((ArrayType) dataset.schema().apply(params.text("walksCol")).dataType()).elementType();
    return new Corpus(table, ids.select(col("id"), col("raw").cast(type).as("raw")));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String walks = params.text("walksCol");
    if (walks.isEmpty()) {
      EdgeColumns.of(params).idType(schema);
      return schema;
    }
    DataType type = List.of(schema.fieldNames()).contains(walks) ? schema.apply(walks).dataType() : DataTypes.NullType;
    if (!(type instanceof ArrayType list
        && (list.elementType() instanceof IntegralType || list.elementType().equals(DataTypes.StringType)))) {
      throw new DataRefusedException(
          "walksCol = " + walks + " must be a column of lists of integers or text, was " + type.simpleString());
    }
    return schema;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<?>[] params() {
    return params.with(new Param<?>[0]);
  }

  @Override
  public SkipGramEmbedding copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads a saved one. */
  public static MLReader<SkipGramEmbedding> read() {
    return new DefaultParamsReader<>();
  }

  /** As {@link #read}. */
  public static SkipGramEmbedding load(String path) {
    return read().load(path);
  }
}
