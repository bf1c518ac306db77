package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.spark.SparkTest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The figures of a trial's row follow from its other tables: two columns that changed places would not pass. */
class TrialFiguresTest extends SparkTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @Test
  void theRowOfATrialFollowsFromItsPredictionsEpochsAndLayers() throws Exception {
    Pipeline pipeline = new Pipeline(spark,
        JobFile
            .read(Path.of("jobs/quickstart.conf"),
                List.of("warehouse=" + directory.resolve("tables"), "generate.vertices=300", "generate.edges=4000",
                    "sweep.seeds=[1]", "sweep.methods=[dense, magnitude, rigl]", "sweep.sparsity=[0.5]",
                    "sweep.embeddings=[dense, topk]", "sweep.engine=vector", "training.epochs=4",
                    "sweep.save-predictions=true"))
            .config());
    assertThat(pipeline.sweep()).isZero();
    pipeline.registerViews();
    List<Row> trials = spark.table("trials").collectAsList();
    assertThat(trials).hasSize(6);
    trials.forEach(this::check);
    trials.forEach(this::checkBytes);
  }

  /** From the layers of the epoch that was tested and the table of the embedding. */
  private void checkBytes(Row trial) {
    Row model = spark.sql(
        "SELECT sum(4 * rows * columns + 4 * rows) AS dense, sum(8 * nonzeros + 4 * (rows + 1) + 4 * rows) AS sparse"
            + " FROM layers WHERE trial_id = '" + trial.getAs("trial_id") + "' AND epoch = "
            + trial.getAs("best_epoch"))
        .first();
    assertThat(trial.<Long>getAs("model_bytes_dense")).isEqualTo(model.<Long>getAs("dense"));
    assertThat(trial.<Long>getAs("model_bytes_sparse")).isEqualTo(model.<Long>getAs("sparse"));
    Row embedding = spark.sql("SELECT 4 * sum(size(vector)) AS dense, count(*) AS rows FROM embeddings").first();
    long kept = trial.getAs("embedding").equals("dense") ? embedding.<Long>getAs("dense") / 4
        : spark.sql("SELECT sum(size(values)) FROM sparse_embeddings").first().getLong(0);
    assertThat(trial.<Long>getAs("embedding_bytes_dense")).isEqualTo(embedding.<Long>getAs("dense"));
    assertThat(trial.<Long>getAs("embedding_bytes_sparse"))
        .isEqualTo(8 * kept + 4 * (embedding.<Long>getAs("rows") + 1));
  }

  private void check(Row trial) {
    String own = "trial_id = '" + trial.getAs("trial_id") + "'";
    List<Row> all = spark.table("predictions").where(own).orderBy("score").collectAsList();
    List<Row> seen = all.stream().filter(row -> row.<Integer>getAs("both_seen") == 1).toList();
    assertFigure(trial, "accuracy",
        seen.stream().filter(row -> row.<Double>getAs("score") > 0 == isEdge(row)).count() / (double) seen.size());
    assertFigure(trial, "f1_micro", trial.<Double>getAs("accuracy"));
    assertFigure(trial, "auc", area(seen));
    assertFigure(trial, "auc_all", area(all));
    assertFigure(trial, "average_precision", averagePrecision(seen));
    assertFigure(trial, "average_precision_all", averagePrecision(all));
    assertThat(trial.<Double>getAs("log_loss")).isCloseTo(seen.stream()
        .mapToDouble(
            row -> Math.log1p(Math.exp(isEdge(row) ? -row.<Double>getAs("score") : row.<Double>getAs("score"))))
        .average()
        .orElseThrow(), within(1e-6));
    assertThat(trial.<Long>getAs("test_examples")).isEqualTo(seen.size());
    assertFigure(trial, "test_share", seen.stream().filter(TrialFiguresTest::isEdge).count()
        / (double) all.stream().filter(TrialFiguresTest::isEdge).count());

    List<Row> epochs = spark.table("epochs").where(own).orderBy("epoch").collectAsList();
    Row best = epochs.get(trial.<Integer>getAs("best_epoch") - 1);
    assertFigure(trial, "val_accuracy", best.<Double>getAs("val_accuracy"));
    assertFigure(trial, "val_auc", best.<Double>getAs("val_auc"));
    assertThat(trial.<Integer>getAs("epochs")).isEqualTo(epochs.size());
    assertThat(trial.<Long>getAs("flops_counted"))
        .isEqualTo(epochs.stream().mapToLong(row -> row.<Long>getAs("flops")).sum());
    assertThat(trial.<Double>getAs("train_seconds"))
        .isCloseTo(epochs.stream().mapToDouble(row -> row.<Double>getAs("seconds")).sum(), within(1e-6));

    List<Row> layers = spark.table("layers").where(own + " AND epoch = " + trial.getAs("best_epoch")).collectAsList();
    long weights = layers.stream().mapToLong(row -> row.<Integer>getAs("rows") * row.<Integer>getAs("columns")).sum();
    long kept = layers.stream().mapToLong(row -> row.<Long>getAs("nonzeros")).sum();
    assertFigure(trial, "sparsity", 1 - kept / (double) weights);
    assertThat(trial.<Long>getAs("parameters"))
        .isEqualTo(weights + layers.stream().mapToLong(row -> row.<Integer>getAs("rows")).sum());
    assertFigure(trial, "sparsity_requested", trial.getAs("method").equals("dense") ? 0 : 0.5);
  }

  private static void assertFigure(Row trial, String column, double expected) {
    assertThat(trial.<Double>getAs(column)).as("%s of %s", column, trial.getAs("method")).isCloseTo(expected, CLOSE);
  }

  private static boolean isEdge(Row prediction) {
    return prediction.<Integer>getAs("label") == 1;
  }

  /** Share of the pairs of an edge and a negative in which the edge has the higher score, ties half: every pair is looked at. */
  private static double area(List<Row> predictions) {
    double[] edges =
        predictions.stream().filter(TrialFiguresTest::isEdge).mapToDouble(row -> row.<Double>getAs("score")).toArray();
    double[] others =
        predictions.stream().filter(row -> !isEdge(row)).mapToDouble(row -> row.<Double>getAs("score")).toArray();
    double won = 0;
    for (double edge : edges) {
      for (double other : others) {
        won += edge > other ? 1 : edge == other ? 0.5 : 0;
      }
    }
    return won / edges.length / others.length;
  }

  /** Mean over the edges of the precision among all that have their score or a higher one. */
  private static double averagePrecision(List<Row> predictions) {
    List<Row> sorted = predictions.stream()
        .sorted(Comparator.comparingDouble((Row row) -> row.<Double>getAs("score")).reversed())
        .toList();
    return IntStream.range(0, sorted.size()).filter(i -> isEdge(sorted.get(i))).mapToDouble(i -> {
      double score = sorted.get(i).<Double>getAs("score");
      List<Row> above = sorted.stream().filter(row -> row.<Double>getAs("score") >= score).toList();
      return above.stream().filter(TrialFiguresTest::isEdge).count() / (double) above.size();
    }).average().orElseThrow();
  }
}
