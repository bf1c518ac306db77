package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.spark.SparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The layout is that of MLflow's FileStore, version 2: what is tested here is what its reader asks for. */
class MlflowFilesTest extends SparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private Path root;

  @BeforeEach
  void publish() throws IOException {
    SweepFixture fixture = new SweepFixture(warehouse);
    fixture.sweep();
    fixture.trial("timed",
        row -> row.putAll(Map.of("method", "set", "sparsity", 0.5, "started_at", Instant.parse("2026-01-02T03:04:05Z"),
            "ended_at", Instant.parse("2026-01-02T03:05:05Z"), "config_json",
            "{\"training\":{\"optimizer\":{\"learning-rate\":0.1}}}")));
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    Files.writeString(directory.resolve("page.html"), "<html>");
    root = directory.resolve("ml runs");
    assertThat(write()).isEqualTo(66 + 1 + 1);
  }

  private int write() throws IOException {
    return MlflowFiles.write(spark, SweepFixture.SWEEP, "nightly", new org.apache.hadoop.fs.Path(root.toUri()),
        Optional.of(new org.apache.hadoop.fs.Path(directory.resolve("page.html").toUri())));
  }

  @Test
  void everyTrialIsARunWithItsFiguresAndThoseOfItsEpochs() throws IOException {
    Map<String, Path> runs = runs();
    assertThat(runs).hasSize(66 + 1 + 1 + 1);
    for (Row trial : spark.table("trials").where("trial_id <> 'timed'").collectAsList()) {
      Path run = runs.get(trial.<String>getAs("trial_id"));
      assertThat(Files.readString(run.resolve("params/method"))).isEqualTo(trial.getAs("method"));
      assertThat(Files.readString(run.resolve("params/seed"))).isEqualTo(trial.getAs("seed").toString());
      assertThat(points(run, "auc").get(0)[1]).isEqualTo(trial.<Double>getAs("auc"));
      assertThat(points(run, "flops_counted").get(0)[1]).isEqualTo(trial.<Long>getAs("flops_counted").doubleValue());
      List<double[]> curve = points(run, "epoch.val_auc");
      assertThat(curve).hasSize(40).extracting(point -> point[2]).isSorted().startsWith(1.0).endsWith(40.0);
      double last = spark.table("epochs")
          .where("trial_id = '" + trial.getAs("trial_id") + "' and epoch = 40")
          .head()
          .<Double>getAs("val_auc");
      assertThat(curve.get(39)[1]).isCloseTo(last, within(0.0));
    }
    JsonNode timed = JSON.readTree(runs.get("timed").resolve("meta.yaml").toFile());
    assertThat(timed.get("start_time").asLong()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
    assertThat(timed.get("status").asInt()).isEqualTo(3);
    Path failed = runs.get("poison");
    assertThat(JSON.readTree(failed.resolve("meta.yaml").toFile()).get("status").asInt()).isEqualTo(4);
    assertThat(Files.readString(failed.resolve("tags/message"))).isEqualTo("loss is NaN <b>here</b>");
  }

  @Test
  void theSweepIsTheParentOfItsTrialsAndHasWhatTheyShare() throws IOException {
    Map<String, Path> runs = runs();
    Path sweep = runs.remove("");
    assertThat(sweep.resolve("artifacts/report.html")).hasContent("<html>");
    assertThat(Files.readString(sweep.resolve("params/training.optimizer.learning-rate"))).isEqualTo("0.1");
    assertThat(sweep.resolve("params/sparsity")).doesNotExist();
    for (Path run : runs.values()) {
      assertThat(Files.readString(run.resolve("tags/mlflow.parentRunId"))).isEqualTo(sweep.getFileName().toString());
    }
    assertThat(JSON.readTree(sweep.resolve("../meta.yaml").normalize().toFile()).get("name").asText())
        .isEqualTo("nightly");
  }

  @Test
  void namesAndFilesAreThoseThatMlflowReads() throws IOException {
    Set<String> required = Set.of("artifact_uri", "end_time", "experiment_id", "lifecycle_stage", "run_id", "run_uuid",
        "run_name", "source_type", "start_time", "status", "tags", "user_id");
    Map<String, String> before = content();
    assertThat(before.keySet()).allMatch(name -> name.matches("[/\\w.\\- ]*"), "names of MLflow")
        .noneMatch(name -> name.contains(".crc"));
    for (Path run : runs().values()) {
      JsonNode meta = JSON.readTree(run.resolve("meta.yaml").toFile());
      required.forEach(field -> assertThat(meta.has(field)).as(field).isTrue());
      assertThat(meta.get("run_id").asText()).isEqualTo(run.getFileName().toString()).matches("[0-9a-f]{32}");
      assertThat(meta.get("experiment_id").asText()).isEqualTo(run.getParent().getFileName().toString())
          .matches("[0-9]{18}");
      try (Stream<Path> metrics = Files.list(run.resolve("metrics"))) {
        for (Path metric : metrics.toList()) {
          assertThat(Files.readAllLines(metric)).allMatch(line -> line.matches("\\d+ \\S+ \\d+"), "time, value, step");
        }
      } catch (java.nio.file.NoSuchFileException e) {
        assertThat(run).isEqualTo(runs().get("poison"));
      }
    }
    write();
    assertThat(content()).as("written again, the same runs").isEqualTo(before);
  }

  @Test
  void mlflowItselfReadsThem() throws Exception {
    assumeTrue(new ProcessBuilder("python3", "-c", "import mlflow").start().waitFor() == 0, "no MLflow here");
    Process python = new ProcessBuilder("python3", "-c",
        "import sys; from mlflow.tracking import MlflowClient as C; c = C(sys.argv[1]); e = c.get_experiment_by_name('nightly');"
            + " print(len(c.search_runs([e.experiment_id], max_results=1000)))",
        root.toUri().toString()).redirectErrorStream(true).start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    assertThat(said.strip()).endsWith("69");
  }

  /** Directories by trial; that of the sweep by the empty name. */
  private Map<String, Path> runs() throws IOException {
    Map<String, Path> runs = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path meta : found.filter(path -> path.endsWith("meta.yaml") && path.getNameCount() > root.getNameCount() + 2)
          .toList()) {
        Path trial = meta.resolveSibling("tags/trial_id");
        runs.put(Files.exists(trial) ? Files.readString(trial) : "", meta.getParent());
      }
    }
    return runs;
  }

  private static List<double[]> points(Path run, String metric) throws IOException {
    return Files.readAllLines(run.resolve("metrics/" + metric))
        .stream()
        .map(line -> Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        content.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return content;
  }
}
