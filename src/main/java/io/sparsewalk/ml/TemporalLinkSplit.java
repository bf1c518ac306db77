package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.col;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.PairShare;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Edges to labelled pairs of vertices by blocks of time, each with as many pairs that have no edge: nothing of the later blocks is in an
 * earlier one, and what an embedding may learn from is said apart.
 *
 * <pre>{@code
 * TemporalLinkSplit.Parts parts = new TemporalLinkSplit().with("train", 0.6).split(edges);
 * SkipGramEmbeddingModel model = new SkipGramEmbedding().fit(parts.history());
 * parts.audit().show();
 * }</pre>
 */
public final class TemporalLinkSplit extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType AUDIT = new StructType().add("name", DataTypes.StringType, false)
      .add("value", DataTypes.DoubleType, false)
      .add("note", DataTypes.StringType, false);

  private final String uid;
  private final JobParams params;

  public TemporalLinkSplit() {
    this(Identifiable$.MODULE$.randomUID("temporalLinkSplit"));
  }

  /**
   * For readers.
   *
   * @param uid of the instance
   */
  public TemporalLinkSplit(String uid) {
    this.uid = uid;
    params = new JobParams(this).edges().block("split", "", "leaks");
  }

  /** Sets a param. */
  public TemporalLinkSplit with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  /**
   * What edges are divided into.
   *
   * @param pairs rows (split, src, dst, label, bothSeen), split train, valid or test, label 1.0 for an edge and 0.0 for none, bothSeen if
   *     both ends have an edge in the training block
   * @param ranking stored negatives of test edges, by kind, in the same columns
   * @param history edges that walks may see, by the names of the columns of the input; times are numbers in the unit of the input,
   *     of dates and timestamps seconds since 1970
   * @param audit rows (name, value, note): what leaks, and what trivial baselines reach
   */
  public record Parts(Dataset<Row> pairs, Dataset<Row> ranking, Dataset<Row> history, Dataset<Row> audit) {}

  /** Divides edges, at once. */
  public Parts split(Dataset<?> edges) {
    transformSchema(edges.schema());
    ScratchRun run = ScratchRun.begin(edges, params);
    JobConfig job = params.job();
    Manifest read = run.edges(edges, params);
    long seed = params.seed();
    Manifest examples = run.make(
        SplitStage.output(run.warehouse(), read, new SplitStage.Division(Protocol.STRICT, job.split(), false), seed));
    WalkStage.Input walkable = SplitStage.walkable(run.warehouse(), read, Protocol.STRICT, job.split(), seed);
    Dataset<Row> vertices = run.vertices(read, EdgeColumns.of(params).idType(edges.schema()));
    Dataset<Row> all = named(run.read(examples), vertices);
    return new Parts(all.where("split IN ('train', 'valid', 'test')"), all.where("split LIKE 'ranking%'"),
        history(run, read, walkable, vertices), audit(run, examples));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> edges) {
    return split(edges).pairs();
  }

  private static Dataset<Row> named(Dataset<Row> examples, Dataset<Row> vertices) {
    return examples.withColumnRenamed("src", "source")
        .withColumnRenamed("dst", "target")
        .join(vertices.toDF("source", "src"), "source")
        .join(vertices.toDF("target", "dst"), "target")
        .select(col("split"), col("src"), col("dst"), col("positive").cast("double").as("label"),
            col("both_seen").as("bothSeen"));
  }

  private Dataset<Row> history(ScratchRun run, Manifest edges, WalkStage.Input walkable, Dataset<Row> vertices) {
    EdgeColumns names = EdgeColumns.of(params);
    double unit = Math.pow(10, (double) edges.count("time_decimals"));
    Dataset<Row> seen = EdgeTable.ranked(run.given(), run.warehouse(), edges.fingerprint())
        .where(col("rank").lt(walkable.firstEdges()));
    if (!walkable.pairs().isAll()) {
      seen = seen.where(functions.udf(new Has(walkable.pairs()), DataTypes.BooleanType).apply(col("src"), col("dst")));
    }
    boolean weighted = !names.weight().isEmpty();
    Dataset<Row> raw = seen.withColumnRenamed("src", "from")
        .withColumnRenamed("dst", "to")
        .join(vertices.toDF("from", "source"), "from")
        .join(vertices.toDF("to", "target"), "to");
    Dataset<Row> ends = raw.withColumnRenamed("source", names.source()).withColumnRenamed("target", names.target());
    if (weighted) {
      return ends.select(col(names.source()), col(names.target()), col("weight").as(names.weight()));
    }
    return names.time().isEmpty() ? ends.select(names.source(), names.target()) : ends.select(col(names.source()),
        col(names.target()), (unit == 1 ? col("time") : col("time").divide(unit)).as(names.time()));
  }

  private record Has(PairShare share) implements UDF2<Integer, Integer, Boolean> {
    @Override
    public Boolean call(Integer source, Integer target) {
      return share.has(source, target);
    }
  }

  private static Dataset<Row> audit(ScratchRun run, Manifest examples) {
    List<Row> figures = ExampleFiles.audit(examples).stream().map(TemporalLinkSplit::row).toList();
    return run.given().createDataFrame(figures, AUDIT);
  }

  private static Row row(LeakAudit.Figure figure) {
    return RowFactory.create(figure.name(), figure.value(), figure.note());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    DataType id = EdgeColumns.of(params).idType(schema);
    return new StructType().add("split", DataTypes.StringType)
        .add("src", id)
        .add("dst", id)
        .add("label", DataTypes.DoubleType)
        .add("bothSeen", DataTypes.BooleanType);
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
  public TemporalLinkSplit copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads a saved one. */
  public static MLReader<TemporalLinkSplit> read() {
    return new DefaultParamsReader<>();
  }

  /** As {@link #read}. */
  public static TemporalLinkSplit load(String path) {
    return read().load(path);
  }
}
