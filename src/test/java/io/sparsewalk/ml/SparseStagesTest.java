package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.examples.ExampleFiles;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseStagesTest extends MlTest {

  @ParameterizedTest
  @ValueSource(strings = {"matrix", "column", "row"})
  void sparseVectorsAreThoseOfAJobToTheBit(String scope) {
    JobConfig job = JobFile.defaults(List.of("topk.keep-percent=30", "topk.scope=" + scope)).config();
    Manifest edges = read();
    Manifest walks = new WalkStage(spark, warehouse).run(SplitStage.everything(edges, Protocol.STRICT), job.walk(), 1);
    Manifest embedding = new EmbedStage(spark, warehouse).run(walks, job.embedding(), 1);
    Manifest sparse = TopKStage.output(warehouse, embedding, job.topk()).run(spark);
    List<String> expected = StageFiles.read(spark, warehouse, "sparse_embeddings", sparse.fingerprint())
        .orderBy("vertex")
        .collectAsList()
        .stream()
        .map(row -> row.<Integer>getList(1) + " " + row.<Float>getList(2))
        .toList();

    Dataset<Row> vectors = new SkipGramEmbedding().fit(edges()).vectors();
    Dataset<Row> found = new TopKSparsifier().with("keepPercent", 30)
        .with("scope", scope)
        .with("orderCol", "id")
        .with("trainedCol", "trained")
        .transform(vectors);
    assertThat(found.orderBy("id").collectAsList().stream().map(row -> text(row.getAs("sparse"))))
        .containsExactlyElementsOf(expected);
    assertThat(found.columns()).containsExactly("id", "vector", "trained", "sparse");
  }

  private static String text(SparseVector vector) {
    return Arrays.stream(vector.indices()).boxed().toList() + " "
        + Arrays.stream(vector.values()).mapToObj(value -> (float) value).toList();
  }

  @Test
  void aNullIsNoRowAndStaysNull() {
    Dataset<Row> rows = spark.createDataFrame(
        List.of(RowFactory.create(1, Vectors.dense(1, -5)), RowFactory.create(2, (Object) null),
            RowFactory.create(3, Vectors.dense(3, 2))),
        new StructType().add("id", DataTypes.IntegerType).add("vector", SQLDataTypes.VectorType()));
    assertThat(new TopKSparsifier().with("keepPercent", 50)
        .with("orderCol", "id")
        .transform(rows)
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(row -> String.valueOf(row.get(2)))).containsExactly("(2,[1],[-5.0])", "null", "(2,[0],[3.0])");
  }

  @Test
  void pairsAreThoseOfAJobAndWhatWalksMaySeeIsOnlyTraining() {
    Manifest edges = read();
    JobConfig job = JobFile.defaults(List.of("split.train=0.5")).config();
    Manifest examples = new SplitStage(spark, warehouse).run(edges, Protocol.STRICT, job.split(), false, 1);
    TemporalLinkSplit.Parts parts = new TemporalLinkSplit().with("train", 0.5).split(edges());
    assertThat(parts.pairs().count() + parts.ranking().count()).isEqualTo(examples.rows());
    List<String> counts = rows(parts.pairs().groupBy("split", "label").count());
    assertThat(counts).isEqualTo(rows(StageFiles.read(spark, warehouse, "examples", examples.fingerprint())
        .where("split NOT LIKE 'ranking%'")
        .groupBy(col("split"), col("positive").cast("double"))
        .count()));
    assertThat(parts.audit().collectAsList().stream().map(row -> row.getString(0) + row.getDouble(1)))
        .containsExactlyElementsOf(
            ExampleFiles.audit(examples).stream().map(figure -> figure.name() + figure.value()).toList());
    long border = edges().orderBy("time").limit(1500).agg(org.apache.spark.sql.functions.max("time")).head().getLong(0);
    assertThat(rows(parts.history())).isEqualTo(rows(edges().where(col("time").leq(border))));
    assertThat(rows(parts.pairs().where("split = 'test' AND label = 1").select("src", "dst")))
        .isSubsetOf(rows(edges().where(col("time").gt(border)).select("src", "dst")));
  }

  @Test
  void aSplitAtRandomKeepsThePairsOfTestFromWalks() {
    TemporalLinkSplit.Parts parts = new TemporalLinkSplit().with("by", "random").split(edges());
    List<String> tested = rows(parts.pairs().where("split = 'test' AND label = 1").select("src", "dst"));
    assertThat(tested).isNotEmpty();
    assertThat(rows(parts.history().select("src", "dst"))).isNotEmpty().doesNotContainAnyElementsOf(tested);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aSparseNetworkLearnsAndSaysWhatItIs(int classes) throws Exception {
    Dataset<Row> rows = labelled(classes);
    SparseClassifier classifier = new SparseClassifier().with("method", "rigl")
        .with("sparsity", 0.75)
        .with("hidden", List.of(32))
        .with("epochs", 20)
        .with("batch", 64)
        .with("engine", "vector");
    SparseClassificationModel model = classifier.fit(rows);
    assertThat(model.numClasses()).isEqualTo(classes);
    assertThat(model.numFeatures()).isEqualTo(8);
    assertThat(model.sparsity()).isBetween(0.73, 0.77);
    int kept = 0;
    for (int l = 0; l < model.layers(); l++) {
      kept += model.weights(l).numActives();
      for (boolean each : model.mask(l)) {
        kept -= each ? 1 : 0;
      }
    }
    assertThat(kept).as("a matrix has what its mask keeps").isZero();
    assertThat(model.facts().get("flops_counted")).isPositive().isLessThan(model.facts().get("flops_dense"));
    Dataset<Row> predicted = model.transform(rows);
    double accuracy = new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
    assertThat(accuracy).isGreaterThan(0.9);
    assertThat(predicted.select("probability").head().<Vector>getAs(0).toArray().length).isEqualTo(classes);

    String saved = directory.resolve("classifier").toString();
    model.save(saved);
    SparseClassificationModel read = SparseClassificationModel.load(saved);
    assertThat(rows(read.transform(rows))).isEqualTo(rows(predicted));
    assertThat(read.facts()).isEqualTo(model.facts());
    assertThat(rows(classifier.copy(org.apache.spark.ml.param.ParamMap.empty()).fit(rows).transform(rows)))
        .as("the same again")
        .isEqualTo(rows(predicted));
  }

  /** Points around as many corners as there are classes. */
  private Dataset<Row> labelled(int classes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double[] point = new double[8];
      for (int c = 0; c < point.length; c++) {
        point[c] = Math.sin(i * 7.3 + c * 1.7) / 2 + (c % classes == i % classes ? 1 : 0);
      }
      rows.add(RowFactory.create((double) (i % classes), Vectors.dense(point)));
    }
    return spark
        .createDataFrame(rows,
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType()))
        .coalesce(1);
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    Dataset<Row> rows = labelled(2);
    assertThatThrownBy(() -> new SparseClassifier().fit(rows.withColumn("label", col("label").minus(1))))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("labels must be whole numbers from 0")
        .hasMessageContaining("StringIndexer");
    assertThatThrownBy(() -> new SparseClassifier().with("method", "riggle").fit(rows))
        .hasMessageContaining("sweep.methods must be one of");
    assertThatThrownBy(() -> new TopKSparsifier().transform(rows)).hasMessageContaining("inputCol = vector must be");
  }
}
