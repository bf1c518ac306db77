package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.embedding.GivenVectors;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.topk.SparseRows;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Keeps the largest values of a column of vectors, in single precision, as sparse vectors. With {@code scope = row} lazily, row by row;
 * with {@code column} and {@code matrix}, which look at all rows together, at once, in a task for each file of them. Of equal values the
 * one in the row with the lower {@code orderCol} stays. A null is no row, and stays null.
 *
 * <pre>{@code
 * Dataset<Row> sparse = new TopKSparsifier().with("keepPercent", 25).with("orderCol", "id").transform(model.vectors());
 * }</pre>
 */
public final class TopKSparsifier extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final JobParams params;

  public TopKSparsifier() {
    this(Identifiable$.MODULE$.randomUID("topKSparsifier"));
  }

  /**
   * For readers.
   *
   * @param uid of the instance
   */
  public TopKSparsifier(String uid) {
    this.uid = uid;
    params = new JobParams(this).block("topk", "", "rows")
        .own("inputCol", "column of vectors", "vector")
        .own("outputCol", "column of sparse vectors", "sparse")
        .own("trainedCol",
            "column that is true in rows that take part; the others become empty; \"\" = all that have a vector", "")
        .own("orderCol", "column that says which row comes first, for scopes other than row; \"\" = as they come", "");
  }

  /**
   * Sets a param.
   *
   * @param name as {@code keepPercent}, or as in a job file, {@code keep-percent}
   */
  public TopKSparsifier with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    TopKConfig config = params.job().topk();
    String input = params.text("inputCol");
    return config.scope() == TopKConfig.Scope.ROW ? dataset.withColumn(params.text("outputCol"),
        udf(new OfRow(config), SQLDataTypes.VectorType()).apply(col(input), trained())) : together(dataset, config);
  }

  private Column trained() {
    String trained = params.text("trainedCol");
    return trained.isEmpty() ? lit(true) : coalesce(col(trained), lit(false));
  }

  private Dataset<Row> together(Dataset<?> dataset, TopKConfig config) {
    ScratchRun run = ScratchRun.begin(dataset, params);
    String order = params.text("orderCol");
    Dataset<Row> rows = Numbered.copy(order.isEmpty() ? dataset.toDF() : dataset.toDF().orderBy(col(order)), run);
    String input = params.text("inputCol");
    List<Row> first = rows.where(col(input).isNotNull()).select(input).takeAsList(1);
    if (first.isEmpty()) {
      throw new DataRefusedException("inputCol = " + input + " has no vector");
    }
    int dimension = first.get(0).<Vector>getAs(0).size();
    Dataset<Row> vectors =
        rows.select(col(Numbered.ROW).as("vertex"), col(input).isNotNull().and(trained()).as("trained"),
            udf(new Floats(dimension), Floats.TYPE).apply(col(input)).as("vector")).orderBy("vertex");
    Manifest embedding = run.make(GivenVectors.output(run.warehouse(), vectors, uid));
    Dataset<Row> kept = run.read(run.make(TopKStage.output(run.warehouse(), embedding, config)))
        .select(col("vertex"),
            udf(new Sparse(dimension), SQLDataTypes.VectorType()).apply(col("indices"), col("values"))
                .as("sparsewalk_sparse"));
    run.drop("embeddings");
    return rows.join(kept, rows.col(Numbered.ROW).equalTo(kept.col("vertex")))
        .withColumn(params.text("outputCol"), when(col(input).isNotNull(), col("sparsewalk_sparse")))
        .drop(Numbered.ROW, "vertex", "sparsewalk_sparse");
  }

  private record OfRow(TopKConfig config) implements UDF2<Vector, Boolean, Vector> {
    @Override
    public Vector call(Vector vector, Boolean trained) {
      if (vector == null) {
        return null;
      }
      float[] row = Floats.of(vector);
      SparseRows kept = TopKSelector.select(row, row.length, new boolean[] {trained}, config);
      return new SparseVector(row.length, kept.columns(), wide(kept.values()));
    }

    private static double[] wide(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }

  private record Sparse(int dimension) implements UDF2<Seq<Integer>, Seq<Float>, Vector> {
    @Override
    public Vector call(Seq<Integer> indices, Seq<Float> values) {
      return Vectors.sparse(dimension,
          JavaConverters.seqAsJavaList(indices).stream().mapToInt(Integer::intValue).toArray(),
          JavaConverters.seqAsJavaList(values).stream().mapToDouble(Float::doubleValue).toArray());
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String input = params.text("inputCol");
    if (!List.of(schema.fieldNames()).contains(input)
        || !schema.apply(input).dataType().equals(SQLDataTypes.VectorType())) {
      throw new DataRefusedException(
          "inputCol = " + input + " must be a column of vectors; there are " + schema.simpleString());
    }
    return schema.add(params.text("outputCol"), SQLDataTypes.VectorType());
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
  public TopKSparsifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads a saved one. */
  public static MLReader<TopKSparsifier> read() {
    return new DefaultParamsReader<>();
  }

  /** As {@link #read}. */
  public static TopKSparsifier load(String path) {
    return read().load(path);
  }
}
