package io.sparsewalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.RunStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecordTest extends SparkTest {

  @Test
  void whatIsInterruptedIsWrittenDownOnceWithWhatIsKnownByThen() {
    JobConfig job =
        JobFile
            .read(Path.of("jobs/quickstart.conf"),
                List.of("warehouse=" + warehouse.root(), "generate.vertices=200", "generate.edges=2000"))
            .config();
    Pipeline pipeline = new Pipeline(spark, job);
    try (RunRecord record = RunRecord.begin(pipeline, "pipeline")) {
      pipeline.edges();
      record.interrupted();
      record.broken(RunStatus.FAILED, 5, "Spark was stopped, which is a consequence");
    }
    List<PastRun> runs = new RunLog(warehouse, "quickstart").newestFirst().toList();
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(runs.get(0).cells()).containsEntry("edges", 2000L)
        .containsEntry("exit_code", null)
        .containsEntry("sweep_id", null)
        .containsEntry("trials_trained", 0);
  }

  @Test
  void aRowsCellsComeBackWithoutSparkAndTheNewestFirst() {
    JobConfig job = JobFile.read(Path.of("jobs/quickstart.conf"), List.of("warehouse=" + warehouse.root())).config();
    for (String message : List.of("first", "second")) {
      try (RunRecord record = RunRecord.begin(new Pipeline(spark, job), "sweep run")) {
        record.broken(RunStatus.REFUSED, 4, message);
      }
    }
    assertThat(new RunLog(warehouse, "quickstart").newestFirst().map(run -> run.cells().get("message")))
        .containsExactlyInAnyOrder("first", "second");
    assertThat(new RunLog(warehouse, "another").newestFirst()).isEmpty();
  }
}
