package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.sparsewalk.spark.WarehouseCheck.Depth;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The commit on an object store, by Hadoop's own S3A client, which the profile nightly brings. */
@Tag("spark")
@Tag("nightly")
class ObjectStoreTest extends SparkTest {
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    assumeThatCode(() -> Class.forName("org.apache.hadoop.fs.s3a.S3AFileSystem"))
        .as("S3A is on the class path: mvn -Pnightly")
        .doesNotThrowAnyException();
    store = new ObjectStore();
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void racesAndKillsOfWritersLeaveNothingThatAReaderSees() throws Exception {
    CommitRace race = new CommitRace("s3a://raced/w", store.settings());
    race.killAndFinish(1, 23, false);
    assertThat(store.copies()).as("parts get their names within a task, and nothing else is renamed")
        .isLessThanOrEqualTo(3 * 4 * CommitRace.ROUNDS);
  }

  @Test
  void ofManyWritersOfOneStageOneManifestDecides() throws Exception {
    CommitRace race = new CommitRace("s3a://threads/w", store.settings());
    race.raceInThreads(12);
    assertThat(race.check(false)).isEqualTo(24);
  }

  @Test
  void stagesHaveTheSameRowsAsOnADisk() {
    List<List<String>> here = rows(stages(2, Protocol.STRICT));
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    store.settings().forEach(configuration::set);
    Warehouse disk = warehouse;
    warehouse = new Warehouse("s3a://stages/w", configuration);
    List<Manifest> stages = stages(2, Protocol.STRICT);
    assertThat(rows(stages)).isEqualTo(here);
    assertThat(stages(2, Protocol.STRICT)).as("there already")
        .extracting(Manifest::files)
        .isEqualTo(stages.stream().map(Manifest::files).toList());
    WarehouseCheck.Finding finding = WarehouseCheck.of(spark, warehouse, Depth.CONTENT);
    assertThat(finding.damage()).isEmpty();
    assertThat(finding.leftovers()).isEmpty();
    assertThat(finding.files()).isEqualTo(WarehouseCheck.of(spark, disk, Depth.CONTENT).files());
  }

  private List<List<String>> rows(List<Manifest> stages) {
    List<List<String>> rows = new ArrayList<>();
    List<String> tables = List.of("edges", "examples", "walks", "embeddings", "sparse_embeddings");
    for (int stage = 0; stage < tables.size(); stage++) {
      Path directory = warehouse.stage(tables.get(stage), stages.get(stage).fingerprint());
      for (Path file : stages.get(stage).paths(warehouse, directory)) {
        rows.add(StageFiles.read(spark, List.of(file)).collectAsList().stream().map(Row::toString).toList());
      }
    }
    return rows;
  }
}
