package io.sparsewalk.ml;

import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.table.Manifest;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;

/** A graph as a DataFrame, and as the job that reads the same. */
abstract class MlTest extends SparkTest {
  private static final GenerateConfig GRAPH =
      new GenerateConfig(300, 3000, 5, 0.8, 2.1, 0.3, 0, 600, 1_000_000, 0, 0, 1);

  private String file;

  @BeforeEach
  void generate() {
    file = new GenerateStage(warehouse).run(GRAPH);
    spark.conf().set(Scratch.SETTING, directory.resolve("scratch").toString());
  }

  /** Rows (src, dst, time), in no order. */
  final Dataset<Row> edges() {
    return spark.read()
        .option("comment", "#")
        .option("sep", " ")
        .csv(file)
        .select(functions.col("_c0").cast("long").as("src"), functions.col("_c1").cast("long").as("dst"),
            functions.col("_c2").cast("long").as("time"))
        .repartition(3);
  }

  /** The same edges, as a job reads them. */
  final Manifest read() {
    return ingest(graph(file));
  }

  /** All rows as text, sorted. */
  static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().collect(Collectors.toList());
  }
}
