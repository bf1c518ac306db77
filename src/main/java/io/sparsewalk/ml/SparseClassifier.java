package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import io.sparsewalk.common.DataRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A small network over a column of vectors whose weights become sparse while it is trained, by any of the methods of Sparsewalk. Labels
 * are 0 to n - 1. Of two the network has one output, of more one for each.
 *
 * <pre>{@code
 * SparseClassificationModel model = new SparseClassifier().with("method", "rigl").with("sparsity", 0.9).fit(rows);
 * }</pre>
 *
 * <p>Rows are trained in their order: sort them, if the same rows are to make the same network. One task holds all of them, in single
 * precision.
 */
public final class SparseClassifier extends ProbabilisticClassifier<Vector, SparseClassifier, SparseClassificationModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final JobParams params;

  public SparseClassifier() {
    this(Identifiable$.MODULE$.randomUID("sparseClassifier"));
  }

  /**
   * For readers.
   *
   * @param uid of the instance
   */
  public SparseClassifier(String uid) {
    this(Uid.of(uid));
  }

  private SparseClassifier(Uid uid) {
    this.uid = uid.text();
    params = new JobParams(this)
        .own("method",
            "how weights become sparse: dense, magnitude, slr, rigl or another of the "
                + "methods of a sweep (sweep.methods)",
            "rigl")
        .own("sparsity",
            "share of the weights that is removed, above 0 and below 1; of the method dense nothing is read", 0.9)
        .own("validationIndicatorCol",
            "column that is true in rows that choose the epoch and are not trained; \"\" = "
                + "a share of them, validShare",
            "")
        .own("validShare", "share of the rows, drawn by the seed, that choose the epoch", 0.2)
        .block("training", "", "report-best-on-test")
        .key("model.hidden")
        .key("model.dropout")
        .key("methods.layers")
        .key("methods.allocation")
        .key("sweep.engine");
  }

  /**
   * Sets a param, also those of every classifier of Spark.
   *
   * @param name as {@code sparsity} or {@code featuresCol}
   */
  public SparseClassifier with(String name, Object value) {
    params.set(name, value);
    return this;
  }

  @Override
  public SparseClassificationModel train(Dataset<?> dataset) {
    ScratchRun run = ScratchRun.begin(dataset, params);
    String rows = Numbered.written(rows(dataset), run);
    int classes = classes(run.spark().read().parquet(rows));
    ClassifierSweep.Trained trained = new ClassifierSweep(run, params, job()).train(rows, classes);
    run.drop("embeddings", "examples");
    return new SparseClassificationModel(uid, trained.network(), trained.facts());
  }

  private List<String> job() {
    List<String> job = new ArrayList<>(List.of("task=node-classification",
        "sweep.methods=[" + params.text("method") + "]", "sweep.sparsity=[" + params.number("sparsity") + "]",
        "sweep.embeddings=[dense]", "sweep.seeds=[" + params.seed() + "]"));
    job.addAll(params.overrides());
    return job;
  }

  private Dataset<Row> rows(Dataset<?> dataset) {
    String indicator = params.text("validationIndicatorCol");
    Column valid = indicator.isEmpty() ? lit(null).cast("boolean") : col(indicator);
    return dataset.select(col(getLabelCol()).cast("double").as("number"), valid.as("valid"),
        udf(new Floats(0), Floats.TYPE).apply(col(getFeaturesCol())).as("vector"));
  }

  private static int classes(Dataset<Row> rows) {
    Row found = rows.agg(min("number"), max("number"), max(col("number").notEqual(col("number").cast("int"))),
        max(col("number").isNull().or(col("vector").isNull()))).head();
    if (found.isNullAt(0) || found.getBoolean(3)) {
      throw new DataRefusedException(
          found.isNullAt(0) ? "there is no row with a label" : "a label or a vector is null: leave such rows out");
    }
    if (found.getDouble(0) < 0 || found.getBoolean(2) || found.getDouble(1) < 1) {
      throw new DataRefusedException("labels must be whole numbers from 0, of two classes or more, were "
          + found.getDouble(0) + " to " + found.getDouble(1) + ": StringIndexer makes them");
    }
    return (int) found.getDouble(1) + 1;
  }

  @Override
  public String uid() {
    return uid == null ? Uid.coming() : uid;
  }

  @Override
  public Param<?>[] params() {
    return params == null ? super.params() : params.with(super.params());
  }

  @Override
  public SparseClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads a saved one. */
  public static MLReader<SparseClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** As {@link #read}. */
  public static SparseClassifier load(String path) {
    return read().load(path);
  }
}
