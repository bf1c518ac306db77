package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that care for a warehouse, on one that jobs have filled. */
@Tag("spark")
class HousekeepingTest {
  private static final String ROWS = "SELECT sweep_id, trial_id, accuracy FROM trials ORDER BY 1, 2";

  @TempDir
  private Path directory;

  private Result run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--warehouse", directory.toString()));
    arguments.addAll(List.of(more));
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  /** A sweep of its own: another length of walks, so other walks, embeddings and trials of the same edges. */
  private void sweep(int walkLength) {
    Result result = run("sweep run", "src/test/resources/plain.conf", "-D", "walk.length=" + walkLength, "-D",
        "generate.vertices=200", "-D", "generate.edges=2000", "-D", "training.epochs=1", "-D", "sweep.seeds=[1]", "-D",
        "sweep.methods=[dense]", "-D", "sweep.embeddings=[dense]", "-D", "sweep.vary=everything");
    assertThat(result.code()).as(result.err()).isZero();
  }

  private String query(String sql) {
    return run("query", sql, "--format", "csv").out();
  }

  private void age(String place, int days) {
    try (Stream<Path> files = Files.walk(directory.resolve(place))) {
      FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flip(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      Path file = files.filter(each -> each.toString().endsWith("part-00000.parquet")).findFirst().orElseThrow();
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 4;
      Files.write(file, content);
    }
  }

  private long stages(String table) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve(table))) {
      return all.filter(stage -> Files.exists(stage.resolve("_manifest.json"))).count();
    }
  }

  @Test
  void theDoctorFindsLeftoversAndDamageAndGcDeletesTheOldOnesOnly() throws IOException {
    sweep(5);
    String rows = query(ROWS);
    assertThat(run("doctor").out()).endsWith("files, 0 damaged\n").doesNotContain("leftover", "unused");
    String trial = rows.split("\n")[1];
    Path epochs = directory.resolve("epochs/sweep_id=" + trial.split(",")[0]);
    Path orphan = Files.createDirectories(epochs.resolve("trial_id=torphan")).resolve("part-0.parquet");
    Files.copy(epochs.resolve("trial_id=" + trial.split(",")[1]).resolve("part-0.parquet"), orphan);
    Files.createDirectories(directory.resolve("_attempts"));
    Path old = Files.writeString(directory.resolve("_attempts/old"), "scratch");
    Path young = Files.writeString(directory.resolve("_attempts/young"), "scratch");
    age("_attempts/old", 8);
    age("epochs/" + epochs.getFileName() + "/trial_id=torphan", 8);

    Result sick = run("doctor");
    assertThat(sick.code()).as("leftovers are no damage").isZero();
    assertThat(sick.out()).contains(old + ": scratch of a writer, 1 KiB, last written ", young.toString(),
        orphan + ": rows of a trial that has no row in trials");
    Result dry = run("gc");
    assertThat(dry.out()).contains("would delete file:" + old, "would delete file:" + orphan,
        "1 younger than 7d stay; --delete deletes the older ones");
    assertThat(old).exists();
    Result gone = run("gc", "--delete");
    assertThat(gone.out()).contains("deleted file:" + old, "deleted file:" + orphan, "2 leftovers, ");
    assertThat(List.of(old, orphan)).noneMatch(Files::exists);
    assertThat(young).exists();
    assertThat(query(ROWS)).isEqualTo(rows);
    assertThat(run("gc", "--older-than", "1m", "--delete").err()).contains("--older-than must be 1h or more, was '1m'");
    assertThat(CommandLineTest.run("gc", "--warehouse", directory.resolve("none").toString()).code())
        .isEqualTo(ExitCode.USAGE);

    Files.delete(epochs.resolve("trial_id=" + trial.split(",")[1]).resolve("part-0.parquet"));
    Result damaged = run("doctor");
    assertThat(damaged.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(damaged.out()).contains("damaged      ", "is not as it was published with ", "1 damaged");
    flip(directory.resolve("edges"));
    Result skipped = run("query", "SELECT count(*) FROM edges UNION ALL SELECT count(*) FROM trials", "--format", "csv",
        "--skip-damaged");
    assertThat(skipped.out()).isEqualTo("count(1)\n0\n1\n");
    assertThat(skipped.err()).contains("left out: file:" + directory + "/edges/fingerprint=",
        "left out: file:" + epochs, "warning: 2 damaged files are left out of what follows");
    assertThat(query("SELECT count(*) FROM trials")).as("is not asked about edges").isEqualTo("count(1)\n1\n");
  }

  @Test
  void theLastSweepsStayWithAllThatTheyAreMadeFrom() throws IOException {
    sweep(5);
    sweep(7);
    age(".", 3);
    sweep(5);
    sweep(9);
    List<String> all = List.of(query("SELECT DISTINCT sweep_id FROM trials").split("\n"));
    assertThat(all).hasSize(4);
    assertThat(List.of(stages("walks"), stages("edges"))).containsExactly(3L, 1L);
    String before = query(ROWS);
    // Walks of length 5 were relied on a moment ago, though no trial was trained on them.
    Result dry = run("retain", "--keep", "1");
    assertThat(dry.out()).contains("would delete sweep quickstart-", "2 sweeps, ", "--delete deletes them");
    assertThat(query(ROWS)).isEqualTo(before);

    Result done = run("retain", "--keep", "1", "--name", "quickstart", "--delete");
    assertThat(done.out()).contains("deleted sweep quickstart-", "/walks/fingerprint=", "/embeddings/fingerprint=")
        .doesNotContain("/edges/");
    assertThat(List.of(stages("walks"), stages("edges"))).containsExactly(2L, 1L);
    assertThat(query(ROWS)).hasLineCount(2);
    assertThat(before).contains(query(ROWS).split("\n")[1]);
    assertThat(query("SELECT count(*) > 0, count(DISTINCT sweep_id) FROM epochs")).contains("true,1");
    assertThat(run("doctor", "--verify").out()).contains("unused       ", " 0 damaged");
    // All that the sweep that stays needs is there: nothing is made again.
    age("walks", 2);
    sweep(9);
    assertThat(stages("walks")).isEqualTo(2);
    assertThat(run("retain", "--keep", "1", "--name", "other").out()).contains("0 sweeps, 0 outputs of stages");
    assertThat(run("retain", "--keep", "0").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aCompactedSweepAnswersAsBeforeAndGoesWithItsSweep() throws IOException {
    sweep(5);
    sweep(7);
    String all = "SELECT * FROM trials JOIN epochs USING (sweep_id, trial_id) ORDER BY sweep_id, trial_id, epoch";
    String rows = query(all);
    String first = query(ROWS).split("\n")[1].split(",")[0];
    assertThat(run("compact", "--sweep", "none").err()).contains("there is no sweep none in file:" + directory);
    assertThat(run("compact", "--sweep", first).out()).startsWith("trials of " + first + ": 1 files, ")
        .endsWith("4 files written, 0 up to date\n");
    assertThat(run("compact").out()).endsWith("4 files written, 4 up to date\n");
    assertThat(query(all)).isEqualTo(rows);
    assertThat(run("doctor", "--verify").out()).endsWith(" 0 damaged\n").doesNotContain("leftover");
    Path compacted = directory.resolve("compacted/epochs/sweep_id=" + first + "/part-0.parquet");
    byte[] content = Files.readAllBytes(compacted);
    Files.write(compacted, Arrays.copyOf(content, content.length - 9));
    Result damaged = run("doctor", "--verify");
    assertThat(damaged.out()).as(damaged.err()).contains("damaged      cannot read Parquet file file:" + compacted);
    assertThat(query(all)).as("of the files of the trials").isEqualTo(rows);

    age(".", 3);
    sweep(9);
    assertThat(run("retain", "--keep", "1", "--delete").out()).contains("2 sweeps, ");
    assertThat(compacted.getParent()).doesNotExist();
    assertThat(query("SELECT count(*) FROM trials")).isEqualTo("count(1)\n1\n");
  }
}
