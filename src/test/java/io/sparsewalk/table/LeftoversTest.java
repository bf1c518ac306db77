package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.table.Leftovers.Kind;
import io.sparsewalk.table.Leftovers.Leftover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be deleted of a warehouse, against what its readers read. */
class LeftoversTest {
  private static final Instant NOW = Instant.now();
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir
  private Path directory;

  private Warehouse warehouse;

  @BeforeEach
  void openWarehouse() {
    warehouse = new Warehouse(directory.toString(), new Configuration());
  }

  @RepeatedTest(40)
  void nothingThatAReaderReadsIsDeletedAndAllThatIsOldAndNobodysIs(RepetitionInfo repetition) throws IOException {
    SplittableRandom random = Seeds.of(7).child(repetition.getCurrentRepetition()).generator();
    // Of every file that a writer which was killed a while ago has left: the oracle, noted as it is written.
    Set<String> dead = new TreeSet<>();
    for (int step = 0; step < 60; step++) {
      boolean old = random.nextBoolean();
      switch (random.nextInt(6)) {
        case 0 -> scratch(random, old, dead);
        case 1, 2 -> stage(random, old, dead);
        case 3, 4 -> trial(random, old, dead);
        default -> foreign(random, old);
      }
    }
    Map<String, String> read = read();
    List<String> before = files();

    List<Leftover> old =
        Leftovers.of(warehouse).stream().filter(each -> each.written().isBefore(NOW.minus(WEEK))).toList();
    assertThat(old).allMatch(each -> Leftovers.remove(warehouse, each));

    assertThat(read()).isEqualTo(read);
    Set<String> gone = new TreeSet<>(before);
    gone.removeAll(files());
    assertThat(gone).isEqualTo(dead);
  }

  private void scratch(SplittableRandom random, boolean old, Set<String> dead) throws IOException {
    Path file = directory.resolve("_attempts/" + random.nextLong() + (random.nextBoolean() ? "" : "/part"));
    write(file, old, old ? dead : null);
  }

  /** Published or not, with another attempt and a draft or not; sometimes with a manifest that nobody can read. */
  private void stage(SplittableRandom random, boolean old, Set<String> dead) throws IOException {
    String fingerprint = Long.toHexString(random.nextLong());
    Path stage = directory.resolve("walks/fingerprint=" + fingerprint);
    boolean isPublished = random.nextBoolean();
    boolean isDamaged = random.nextInt(4) == 0;
    Path file = write(stage.resolve("_data/a/part-00000.bin"), old, !isPublished && !isDamaged && old ? dead : null);
    if (isPublished) {
      org.apache.hadoop.fs.Path directory = warehouse.stage("walks", fingerprint);
      Manifest.of("walks", LeftoversTest.class, Map.of("of", fingerprint))
          .withFiles(
              List.of(DataFile.of(warehouse.configuration(), directory, new org.apache.hadoop.fs.Path(file.toUri()))))
          .publish(warehouse, directory);
      if (random.nextBoolean()) {
        write(stage.resolve("_data/a/_part-00001.bin-draft"), old, old && !isDamaged ? dead : null);
      }
    }
    if (random.nextBoolean()) {
      write(stage.resolve("_data/b/part-00000.bin"), old, old && !isDamaged ? dead : null);
      // Begun long ago, and still at work.
      if (old && random.nextBoolean()) {
        write(stage.resolve("_data/b/part-00001.bin"), false, null);
        dead.remove(directory.relativize(stage.resolve("_data/b/part-00000.bin")).toString());
      }
    }
    if (isDamaged) {
      Files.writeString(stage.resolve(Manifest.FILE), "{\"stage\":");
    }
  }

  private void trial(SplittableRandom random, boolean old, Set<String> dead) throws IOException {
    String id = "t" + random.nextInt(1 << 20);
    boolean hasEnded = random.nextBoolean();
    for (TableSchema table : SweepTables.OF_TRIALS) {
      if (random.nextBoolean()) {
        Path file = rows(table, id);
        if (old) {
          age(file);
          if (!hasEnded) {
            dead.add(directory.relativize(file).toString());
          }
        }
      }
    }
    if (hasEnded) {
      rows(SweepTables.TRIALS, id);
    } else if (random.nextInt(4) == 0) {
      rows(SweepTables.FAILURES, id);
    }
  }

  private Path rows(TableSchema table, String trial) {
    DataFile file = RowFile.publish(warehouse, warehouse.trial(table.name(), "s", trial), table,
        List.of(FilledRow.of(table, Map.of())), List.of());
    return directory.resolve(file.name());
  }

  private void foreign(SplittableRandom random, boolean old) throws IOException {
    List<String> places = List.of("trials/notes.csv", "epochs/sweep_id=s/README", "walks/_data/x", "report-a.html",
        "_sources/0a", "_downloads/0b", "_outcomes/a/OUTCOME.json", "runs/name=a/x", "epochs/part-0.parquet",
        "_reports/_data/x/y");
    write(directory.resolve(places.get(random.nextInt(places.size()))), old, null);
  }

  private Path write(Path file, boolean old, Set<String> dead) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, file.toString());
    if (old) {
      age(file);
    }
    if (dead != null) {
      dead.add(directory.relativize(file).toString());
    }
    return file;
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(WEEK).minusSeconds(60)));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }

  /** Content by place: what manifests name, rows of trials that have one in trials, failures, and every file of others. */
  private Map<String, String> read() throws IOException {
    Map<String, String> read = new TreeMap<>();
    for (org.apache.hadoop.fs.Path stage : Manifest.published(warehouse)) {
      try {
        Manifest.read(warehouse, stage)
            .paths(warehouse, stage)
            .forEach(file -> read.put(file.toString(), content(file)));
      } catch (DataRefusedException e) {
        read.put(stage.toString(), "damaged");
      }
    }
    Set<String> ended = RowFile.all(warehouse, SweepTables.TRIALS)
        .stream()
        .map(file -> file.getParent().getName())
        .collect(Collectors.toSet());
    List<TableSchema> tables = new ArrayList<>(SweepTables.OF_TRIALS);
    tables.add(SweepTables.TRIALS);
    for (TableSchema table : tables) {
      RowFile.all(warehouse, table)
          .stream()
          .filter(file -> ended.contains(file.getParent().getName()))
          .forEach(file -> read.put(file.toString(), content(file)));
    }
    RowFile.all(warehouse, SweepTables.FAILURES).forEach(file -> read.put(file.toString(), content(file)));
    return read;
  }

  private static String content(org.apache.hadoop.fs.Path file) {
    try {
      return Files.readString(Path.of(file.toUri().getPath()), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatAJobGoesOnWithIsYoungAgainAndStays() throws IOException {
    Path epochs = rows(SweepTables.EPOCHS, "t1");
    age(epochs);
    Leftover seen = Leftovers.of(warehouse).get(0);
    assertThat(seen.kind()).isEqualTo(Kind.ORPHAN);
    assertThat(seen.written()).isBefore(NOW.minus(WEEK));
    // A job trains the trial, and finds rows that are as its own.
    rows(SweepTables.EPOCHS, "t1");
    assertThat(Leftovers.remove(warehouse, seen)).isFalse();
    assertThat(Leftovers.of(warehouse)).singleElement()
        .satisfies(now -> assertThat(now.written()).isAfter(NOW.minusSeconds(60)));
    rows(SweepTables.TRIALS, "t1");
    assertThat(Leftovers.of(warehouse)).isEmpty();
    assertThat(epochs).exists();
  }

  @Test
  void aManifestThatComesBetweenTheLookAndTheDeletionKeepsItsFiles() throws IOException {
    Path file = write(directory.resolve("walks/fingerprint=f/_data/a/part-00000.bin"), true, null);
    Leftover seen = Leftovers.of(warehouse).get(0);
    org.apache.hadoop.fs.Path stage = warehouse.stage("walks", "f");
    Map<String, Object> inputs = new HashMap<>(Map.of("of", "f"));
    Manifest.of("walks", LeftoversTest.class, inputs)
        .withFiles(List.of(DataFile.of(warehouse.configuration(), stage, new org.apache.hadoop.fs.Path(file.toUri()))))
        .publish(warehouse, stage);
    assertThat(Leftovers.remove(warehouse, seen)).isFalse();
    assertThat(file).exists();
  }
}
