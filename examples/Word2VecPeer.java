import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;

import io.sparsewalk.ml.SkipGramEmbedding;
import io.sparsewalk.ml.TemporalLinkSplit;
import io.sparsewalk.ml.TemporalRandomWalk;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * SkipGramEmbedding beside Word2Vec of MLlib on the same walks: seconds of the fit, peak of the heap, and the AUC of the same logistic
 * regression over products of the vectors of pairs.
 *
 * <pre>java @conf/jvm.options -Xmx4g -cp 'target/sparsewalk.jar:target/spark/jars/*' examples/Word2VecPeer.java VERTICES EDGES</pre>
 */
class Word2VecPeer {
  private static final int DIMENSION = 32;
  private static final int WINDOW = 5;
  private static final int EPOCHS = 5;
  private static final double RATE = 0.1;
  private static SparkSession spark;
  private static Dataset<Row> pairs;

  public static void main(String[] arguments) {
    int vertices = Integer.parseInt(arguments[0]);
    spark = SparkSession.builder().master("local[*]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.extensions", "io.sparsewalk.sql.SparsewalkExtensions").getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    // Communities of 20; an edge in five goes anywhere.
    Dataset<Row> edges = spark.sql(String.format(Locale.ROOT, "SELECT src, IF(pmod(xxhash64(id, 3), 5) = 0, pmod(xxhash64(id, 9), %d), "
        + "src - src %% 20 + pmod(xxhash64(id, 7), 20)) AS dst, id AS time FROM (SELECT id, pmod(xxhash64(id), %d) AS src FROM range(%s))",
        vertices, vertices, arguments[1]));
    TemporalLinkSplit.Parts parts = new TemporalLinkSplit().split(edges);
    pairs = parts.pairs().where("bothSeen AND pmod(xxhash64(src, dst), 5) = 0").cache();
    Dataset<Row> walks = new TemporalRandomWalk().with("perVertex", 5).with("length", 5).transform(parts.history())
        .selectExpr("walk", "transform(vertices, v -> CAST(v AS STRING)) AS vertices").cache();
    System.out.printf(Locale.ROOT, "%,d vertices, %,d edges, %,d walks, %,d pairs%n", vertices, edges.count(), walks.count(), pairs.count());
    System.out.println("| | seconds of the fit | peak of the heap, MiB | vectors | AUC on test |\n|---|---|---|---|---|");
    report("SkipGramEmbedding", () -> new SkipGramEmbedding().with("walksCol", "vertices").with("dimension", DIMENSION)
        .with("window", WINDOW).with("epochs", EPOCHS).with("learningRate", RATE).fit(walks).vectors().where("trained").select("id", "vector"));
    int partitions = Runtime.getRuntime().availableProcessors();
    report("Word2Vec, " + partitions + " partitions", () -> new Word2Vec().setInputCol("vertices").setVectorSize(DIMENSION)
        .setWindowSize(WINDOW).setMinCount(1).setMaxIter(EPOCHS).setStepSize(RATE).setSeed(1).setNumPartitions(partitions).fit(walks)
        .getVectors().withColumnRenamed("word", "id"));
    spark.stop();
  }

  private static void report(String name, Supplier<Dataset<Row>> fit) {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    long begin = System.nanoTime();
    Dataset<Row> vectors = fit.get().cache();
    long count = vectors.count();
    double seconds = (System.nanoTime() - begin) / 1e9;
    long peak = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    System.out.printf(Locale.ROOT, "| %s | %.1f | %,d | %,d | %.4f |%n", name, seconds, peak >> 20, count, auc(vectors));
    vectors.unpersist();
  }

  private static double auc(Dataset<Row> vectors) {
    vectors.createOrReplaceTempView("vectors");
    pairs.createOrReplaceTempView("pairs");
    Dataset<Row> rows = spark.sql("SELECT split, label, hadamard(a.vector, b.vector) AS product FROM pairs "
        + "JOIN vectors a ON CAST(src AS STRING) = a.id JOIN vectors b ON CAST(dst AS STRING) = b.id")
        .withColumn("features", array_to_vector(col("product"))).cache();
    double auc = new BinaryClassificationEvaluator()
        .evaluate(new LogisticRegression().fit(rows.where("split = 'train'")).transform(rows.where("split = 'test'")));
    rows.unpersist();
    return auc;
  }
}
