package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Manifest;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Vectors of vertices. They lie in the scratch of the fit until the model is saved. */
public final class SkipGramEmbeddingModel extends Model<SkipGramEmbeddingModel> implements MLWritable {
  private static final long serialVersionUID = 1L;
  private static final String DATA = "/vectors";

  private final String uid;
  private final transient Dataset<Row> vectors;
  private final JobParams params;
  private transient Manifest found;

  SkipGramEmbeddingModel(String uid, Dataset<Row> vectors) {
    this.uid = uid;
    this.vectors = vectors;
    params = columns(new JobParams(this));
  }

  /** Those that a fit hands on. */
  static JobParams columns(JobParams params) {
    return params.own("idCol", "column of the vertex whose vector transform adds", "id")
        .own("outputCol", "column of that vector", "vector");
  }

  SkipGramEmbeddingModel found(Manifest embedding) {
    found = embedding;
    return this;
  }

  /** Sets a param. */
  public SkipGramEmbeddingModel with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  /** All vectors: rows (id, vector, trained); one that no walk has trained is as {@code untrained} says. */
  public Dataset<Row> vectors() {
    return vectors;
  }

  /**
   * A count of the fit, as {@code pairs}, {@code vertices}, {@code trained}.
   *
   * @throws IllegalStateException if the model was read from a file
   */
  public long count(String name) {
    if (found == null) {
      throw new IllegalStateException("the counts of a fit are not saved with its model");
    }
    return found.count(name);
  }

  /** Adds the vector of the vertex in {@code idCol}; null for a vertex that the fit has not seen. */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    String key = "sparsewalk_id";
    Dataset<Row> known = vectors.select(col("id").as(key), col("vector").as(params.text("outputCol")));
    return dataset.toDF().join(known, dataset.col(params.text("idCol")).equalTo(known.col(key)), "left").drop(key);
  }

  /**
   * The vertices with the largest cosine to a vertex.
   *
   * @return rows (id, similarity), the most similar first, of equals the lower id; not the vertex itself
   */
  public Dataset<Row> findSynonyms(Object id, int count) {
    List<Row> own = vectors.where(col("id").equalTo(lit(id))).select("vector").takeAsList(1);
    if (own.isEmpty()) {
      throw new DataRefusedException("the embedding has no vertex '" + id + "'");
    }
    return nearest(vectors.where(col("id").notEqual(lit(id))), own.get(0).getAs(0), count);
  }

  /** The vertices with the largest cosine to a vector. */
  public Dataset<Row> findSynonyms(Vector vector, int count) {
    return nearest(vectors, vector, count);
  }

  private static Dataset<Row> nearest(Dataset<Row> among, Vector vector, int count) {
    return among.where("trained")
        .select(col("id"), udf(new Cosine(vector), DataTypes.DoubleType).apply(col("vector")).as("similarity"))
        .orderBy(desc("similarity"), asc("id"))
        .limit(count);
  }

  private record Cosine(Vector of) implements UDF1<Vector, Double> {
    @Override
    public Double call(Vector other) {
      double norms = norm(of) * norm(other);
      return norms == 0 ? 0 : of.dot(other) / norms;
    }

    private static double norm(Vector vector) {
      return Math.sqrt(vector.dot(vector));
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    if (!List.of(schema.fieldNames()).contains(params.text("idCol"))) {
      throw new DataRefusedException("there is no column '" + params.text("idCol") + "' but "
          + String.join(", ", schema.fieldNames()) + ": set idCol");
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
  public SkipGramEmbeddingModel copy(ParamMap extra) {
    SkipGramEmbeddingModel copy = copyValues(new SkipGramEmbeddingModel(uid, vectors), extra).found(found);
    return copy.setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  private static final class Writer extends MLWriter {
    private final SkipGramEmbeddingModel model;

    Writer(SkipGramEmbeddingModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
      model.vectors.write().parquet(path + DATA);
    }
  }

  /** Reads a saved one. */
  public static MLReader<SkipGramEmbeddingModel> read() {
    return new Reader();
  }

  private static final class Reader extends MLReader<SkipGramEmbeddingModel> {
    @Override
    public SkipGramEmbeddingModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), SkipGramEmbeddingModel.class.getName());
      SkipGramEmbeddingModel model =
          new SkipGramEmbeddingModel(metadata.uid(), sparkSession().read().parquet(path + DATA));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }

  /** As {@link #read}. */
  public static SkipGramEmbeddingModel load(String path) {
    return read().load(path);
  }
}
