package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit on a local disk: races, kills, damage. */
class CommitTest {
  @TempDir
  private Path directory;

  private CommitRace race;

  @BeforeEach
  void openRace() {
    race = new CommitRace(directory.toString(), Map.of());
  }

  @Test
  void ofManyWritersOfOneStageOneManifestDecidesAndTheOthersLeaveNothing() throws Exception {
    race.raceInThreads(30);
    for (int round = 0; round < 30; round++) {
      try (Stream<Path> attempts = Files.list(directory.resolve("edges/fingerprint=f" + round + "/_data"))) {
        assertThat(attempts).as("round %s", round).hasSize(1);
      }
    }
    assertThat(race.check(true)).isEqualTo(60);
    assertThat(directory.resolve("_attempts")).isEmptyDirectory();
  }

  @Test
  void writersThatAreKilledAtAnyMomentLeaveNothingThatAReaderSees() throws Exception {
    race.killAndFinish(2, 17, true);
    // By the globs that the README names: a row per trial, the epochs of one writer.
    assertThat(duck("SELECT count(*), count(DISTINCT trial_id) FROM " + glob("trials")))
        .isEqualTo(CommitRace.ROUNDS + " " + CommitRace.ROUNDS);
    assertThat(
        duck("SELECT max(writers), sum(epochs) FROM (SELECT count(DISTINCT writer) AS writers, count(*) AS epochs FROM "
            + glob("epochs") + " GROUP BY trial_id)"))
        .isEqualTo("1 " + CommitRace.ROUNDS * CommitRace.EPOCHS);
  }

  private String glob(String table) {
    return "read_parquet('" + directory + "/" + table
        + "/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
  }

  private static String duck(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet row = duck.createStatement().executeQuery(sql)) {
      row.next();
      return row.getString(1) + " " + row.getString(2);
    }
  }

  @Test
  void aFileThatIsNotAsItWasPublishedIsNamedAndForeignOnesArePassedBy() throws Exception {
    race.publish(0, 7);
    Path file = part(1);
    byte[] content = Files.readAllBytes(file);
    Files.write(file.resolveSibling("part-00009.parquet"), content);
    Files.writeString(file.resolveSibling("notes.csv"), "foreign");
    assertThat(read()).hasSize(150).containsOnly(7);

    withoutChecksum(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertRefused("part-00001.parquet has " + content.length / 2 + " bytes, " + content.length
        + " were published: run the job again");
    Files.write(file, new byte[0]);
    assertRefused("part-00001.parquet has 0 bytes, ");
    // Half of it copied, the rest zeros, as by a download that sets the length first.
    Files.write(file, Arrays.copyOf(Arrays.copyOf(content, content.length / 2), content.length));
    assertRefused("cannot read Parquet file ", "part-00001.parquet", "delete it and run the job again");
    Files.delete(file);
    assertRefused("part-00001.parquet is missing: run the job again, which makes the table again");
    Files.write(file, content);
    assertThat(read()).hasSize(150);
  }

  @Test
  void aForeignFileOfTheSameNameAndLengthIsFoundByItsRows() throws Exception {
    race.publish(0, 7);
    org.apache.hadoop.fs.Path stage = race.warehouse().stage("edges", "f0");
    Manifest manifest = Manifest.read(race.warehouse(), stage);
    List<DataFile> files = new ArrayList<>(manifest.files());
    DataFile last = files.remove(2);
    files.add(new DataFile(last.name(), last.rows() + 1, last.bytes(), last.sha256()));
    manifest.withFiles(files).republish(race.warehouse(), stage);
    assertRefused("part-00002.parquet has 50 rows, 51 were published");
  }

  @Test
  void aFlippedBitIsFoundByTheHashOfTheContent() throws Exception {
    race.publish(0, 7);
    org.apache.hadoop.fs.Path stage = race.warehouse().stage("edges", "f0");
    DataFile file = Manifest.read(race.warehouse(), stage).files().get(1);
    assertThat(file.isIntact(race.warehouse().configuration(), stage)).isTrue();
    flip(part(1));
    assertThat(file.isIntact(race.warehouse().configuration(), stage)).isFalse();
  }

  @Test
  void aManifestThatIsNoneOrHalfOfOneIsRefusedAndItsStageIsMadeAgain() throws Exception {
    race.publish(0, 7);
    Path manifest = directory.resolve("edges/fingerprint=f0/_manifest.json");
    String whole = Files.readString(manifest);
    for (String broken : List.of("", "{}", "[1, 2]", whole.substring(0, whole.length() / 2))) {
      Files.writeString(manifest, broken);
      assertRefused("fingerprint=f0/_manifest.json is no manifest, or half of one: run the job again");
      race.publish(0, 8);
      assertThat(read()).hasSize(150).containsOnly(8);
    }
    Files.delete(part(0));
    race.publish(0, 9);
    assertThat(read()).hasSize(150).containsOnly(9);
    Files.delete(manifest);
    assertRefused("fingerprint=f0/_manifest.json is missing");
  }

  private int[] read() {
    return new ParquetColumns(race.warehouse(), race.warehouse().stage("edges", "f0")).ints("writer");
  }

  private void assertRefused(String... message) {
    assertThatThrownBy(this::read).isInstanceOf(DataRefusedException.class).hasMessageContainingAll(message);
  }

  /** A file that the manifest of the stage names. */
  private Path part(int index) {
    String name = Manifest.read(race.warehouse(), race.warehouse().stage("edges", "f0")).files().get(index).name();
    return directory.resolve("edges/fingerprint=f0").resolve(name);
  }

  /** What is not there on other file systems, nor after a copy. */
  private static void withoutChecksum(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private static void flip(Path file) throws IOException {
    withoutChecksum(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 3] ^= 4;
    Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
  }
}
