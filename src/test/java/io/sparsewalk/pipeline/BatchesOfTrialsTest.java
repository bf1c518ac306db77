package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.sweep.Trial;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A sweep is one Spark job; which trials are a task of it changes nothing in them. */
class BatchesOfTrialsTest extends SparkTest {
  /** What depends on the run, not on the training, and the name of the sweep, which tells the runs apart here. */
  private static final Set<String> OF_THE_RUN = Set.of("sweep_id", "trial_id", "dataset", "config_json", "attempt",
      "started_at", "ended_at", "train_seconds", "inference_seconds", "seconds", "memory_bytes");

  private final List<Integer> tasks = new ArrayList<>();

  @Test
  void theSizeOfBatchesChangesNoRow() throws Exception {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    SparkListener jobs = new SparkListener() {
      @Override
      public void onStageCompleted(SparkListenerStageCompleted stage) {
        if (stage.stageInfo().name().contains("BatchJob")) {
          tasks.add(stage.stageInfo().numTasks());
        }
      }
    };
    spark.sparkContext().addSparkListener(jobs);
    for (String size : List.of("1", "3", "100")) {
      Pipeline pipeline = pipeline("size-" + size, "sweep.trials-per-task=" + size, "sweep.seeds=[1]");
      assertThat(pipeline.sweep()).isZero();
      List<Trial> all = Grid.trials(pipeline.job().sweep());
      assertThat(all).hasSize(12);
      assertThat(pipeline.batches(all)).hasSize(Map.of("1", 12, "3", 4, "100", 2).get(size));
      assertThat(pipeline.missing()).isEmpty();
      rows.put(size, rows(pipeline));
    }
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(jobs);
    assertThat(tasks).as("one job each").containsExactly(12, 4, 2);
    assertThat(rows.get("1")).hasSizeGreaterThan(12 * (1 + 6 + 2 * 6));
    rows.forEach((size, each) -> {
      List<String> others = new ArrayList<>(each);
      others.removeAll(rows.get("1"));
      assertThat(others).as("%s trials per task", size).isEmpty();
      assertThat(each).hasSameSizeAs(rows.get("1"));
    });
  }

  @Test
  void aBatchThatFailsIsReportedWhenTheOthersHaveEnded() throws Exception {
    String[] small = {"sweep.methods=[dense,rigl]", "sweep.embeddings=[dense]", "sweep.trials-per-task=1"};
    Pipeline pipeline = pipeline("failing", small);
    for (long seed = 1; seed <= 2; seed++) {
      pipeline.examples(seed);
      pipeline.embedding(seed);
    }
    assertThat(pipeline.missing()).hasSize(4);
    // Of the length that was published, so that only the tasks find out.
    try (Stream<Path> files =
        Files.walk(Path.of(warehouse.stage("embeddings", pipeline.embedding(1).fingerprint()).toUri().getPath()))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".parquet")).toList()) {
        Files.write(file, new byte[(int) Files.size(file)]);
      }
    }
    assertThatThrownBy(pipeline::sweep).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a batch of trials failed: ")
        .hasCauseInstanceOf(RuntimeException.class);
    assertThat(pipeline.missing()).as("those of the other seed have ended")
        .hasSize(2)
        .allMatch(trial -> trial.seed() == 1);
  }

  private Pipeline pipeline(String name, String... more) throws IOException {
    List<String> settings =
        List.of("warehouse=" + warehouse.root(), "name=" + name, "generate.vertices=200", "generate.edges=2000",
            "generate.communities=4", "sweep.seeds=[1,2]", "sweep.embeddings=[dense,topk]", "sweep.engine=vector",
            "sweep.sparsity=[0.9]", "sweep.methods=[dense,magnitude,gradual-magnitude,slr,snfs,rigl]",
            "methods.rigl.interval=8", "methods.snfs.interval=7", "methods.gradual-magnitude.interval=5",
            "training.epochs=6", "training.batch=256", "model.hidden=[16]");
    return new Pipeline(spark,
        JobFile
            .read(Path.of("src/test/resources/plain.conf"), Stream.concat(settings.stream(), Stream.of(more)).toList())
            .config());
  }

  /** All rows of a sweep, but for what depends on the run. */
  private List<String> rows(Pipeline pipeline) {
    pipeline.registerViews();
    List<String> rows = new ArrayList<>();
    for (TableSchema table : List.of(SweepTables.TRIALS, SweepTables.EPOCHS, SweepTables.LAYERS, SweepTables.RANKINGS,
        SweepTables.PARAMETERS)) {
      List<String> columns =
          Stream.of(spark.table(table.name()).columns()).filter(column -> !OF_THE_RUN.contains(column)).toList();
      String selected = columns.stream().map(column -> "each." + column).collect(Collectors.joining(", "));
      List<Row> found = spark.sql("SELECT '" + table.name() + "', t.embedding, t.method, t.sparsity_requested, "
          + selected + " FROM " + table.name()
          + " each JOIN trials t ON each.trial_id = t.trial_id AND each.sweep_id = t.sweep_id WHERE t.sweep_id = '"
          + pipeline.sweepId() + "'").collectAsList();
      found.stream().map(Row::toString).sorted().forEach(rows::add);
    }
    return rows;
  }
}
