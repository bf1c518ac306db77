import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import io.sparsewalk.ml.SkipGramEmbedding;
import io.sparsewalk.ml.SkipGramEmbeddingModel;
import io.sparsewalk.ml.SparseClassificationModel;
import io.sparsewalk.ml.SparseClassifier;
import io.sparsewalk.ml.TemporalLinkSplit;
import io.sparsewalk.ml.TopKSparsifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** From edges to a sparse network that tells which edges come: java @conf/jvm.options -cp 'target/sparsewalk.jar:target/spark/jars/*' examples/Embed.java */
class Embed {
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().master("local[2]").config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.extensions", "io.sparsewalk.sql.SparsewalkExtensions").getOrCreate();
    // 1000 vertices in communities of 50.
    Dataset<Row> edges = spark.sql("SELECT src, src - src % 50 + pmod(xxhash64(id, 7), 50) AS dst, id AS time "
        + "FROM (SELECT id, pmod(xxhash64(id), 1000) AS src FROM range(20000))");

    TemporalLinkSplit.Parts parts = new TemporalLinkSplit().split(edges);
    parts.audit().where("name LIKE '%in_train'").show(false);
    SkipGramEmbeddingModel embedding = new SkipGramEmbedding().with("dimension", 16).with("epochs", 5).fit(parts.history());
    new TopKSparsifier().with("keepPercent", 25).transform(embedding.vectors()).select("id", "sparse").show(3, false);

    embedding.vectors().createOrReplaceTempView("vectors");
    parts.pairs().where("bothSeen").createOrReplaceTempView("pairs");
    Dataset<Row> rows = spark.sql("SELECT split, label, hadamard(a.vector, b.vector) AS product FROM pairs "
        + "JOIN vectors a ON src = a.id JOIN vectors b ON dst = b.id ORDER BY split, src, dst, label")
        .withColumn("features", array_to_vector(col("product")));
    SparseClassificationModel model =
        new SparseClassifier().with("method", "rigl").with("sparsity", 0.8).fit(rows.where("split = 'train'"));
    System.out.println("sparsity " + model.sparsity() + ", FLOPs of training " + model.facts().get("flops_counted"));
    model.transform(rows.where("split = 'test'")).groupBy("label").avg("prediction").show();
    spark.stop();
  }
}
