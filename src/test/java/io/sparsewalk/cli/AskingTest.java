package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.table.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks starts nothing: neither a stage nor, before there is anything to read, Spark. */
@Tag("spark")
class AskingTest {
  private static final List<String> JOB = List.of("src/test/resources/plain.conf", "-D", "generate.vertices=200", "-D",
      "generate.edges=2000", "-D", "sweep.seeds=[1, 2]", "-D", "sweep.methods=[dense, magnitude]", "-D",
      "sweep.sparsity=[0.5]", "-D", "sweep.embeddings=[dense, topk]", "-D", "training.epochs=2");

  @TempDir
  private Path directory;

  private Path warehouse;
  private Path model;

  @BeforeEach
  void prepare() {
    if (SparkSession.getDefaultSession().isDefined()) {
      // Left open by another test: nothing would have to start.
      SparkSession.getDefaultSession().get().close();
    }
    warehouse = directory.resolve("w");
    model = directory.resolve("model");
    ParameterLayout layout = ParameterLayout.parse("2-1");
    new ModelFile(Map.of("seed", 1, "embedding", "dense"), layout, Head.SIGMOID, new float[layout.size()],
        new boolean[layout.size()]).write(new Configuration(), new org.apache.hadoop.fs.Path(model.toUri()));
  }

  private Result ask(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(JOB);
    arguments.addAll(List.of("--warehouse", warehouse.toString()));
    arguments.addAll(List.of(more));
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  /** Every file and directory of the warehouse with its time and length. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    if (Files.exists(warehouse)) {
      try (Stream<Path> files = Files.walk(warehouse)) {
        for (Path file : files.toList()) {
          content.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
      }
    }
    return content;
  }

  /** Asks everything, without a Spark that could start, and checks that nothing has changed. */
  private void assertNotStarted(String missing) throws IOException {
    Map<String, String> before = content();
    System.setProperty("spark.master", "none");
    try {
      Result status = ask("sweep status");
      assertThat(status.out()).contains("sweep quickstart", "0 of 8 trials published", missing).hasLineCount(1);
      assertThat(status.code()).isEqualTo(ExitCode.TRIALS_FAILED);
      Result plan = ask("sweep plan");
      assertThat(plan.out()).contains("8 of 8 trials to train", missing).hasLineCount(9);
      assertThat(plan.code()).isEqualTo(ExitCode.OK);
      for (Result refused : List.of(ask("report"), ask("export", "--to", directory.resolve("to").toString()),
          ask("predict", "--model", model.toString()))) {
        assertThat(refused.err()).startsWith("error: ").contains(missing).hasLineCount(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.code()).isEqualTo(ExitCode.DATA_REFUSED);
      }
    } finally {
      System.clearProperty("spark.master");
    }
    assertThat(content()).isEqualTo(before);
    assertThat(directory.resolve("to")).doesNotExist();
  }

  @Test
  void onAnEmptyWarehouseNothingIsStartedAndNothingWritten() throws IOException {
    assertNotStarted("has no table edges of quickstart with these settings; 'sparsewalk ingest JOB.conf' makes it");
    System.setProperty("spark.master", "none");
    try {
      for (Result refused : List.of(ask("export embeddings", "--to", directory.resolve("to").toString()),
          ask("neighbours", "7"))) {
        assertThat(refused.err()).startsWith("error: ").contains("has no table edges").hasLineCount(1);
      }
    } finally {
      System.clearProperty("spark.master");
    }
    assertThat(content()).isEmpty();
  }

  @Test
  void afterEveryStageTheNextIsNamedAndTheTrainedSweepIsTheOneThatWasAskedFor() throws IOException {
    assertThat(ask("ingest").code()).isZero();
    assertNotStarted(
        "has no table examples of quickstart, seed 1 with these settings; 'sparsewalk split JOB.conf' makes it");
    assertThat(ask("split").code()).isZero();
    assertNotStarted("has no table walks of quickstart, seed 1 with");
    assertThat(ask("embed").code()).isZero();
    assertNotStarted("has no table sparse_embeddings of quickstart, seed 1, topk with");
    assertThat(ask("topk").code()).isZero();
    Map<String, String> before = content();
    String asked = ask("sweep status").out();
    assertThat(asked).matches("sweep quickstart-[0-9a-f]{8}: 0 of 8 trials published, 0 failed\n");
    assertThat(ask("sweep plan").out()).contains("8 of 8 trials to train\nin ")
        .contains(" batches of up to 2 trials\na task needs ");
    assertThat(ask("report").err()).contains("has no trial of sweep quickstart-").hasLineCount(1);
    assertThat(content()).isEqualTo(before);
    assertThat(ask("sweep run").code()).isZero();
    assertThat(ask("sweep status").out()).isEqualTo(asked.replace("0 of 8", "8 of 8"));
    assertThat(warehouse.resolve("trials/sweep_id=" + asked.substring("sweep ".length(), asked.indexOf(':'))))
        .isDirectoryContaining("glob:**trial_id=*");
  }
}
