package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that a real standalone master starts on a worker, which knows nothing of the machine that submits. */
class ClusterModeIT {
  @TempDir
  private Path directory;

  @Test
  void aDriverOnAWorkerTrainsTheJobLogsAsOursAndSaysHowItEnded() throws Exception {
    Path job = Files.writeString(directory.resolve("tonight.conf"), """
        include "base.conf"
        generate { vertices = 300, edges = 4000, communities = 5 }
        training { epochs = 2, batch = 256 }
        sweep { methods = [dense], seeds = [1], embeddings = [dense] }
        """);
    Path base = Files.writeString(directory.resolve("base.conf"), "name = nights\nwalk.length = 3\n");
    Path warehouse = directory.resolve("w");
    try (StandaloneCluster cluster = new StandaloneCluster(directory)) {
      cluster.worker("worker");
      Result trained =
          submit(cluster, List.of(), "pipeline", job.toUri().toString(), "--warehouse", warehouse.toString());
      assertThat(trained.code()).as(trained.err()).isZero();
      assertThat(warehouse.resolve("_outcomes/nights/OUTCOME.json")).content()
          .contains("\"status\" : \"finished\"", "\"command\" : \"pipeline\"");
      String log = Files.readString(drivers("stderr").get(0));
      assertThat(log).containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d INFO  IngestStage: ingested 4000 edges")
          .doesNotContain("INFO SparkContext");
      Result sent = submit(cluster, List.of("--files", job + "," + base), "config", "tonight.conf");
      assertThat(sent.code()).as(sent.err()).isZero();
      assertThat(drivers("stdout")).hasSize(2).anySatisfy(out -> assertThat(out).content().contains("name=nights"));
    }
  }

  private static Result submit(StandaloneCluster cluster, List<String> options, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--master", cluster.master(), "--deploy-mode", "cluster",
        "--profile", "standalone", "--driver-memory", "1g", "--executor-memory", "1g", "--conf", "spark.cores.max=1",
        "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false"));
    arguments.addAll(options);
    arguments.addAll(List.of(command));
    return Launcher
        .launch(Map.of("SPARSEWALK_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1"), arguments.toArray(String[]::new))
        .finish();
  }

  /** What the drivers wrote so far, on their worker. */
  private List<Path> drivers(String stream) throws Exception {
    try (Stream<Path> files = Files.find(directory.resolve("worker"), 2, (file, attributes) -> file.endsWith(stream)
        && file.getParent().getFileName().toString().startsWith("driver-"))) {
      return files.toList();
    }
  }
}
