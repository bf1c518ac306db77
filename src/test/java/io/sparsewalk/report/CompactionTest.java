package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.FilledRow;
import io.sparsewalk.table.Leftovers;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One file per sweep in the place of one per trial changes no answer, whatever comes, changes or goes afterwards. */
class CompactionTest extends SparkTest {
  private static final List<String> VIEWS = List.of("trials", "epochs", "layers", "rankings", "confusions", "failures",
      "predictions", "audits", "trial_ratios", "summary", "ranking_summary", "comparisons", "recommendation");
  private static final String OTHER = "other-00000001";
  private static final String ONE = "dense-rigl-0.5-1";

  private SweepFixture fixture;

  @BeforeEach
  void publish() {
    fixture = new SweepFixture(warehouse);
    fixture.sweep();
    fixture.sweep(OTHER).trial("lonely", row -> row.put("accuracy", 0.25));
    fixture.sweep(SweepFixture.SWEEP);
  }

  private Map<String, List<String>> rows() {
    return rows(VIEWS);
  }

  private Map<String, List<String>> rows(List<String> views) {
    new Views(spark, warehouse, SweepFixture.MARGIN, Set.of()).register(Set.copyOf(views));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String view : views) {
      rows.put(view, spark.table(view).collectAsList().stream().map(Row::toString).sorted().toList());
    }
    return rows;
  }

  private List<CompactedFile.Done> compact() {
    return CompactedFile.tables()
        .stream()
        .flatMap(table -> CompactedFile.write(warehouse, table, "").stream())
        .toList();
  }

  private Path path(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }

  private Path compacted(String table) {
    return directory.resolve("warehouse/compacted/" + table + "/sweep_id=" + SweepFixture.SWEEP + "/part-0.parquet");
  }

  private Path original(String table, String trial) {
    return path(warehouse.trial(table, SweepFixture.SWEEP, trial)).resolve("part-0.parquet");
  }

  /** As a disk does, not a writer: neither length nor time say so. */
  private static void flip(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 64;
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void allRowsOfAllViewsStayAndTheFilesOfTrialsAreNotOpenedAnyMore() throws Exception {
    Map<String, List<String>> before = rows();
    assertThat(before.get("trials")).hasSize(67);
    assertThat(before.get("epochs")).hasSize(66 * 40);
    Map<Path, Long> originals = files("trials", "epochs", "layers", "rankings", "failures");
    List<CompactedFile.Done> done = compact();
    assertThat(done).extracting(each -> each.table() + " " + each.files() + " " + each.isNew())
        .containsExactlyInAnyOrder("trials 66 true", "trials 1 true", "epochs 66 true", "layers 66 true",
            "rankings 66 true", "failures 1 true");
    assertThat(done).filteredOn(each -> each.files() > 1).allMatch(each -> each.after() < each.before() / 2);
    assertThat(rows()).isEqualTo(before);
    assertThat(files("trials", "epochs", "layers", "rankings", "failures")).isEqualTo(originals);

    FileTime written = Files.getLastModifiedTime(compacted("trials"));
    assertThat(compact()).hasSize(6).noneMatch(CompactedFile.Done::isNew);
    assertThat(Files.getLastModifiedTime(compacted("trials"))).isEqualTo(written);
    for (String table : List.of("trials", "epochs", "layers")) {
      for (Path file : files(table).keySet()) {
        flip(file);
      }
    }
    assertThat(rows()).as("from the one file").isEqualTo(before);
  }

  private Map<Path, Long> files(String... tables) throws IOException {
    Map<Path, Long> files = new LinkedHashMap<>();
    for (String table : tables) {
      try (Stream<Path> all = Files.walk(directory.resolve("warehouse/" + table))) {
        for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
          files.put(file, Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return files;
  }

  @Test
  void whatComesChangesOrGoesAfterwardsIsSeenAsItIs() {
    compact();
    fixture.trial("late", row -> row.put("accuracy", 0.125));
    assertThat(rows(List.of("trials")).get("trials")).hasSize(68).filteredOn(row -> row.contains("late")).hasSize(1);

    List<String> all = rows(List.of("rankings")).get("rankings");
    RowFile.replace(warehouse, warehouse.trial("rankings", SweepFixture.SWEEP, ONE), SweepTables.RANKINGS,
        List.of(FilledRow.of(SweepTables.RANKINGS, Map.of("negatives", "uniform", "mrr", 0.0625))));
    List<String> changed = new ArrayList<>(rows(List.of("rankings")).get("rankings"));
    assertThat(changed).hasSameSizeAs(all);
    changed.removeAll(all);
    assertThat(changed).singleElement().asString().contains("0.0625", ONE);

    warehouse.discard(warehouse.trial("trials", SweepFixture.SWEEP, ONE));
    Map<String, List<String>> without = rows();
    assertThat(without.get("trials")).hasSize(67).noneMatch(row -> row.contains("," + ONE + "]"));
    assertThat(without.get("epochs")).hasSize(65 * 40);
    assertThat(without.get("rankings")).hasSize(65);

    assertThat(compact()).filteredOn(CompactedFile.Done::isNew)
        .extracting(each -> each.table() + " " + each.files())
        .containsExactlyInAnyOrder("trials 66", "epochs 65", "layers 65", "rankings 65");
    assertThat(rows()).isEqualTo(without);
    CompactedFile.drop(warehouse, SweepFixture.SWEEP);
    assertThat(rows()).as("from the files of the trials").isEqualTo(without);
  }

  @Test
  void aCompactedFileThatIsDamagedOrForeignIsPassedBy() throws Exception {
    // The table itself, and a view that is made of it.
    List<String> views = List.of("trials", "summary");
    Map<String, List<String>> before = rows(views);
    compact();
    byte[] sound = Files.readAllBytes(compacted("trials"));
    List<byte[]> spoilt = new ArrayList<>(List.of(new byte[0], "no Parquet at all".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(sound, sound.length - 9), Files.readAllBytes(compacted("epochs")),
        Files.readAllBytes(original("trials", ONE))));
    for (int share = 1; share < 8; share++) {
      byte[] flipped = sound.clone();
      flipped[sound.length * share / 8] ^= 16;
      spoilt.add(flipped);
    }
    for (byte[] content : spoilt) {
      Files.write(compacted("trials"), content);
      assertThat(rows(views)).isEqualTo(before);
    }
    // Of another place, with the rows of this one.
    Files.write(compacted("trials"), sound);
    Path foreign = directory.resolve("warehouse/compacted/trials/sweep_id=gone/part-0.parquet");
    Files.createDirectories(foreign.getParent());
    Files.write(foreign, sound);
    assertThat(rows(views)).isEqualTo(before);
    assertThat(Leftovers.of(warehouse)).extracting(Leftovers.Leftover::kind).containsExactly(Leftovers.Kind.COMPACTED);
    assertThat(Leftovers.of(warehouse)).allMatch(each -> Leftovers.remove(warehouse, each));
    assertThat(foreign).doesNotExist();
    assertThat(compacted("trials")).exists();
  }

  @Test
  void duckDbReadsTheSameRowsFromTheOtherGlob() throws Exception {
    warehouse.discard(warehouse.trial("trials", SweepFixture.SWEEP, ONE));
    compact();
    for (TableSchema table : List.of(SweepTables.TRIALS, SweepTables.EPOCHS, SweepTables.FAILURES)) {
      String columns =
          Stream.concat(Stream.of("sweep_id", "trial_id"), table.columns().stream().map(TableSchema.Column::name))
              .collect(Collectors.joining(", "));
      String where = table.equals(SweepTables.EPOCHS) ? " WHERE trial_id <> '" + ONE + "'" : "";
      List<String> rows = duck(
          "SELECT " + columns + " FROM read_parquet('" + directory.resolve("warehouse") + "/compacted/" + table.name()
              + "/*/part-0.parquet', hive_partitioning = true, hive_types_autocast = false) ORDER BY ALL");
      assertThat(rows).isNotEmpty()
          .isEqualTo(duck("SELECT " + columns + " FROM read_parquet('" + directory.resolve("warehouse") + "/"
              + table.name() + "/*/*/part-0.parquet', hive_partitioning = true, hive_types_autocast = false)" + where
              + " ORDER BY ALL"));
    }
  }

  private static List<String> duck(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duck.createStatement()) {
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<String> cells = new ArrayList<>();
          for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
            cells.add(String.valueOf(result.getString(c)));
          }
          rows.add(String.join(",", cells));
        }
      }
      return rows;
    }
  }
}
