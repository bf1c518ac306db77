package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.WarehouseCheck.Depth;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.FilledRow;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What runs, readers and the doctor do about published files that somebody has changed, and about runs at the same time. */
class DamageTest extends SparkTest {
  private static final String VALUE = "a text in a page";
  private static final Map<String, String> INPUTS = Map.of("of", "numbers");
  private static final Manifest NUMBERS = Manifest.of("numbers", DamageTest.class, INPUTS);

  @Test
  void aStageWhoseFileIsLostIsMadeAgainAndAsItWas() throws Exception {
    Path file = Files.writeString(directory.resolve("e.txt"), "1 2 5\n3 4 6\n1 4 7\n");
    Manifest first = ingest(graph(file.toString()));
    List<Row> edges = rows("edges", first);
    for (String table : List.of("edges", "vertices", "quarantine")) {
      Path lost = path(warehouse.stage(table, first.fingerprint()),
          Manifest.read(warehouse, warehouse.stage(table, first.fingerprint())).files().get(0));
      Files.delete(lost);
      assertThatThrownBy(() -> rows(table, first)).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining(lost + " is missing: run the job again");
      assertThat(ingest(graph(file.toString()))).hasToString(
          first.withFiles(Manifest.read(warehouse, warehouse.stage("edges", first.fingerprint())).files()).toString());
      assertThat(rows("edges", first)).isEqualTo(edges);
      assertThat(rows("vertices", first)).hasSize(4);
    }
  }

  @Test
  void twoRunsOfTheSameStageEndWithTheSameManifest() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    CountDownLatch allWrite = new CountDownLatch(3);
    List<Future<Manifest>> runs = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      long id = run;
      runs.add(threads.submit(() -> StageRun.of(warehouse, NUMBERS, data -> {
        spark.range(0, 100, 1, 2).selectExpr("id", id + " AS run").write().parquet(data.toString());
        allWrite.countDown();
        await(allWrite);
        return Map.of("run", id);
      })));
    }
    Manifest published = Manifest.read(warehouse, warehouse.stage("numbers", runs.get(0).get().fingerprint()));
    for (Future<Manifest> run : runs) {
      // By their text: a number that was read may be of another type.
      assertThat(run.get()).hasToString(published.toString());
    }
    threads.shutdown();
    List<Row> seen = StageFiles.read(spark, warehouse, "numbers", published.fingerprint())
        .selectExpr("run")
        .distinct()
        .collectAsList();
    assertThat(seen).singleElement()
        .satisfies(row -> assertThat(row.getInt(0)).isEqualTo((int) published.count("run")));
    assertThat(WarehouseCheck.of(spark, warehouse, Depth.LENGTH).leftovers()).as("of the others").isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunThatFailsLeavesNothingAndOneThatWritesNothingIsRefused() {
    assertThatThrownBy(() -> StageRun.of(warehouse, NUMBERS, data -> {
      spark.range(5).write().parquet(data.toString());
      throw new IllegalStateException("in the middle");
    })).hasMessage("in the middle");
    assertThatThrownBy(() -> StageRun.of(warehouse, NUMBERS, data -> Map.of()))
        .hasMessageContaining("no file has arrived in ");
    assertThat(Manifest.published(warehouse)).isEmpty();
    assertThat(WarehouseCheck.of(spark, warehouse, Depth.LENGTH).leftovers()).isEmpty();
  }

  @Test
  void theDoctorNamesEveryFileThatIsNotAsItWasPublishedAndWhatNobodyHasPublished() throws Exception {
    Manifest stage = StageRun.of(warehouse, NUMBERS, data -> {
      Dataset<Row> numbers = spark.range(0, 1000, 1, 3).toDF("n");
      numbers.write().parquet(data.toString());
      return Map.of();
    });
    DataFile epochs = publish(SweepTables.EPOCHS, "t1", List.of());
    publish(SweepTables.TRIALS, "t1", List.of(epochs));
    publish(SweepTables.TRIALS, "t2", List.of());
    publish(SweepTables.FAILURES, "t3", List.of());
    WarehouseCheck.Finding sound = WarehouseCheck.of(spark, warehouse, Depth.CONTENT);
    assertThat(sound.damage()).isEmpty();
    assertThat(sound.leftovers()).isEmpty();
    assertThat(sound.files()).isEqualTo(3 + 4 + 1);

    Path number = path(warehouse.stage("numbers", stage.fingerprint()), stage.files().get(1));
    flip(number, Files.readAllBytes(number).length / 3);
    Path epoch = path(warehouse.root(), epochs);
    Files.delete(epoch);
    Path trial = directory.resolve("warehouse/trials/sweep_id=s/trial_id=t2/part-0.parquet");
    flip(trial, new String(Files.readAllBytes(trial), StandardCharsets.ISO_8859_1).indexOf(VALUE));
    Path killed = Files.createDirectories(directory.resolve("warehouse/numbers/fingerprint=f/_data/killed"));
    WarehouseCheck.Finding finding = WarehouseCheck.of(spark, warehouse, Depth.CONTENT);
    assertThat(finding.damage()).extracting(WarehouseCheck.Damage::complaint)
        .hasSize(3)
        .anyMatch(line -> line.contains(number + " is not as it was published: delete it and run the job again"))
        .anyMatch(line -> line.contains(epoch + " is not as it was published with ")
            && line.contains("trial_id=t1/part-0.parquet: delete both"))
        .anyMatch(line -> line.contains("cannot read Parquet file ") && line.contains(trial.toString()));
    assertThat(finding.leftovers()).extracting(leftover -> leftover.path().toUri().getPath())
        .containsExactly(killed.toString());
  }

  private DataFile publish(TableSchema table, String trial, List<DataFile> parts) {
    TableSchema.Column first = table.columns().get(0);
    TableRow row =
        FilledRow.of(table, first.kind() == TableSchema.Kind.STRING ? Map.of(first.name(), VALUE) : Map.of());
    return RowFile.publish(warehouse, warehouse.trial(table.name(), "s", trial), table, List.of(row), parts);
  }

  private List<Row> rows(String table, Manifest manifest) {
    return StageFiles.read(spark, warehouse, table, manifest.fingerprint()).collectAsList();
  }

  private static Path path(org.apache.hadoop.fs.Path root, DataFile file) {
    return Path.of(root.toUri().getPath(), file.name());
  }

  private static void flip(Path file, int at) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 4;
    Files.write(file, content);
  }
}
