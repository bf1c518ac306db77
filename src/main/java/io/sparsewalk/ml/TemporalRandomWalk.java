package io.sparsewalk.ml;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Edges (source, target, time) to walks that go along the edges in the order of their times: rows {@code walk}, the number of the walk
 * of its start vertex, and {@code vertices}, its vertices as the edges name them. The walks are made at once, not when they are read.
 *
 * <pre>{@code
 * Dataset<Row> walks = new TemporalRandomWalk().with("perVertex", 10).with("length", 5).transform(edges);
 * }</pre>
 */
public final class TemporalRandomWalk extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final JobParams params;

  public TemporalRandomWalk() {
    this(Identifiable$.MODULE$.randomUID("temporalRandomWalk"));
  }

  /**
   * For readers.
   *
   * @param uid of the instance
   */
  public TemporalRandomWalk(String uid) {
    this.uid = uid;
    params =
        new JobParams(this).edges().block("walk", "").own("outputCol", "column of the vertices of a walk", "vertices");
  }

  /**
   * Sets a param.
   *
   * @param name as {@code perVertex}, or as in a job file, {@code per-vertex}
   */
  public TemporalRandomWalk with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> edges) {
    StructType schema = edges.schema();
    transformSchema(schema);
    ScratchRun run = ScratchRun.begin(edges, params);
    JobConfig job = params.job();
    Manifest read = run.edges(edges, params);
    Manifest walks = run.make(
        WalkStage.output(run.warehouse(), SplitStage.everything(read, Protocol.STRICT), job.walk(), params.seed()));
    run.drop("edges", "quarantine");
    return ScratchRun.named(run.read(walks), run.vertices(read, EdgeColumns.of(params).idType(schema)),
        params.text("outputCol"));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return new StructType().add("walk", DataTypes.IntegerType)
        .add(params.text("outputCol"), DataTypes.createArrayType(EdgeColumns.of(params).idType(schema)));
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
  public TemporalRandomWalk copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads a saved one. */
  public static MLReader<TemporalRandomWalk> read() {
    return new DefaultParamsReader<>();
  }

  /** As {@link #read}. */
  public static TemporalRandomWalk load(String path) {
    return read().load(path);
  }
}
