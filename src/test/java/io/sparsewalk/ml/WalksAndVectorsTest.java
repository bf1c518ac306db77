package io.sparsewalk.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class WalksAndVectorsTest extends MlTest {

  @Test
  void walksAreThoseOfAJobToTheBit() {
    Manifest edges = read();
    JobConfig job = JobFile.defaults(List.of("walk.per-vertex=3", "walk.length=4")).config();
    Manifest walks = new WalkStage(spark, warehouse).run(SplitStage.everything(edges, Protocol.STRICT), job.walk(), 7);
    Map<Integer, String> raw = new TreeMap<>();
    StageFiles.read(spark, warehouse, "vertices", edges.fingerprint())
        .collectAsList()
        .forEach(row -> raw.put(row.getInt(0), row.getString(1)));
    List<String> expected = StageFiles.read(spark, warehouse, "walks", walks.fingerprint())
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0) + " " + row.<Integer>getList(2).stream().map(raw::get).toList())
        .sorted()
        .toList();

    TemporalRandomWalk stage = new TemporalRandomWalk().with("perVertex", 3).with("length", 4).with("seed", 7);
    Dataset<Row> found = stage.transform(edges());
    assertThat(found.schema().simpleString()).isEqualTo(stage.transformSchema(edges().schema()).simpleString());
    assertThat(found.collectAsList().stream().map(row -> row.getInt(0) + " " + row.getList(1)).sorted())
        .containsExactlyElementsOf(expected);
    assertThat(rows(stage.with("mode", "partitioned").transform(edges()))).as("partitioned").isEqualTo(rows(found));
  }

  @Test
  void vectorsAreThoseOfAJobToTheBitFromEdgesAndFromWalks() {
    Manifest edges = read();
    List<String> settings = List.of("walk.per-vertex=4", "embedding.dimension=6", "embedding.window=3");
    JobConfig job = JobFile.defaults(settings).config();
    Manifest walks = new WalkStage(spark, warehouse).run(SplitStage.everything(edges, Protocol.STRICT), job.walk(), 3);
    Manifest embedding = new EmbedStage(spark, warehouse).run(walks, job.embedding(), 3);
    List<Row> expected =
        StageFiles.read(spark, warehouse, "embeddings", embedding.fingerprint()).orderBy("vertex").collectAsList();

    SkipGramEmbedding stage =
        new SkipGramEmbedding().with("walkPerVertex", 4).with("dimension", 6).with("window", 3).with("seed", 3);
    SkipGramEmbeddingModel model = stage.fit(edges());
    List<Row> found = model.vectors().orderBy("id").collectAsList();
    assertThat(found.stream().map(row -> floats(row.getAs("vector"))))
        .isEqualTo(expected.stream().map(row -> row.<Float>getList(2)).toList());
    assertThat(model.count("pairs")).isEqualTo(embedding.count("pairs"));

    Dataset<Row> made = new TemporalRandomWalk().with("perVertex", 4).with("seed", 3).transform(edges());
    SkipGramEmbeddingModel ofWalks =
        stage.copy(org.apache.spark.ml.param.ParamMap.empty()).with("walksCol", "vertices").fit(made.repartition(5));
    assertThat(rows(ofWalks.vectors())).isEqualTo(rows(model.vectors()));
  }

  private static List<Float> floats(Vector vector) {
    return Arrays.stream(vector.toArray()).mapToObj(value -> (float) value).toList();
  }

  @Test
  void idsOfTextStayText() {
    Dataset<Row> named = edges().select(concat(lit("v"), col("src")).as("a"), concat(lit("v"), col("dst")).as("b"),
        col("time").divide(4).as("t"));
    SkipGramEmbeddingModel model =
        new SkipGramEmbedding().with("srcCol", "a").with("dstCol", "b").with("timeCol", "t").fit(named);
    assertThat(model.vectors().schema().apply("id").dataType().simpleString()).isEqualTo("string");
    assertThat(model.transform(named.withColumnRenamed("a", "id")).where("vector IS NULL").count()).isZero();
    assertThat(model.transform(spark.sql("SELECT 'nobody' AS id")).head().isNullAt(1)).isTrue();
    model.vectors().createOrReplaceTempView("of_this_session");
    assertThat(spark.table("of_this_session").count()).isEqualTo(model.count("vertices"));
  }

  @Test
  void neighboursAreThoseOfTheLargestCosine() {
    SkipGramEmbeddingModel model = new SkipGramEmbedding().with("dimension", 4).fit(edges());
    List<Row> all = model.vectors().where("trained").collectAsList();
    Row of = all.get(0);
    List<Long> expected = IntStream.range(1, all.size())
        .boxed()
        .sorted((a, b) -> Double.compare(cosine(of, all.get(b)), cosine(of, all.get(a))))
        .limit(5)
        .map(i -> all.get(i).getLong(0))
        .toList();
    assertThat(model.findSynonyms(of.getLong(0), 5).collectAsList().stream().map(row -> row.getLong(0)))
        .containsExactlyElementsOf(expected);
    assertThatThrownBy(() -> model.findSynonyms(-1L, 5)).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("no vertex '-1'");
  }

  private static double cosine(Row one, Row other) {
    double[] a = one.<Vector>getAs("vector").toArray();
    double[] b = other.<Vector>getAs("vector").toArray();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa) / Math.sqrt(bb);
  }

  @Test
  void aPipelineIsSavedAndReadAndGivesTheSame() throws Exception {
    String saved = directory.resolve("pipeline").toString();
    Pipeline pipeline = new Pipeline()
        .setStages(new PipelineStage[] {new TemporalRandomWalk().with("perVertex", 2).with("bias", "sooner"),
            new SkipGramEmbedding().with("walksCol", "vertices").with("idCol", "walk").with("dimension", 4)});
    pipeline.save(saved);
    PipelineStage[] stages = Pipeline.load(saved).getStages();
    assertThat(stages[0].explainParams()).contains("current: sooner").contains("walks from every start vertex");
    PipelineModel model = Pipeline.load(saved).fit(edges());
    SkipGramEmbeddingModel vectors = (SkipGramEmbeddingModel) model.stages()[1];
    String kept = directory.resolve("model").toString();
    vectors.save(kept);
    List<String> before = rows(vectors.vectors());
    Scratch.clear(spark);
    SkipGramEmbeddingModel read = SkipGramEmbeddingModel.load(kept);
    assertThat(rows(read.vectors())).isEqualTo(before);
    assertThat(read.explainParams()).contains("current: walk");
    assertThat(directory.resolve("scratch")).as("nothing is left").isEmptyDirectory();
  }

  @Test
  void whatAJobRefusesIsRefusedWhenItIsSet() {
    assertThatThrownBy(() -> new TemporalRandomWalk().with("bias", "soonest")).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("walk.bias must be one of later, sooner");
    assertThatThrownBy(() -> new TemporalRandomWalk().with("settings", List.of("walk.lenght=3")))
        .hasMessageContaining("did you mean 'walk.length'");
    assertThatThrownBy(() -> new TemporalRandomWalk().transform(edges().drop("time")))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("no column 'time', but src, dst");
  }
}
