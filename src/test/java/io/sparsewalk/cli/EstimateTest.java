package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipeline --estimate} says what a run would do, and does nothing. */
@Tag("spark")
class EstimateTest {
  @TempDir
  private Path directory;

  private Result run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "src/test/resources/plain.conf", "--warehouse",
        warehouse().toString(), "-D", "sweep.seeds=[1, 2]", "-D", "sweep.methods=[dense, magnitude]", "-D",
        "sweep.sparsity=[0.5]", "-D", "training.epochs=2", "-D", "generate.vertices=200", "-D", "generate.edges=2000"));
    arguments.addAll(List.of(more));
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  private Path warehouse() {
    return directory.resolve("w");
  }

  private Map<String, Long> files() throws Exception {
    try (Stream<Path> all = Files.walk(warehouse())) {
      return all.filter(Files::isRegularFile)
          .collect(Collectors.toMap(Path::toString, path -> path.toFile().lastModified(), (a, b) -> a, TreeMap::new));
    }
  }

  @Test
  void anEmptyWarehouseHasEverythingToMakeAndStaysEmpty() {
    Result estimate = run("pipeline", "--estimate");
    assertThat(estimate.code()).isZero();
    // Edges once; split, walk, embed and topk for two seeds; the sweep.
    assertThat(estimate.out()).contains("an estimate: 10 stages, 0 reused; about ")
        .contains("2,000 edges of 200 vertices, from generate.edges and generate.vertices", "8 trials to train",
            "by its weights and examples");
    assertThat(row(estimate, "split")).startsWith("split 2 0 ");
    assertThat(row(estimate, "sweep")).startsWith("sweep 1 0 ");
    assertThat(warehouse()).doesNotExist();
  }

  @Test
  void ofAFinishedOneAllIsReusedInNoTimeAndNothingIsWritten() throws Exception {
    assertThat(run("pipeline").code()).isZero();
    Map<String, Long> before = files();
    Result estimate = run("pipeline", "--estimate");
    assertThat(estimate.code()).isZero();
    assertThat(estimate.out()).contains("10 stages, 10 reused; about 0 s, 0 MiB of disk, 0 MiB of memory")
        .contains("from the manifest of edges");
    assertThat(row(estimate, "walk")).startsWith("walk 0 2 0 s");
    assertThat(files()).isEqualTo(before);

    Result more = run("pipeline", "--estimate", "-D", "sweep.sparsity=[0.5, 0.75]");
    assertThat(more.out()).contains("10 stages, 9 reused", "4 trials to train", "as in the last run of this job");
  }

  @Test
  void ofAFileTheLinesAreCountedByItsBytes() throws Exception {
    Path edges = directory.resolve("edges.txt");
    Files.writeString(edges,
        Stream.iterate(0, i -> i + 1)
            .limit(5000)
            .map(i -> (1000 + i % 50) + " " + (1000 + i % 70) + " " + (100000 + i))
            .collect(Collectors.joining("\n", "", "\n")));
    Result estimate = run("pipeline", "--estimate", "-D", "graph.path=" + edges);
    assertThat(estimate.out()).contains("5,000 edges of 500 vertices, from the bytes of the files");
    assertThat(warehouse()).doesNotExist();
    Result missing = run("pipeline", "--estimate", "-D", "graph.path=" + directory.resolve("none.txt"));
    assertThat(missing.code()).isEqualTo(ExitCode.DATA_REFUSED);
  }

  private static String row(Result result, String command) {
    return result.out()
        .lines()
        .filter(line -> line.startsWith(command + " "))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ");
  }
}
