package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the settings that a cluster has by default. */
class FilesByBytesTest extends SparkTest {
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private final String before = spark.conf().get(PARTITIONS);

  @AfterEach
  void restore() {
    spark.conf().set(PARTITIONS, before);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "user, 0", "'', 1"})
  void aSmallGraphIsOneFileWhateverTheNumberOfPartitionsOfAShuffle(String prefix, int weighted) throws Exception {
    spark.conf().set(PARTITIONS, "200");
    StringBuilder text = new StringBuilder(weighted == 1 ? "src,dst,weight\n" : "src,dst,time\n");
    for (int i = 0; i < 3000; i++) {
      text.append(prefix)
          .append(i * 7 % 400)
          .append(',')
          .append(prefix)
          .append((i * 11 + 3) % 500)
          .append(',')
          .append(i + 1)
          .append('\n');
    }
    Path file = directory.resolve("edges.csv");
    Files.writeString(file, text);
    Manifest edges = new IngestStage(spark, warehouse).run(graph(file.toString()));
    assertThat(edges.rows()).isEqualTo(3000);
    assertThat(edges.files()).hasSize(1);
    assertThat(Manifest.read(warehouse, warehouse.stage("vertices", edges.fingerprint())).files()).hasSize(1);
  }
}
