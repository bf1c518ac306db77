package io.sparsewalk.spark;

import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.RankingConfig;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.ingest.InputPaths;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.walk.Transition;
import io.sparsewalk.walk.WalkConfig;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A test on real, embedded Spark with two task slots: one session for the whole JVM, a fresh warehouse for each test. */
@Tag("spark")
public abstract class SparkTest {
  protected static final SplitConfig SHARES = new SplitConfig(SplitConfig.By.AUTO, 0.6, 0.2, 0,
      SplitConfig.Negatives.UNIFORM, LeaksConfig.ALL, new RankingConfig(50, 20));

  protected static SparkSession spark;

  @TempDir
  protected Path directory;

  protected Warehouse warehouse;

  @BeforeAll
  static void openSession() {
    spark = SparkSessions
        .open(new SparkConf().setAppName("tests").setMaster("local[2]").set("spark.sql.shuffle.partitions", "2"));
  }

  @BeforeEach
  void openWarehouse() {
    warehouse = new Warehouse(directory.resolve("warehouse").toString(), spark.sparkContext().hadoopConfiguration());
  }

  /** Edges, examples, walks, embedding and sparse embedding of a small graph. */
  protected final List<Manifest> stages(int partitions, Protocol protocol) {
    GenerateConfig generate = new GenerateConfig(300, 3000, 5, 0.8, 2.1, 0.3, 0, 600, 1_000_000, 0, 0, 1);
    Manifest edges = ingest(graph(new GenerateStage(warehouse).run(generate)));
    SplitStage splits = new SplitStage(spark, warehouse);
    Manifest examples = splits.run(edges, protocol, SHARES, false, 1);
    boolean paper = protocol == Protocol.PAPER;
    Manifest walks = new WalkStage(spark, warehouse).run(SplitStage.walkable(warehouse, edges, protocol, SHARES, 1),
        new WalkConfig(3, 5, Transition.LATER, 0, WalkConfig.Along.OUT, WalkConfig.Order.FORWARD, 0, 1, 1,
            paper ? WalkConfig.Start.AFTER_MINIMUM : WalkConfig.Start.FIRST,
            paper ? WalkConfig.Times.PUBLISHED : WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT,
            WalkConfig.Mode.AUTO, partitions),
        1);
    Manifest embedding = new EmbedStage(spark, warehouse).run(walks, new EmbeddingConfig(8, 10, 5, 1, 0.025, 1e-3, 0.75,
        EmbeddingConfig.Untrained.ZERO, 2, EmbeddingConfig.SharedNegatives.NONE, EmbeddingConfig.Mode.AUTO), 1);
    Manifest sparse = new TopKStage(spark, warehouse).run(embedding,
        new TopKConfig(26.2, TopKConfig.Scope.MATRIX, TopKConfig.By.ABSOLUTE, TopKConfig.Rows.TRAINED));
    return List.of(edges, examples, walks, embedding, sparse);
  }

  /** Labels of one class each, from a file. */
  protected final Manifest readLabels(Manifest edges, String path) {
    return LabelStage
        .output(warehouse, edges, new LabelStage.Source(path, "", false), file -> InputPaths.file(file, warehouse))
        .run(spark);
  }

  protected final Manifest ingest(GraphConfig graph) {
    return new IngestStage(spark, warehouse).run(graph);
  }

  protected static GraphConfig graph(String path) {
    return graph(path, 0);
  }

  protected static GraphConfig graph(String path, double maxBadLines) {
    return new GraphConfig(List.of(path), "", "", "", "", "d", EdgeFormat.AUTO, columns(), true,
        GraphConfig.SelfLoops.KEEP, maxBadLines, 1024);
  }

  protected static GraphConfig.Columns columns() {
    return GraphConfig.Columns.FOUND;
  }
}
