package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of unusual shapes either go through or are refused in a line. */
@Tag("spark")
class GraphShapesTest {
  @TempDir
  private Path directory;

  private record Result(int code, String out, String err) {}

  @Test
  void aStarIsSplitAndItsAuditSaysWhatWasDoneForTheHub() throws IOException {
    Path star = edges(IntStream.range(1, 400).mapToObj(leaf -> "0 " + leaf + " " + leaf));
    assertThat(run("split", star).code()).isZero();
    assertThat(manifest()).containsPattern(
        "\"negatives_redrawn\"[^}]*\"value\" ?: ?0\\.[45]|\"value\" ?: ?0\\.[45][^}]*\"negatives_redrawn\"");
    assertThat(run("split", star, "-D", "split.negatives=degree").code()).isZero();
  }

  @Test
  void withTheRecipeOfTheFirstRunAStarTrainsOnItsNewLeavesAndSaysSo() throws IOException {
    Path star = edges(IntStream.range(1, 400).mapToObj(leaf -> "0 " + leaf + " " + leaf));
    Result pipeline = run("pipeline", star, "-D", "recipe=best");
    assertThat(pipeline.code()).isZero();
    assertThat(audit("trained_on_new_vertices")).isEqualTo("1.0");
    assertThat(query("SELECT count(*) AS n, count(auc) AS auc FROM trials"))
        .as("no test edge has both ends in training")
        .isEqualTo("n,auc\n2,0\n");
  }

  @Test
  void aCompleteGraphIsRefusedInALine() throws IOException {
    Path complete =
        edges(IntStream.range(0, 14 * 14).filter(i -> i / 14 != i % 14).mapToObj(i -> i / 14 + " " + i % 14 + " " + i));
    Result split = run("split", complete);
    assertThat(split.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(split.err()).contains("error: every pair of the ")
        .contains("link prediction needs pairs that are none")
        .doesNotContain("\tat ");
  }

  @Test
  void testEdgesOfNewVerticesOnlyLeaveFiguresOpenAndTrialsRun() throws IOException {
    Path fresh = edges(IntStream.range(0, 300).mapToObj(i -> 2 * i + " " + (2 * i + 1) + " " + i));
    Result pipeline = run("pipeline", fresh);
    assertThat(pipeline.code()).isZero();
    assertThat(pipeline.err()).doesNotContain("requirement failed");
    assertThat(query(
        "SELECT count(*) AS n, count(accuracy) AS accuracy, count(auc) AS auc, count(val_accuracy) AS valid, count(auc_all) AS all,"
            + " min(best_epoch) AS epoch FROM trials"))
        .isEqualTo("n,accuracy,auc,valid,all,epoch\n2,0,0,0,2,3\n");
    assertThat(query("SELECT count(*) AS baselines FROM audits WHERE name LIKE 'baseline%'"))
        .isEqualTo("baselines\n0\n");
  }

  @Test
  void aGraphWithoutTimesIsSplitAtRandomAndSaysSo() throws IOException {
    Path still = edges(IntStream.range(0, 400).mapToObj(i -> i % 37 + " " + (i * i + 3) % 41));
    assertThat(run("pipeline", still).code()).isZero();
    assertThat(audit("split_at_random")).isEqualTo("1.0");
    assertThat(audit("test_edges_seen_by_walks")).isEqualTo("0.0");
    assertThat(audit("test_pairs_in_train")).isEqualTo("0.0");
    assertThat(query("SELECT max(size(vertices)) AS longest FROM walks")).as("walks go on").isEqualTo("longest\n6\n");
    Result byTime = run("split", still, "-D", "split.by=time");
    assertThat(byTime.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(byTime.err()).contains("error: the graph has no times").contains("-D split.by=random");
    Result paper = run("walk", still, "-D", "protocol=paper");
    assertThat(paper.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(paper.err()).contains("error: the graph has no times")
        .contains("start after-minimum needs order forward");
  }

  private Path edges(Stream<String> lines) throws IOException {
    return Files.writeString(directory.resolve("e.txt"), lines.collect(Collectors.joining("\n", "", "\n")));
  }

  private String audit(String name) {
    return query("SELECT value FROM audits WHERE name = '" + name + "'").lines()
        .skip(1)
        .distinct()
        .collect(Collectors.joining());
  }

  /** Of the only split. */
  private String manifest() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("w/examples"))) {
      Path manifest =
          files.filter(file -> file.getFileName().toString().equals("_manifest.json")).findFirst().orElseThrow();
      return Files.readString(manifest).replace("\n", "");
    }
  }

  private String query(String sql) {
    return run("query", "src/test/resources/plain.conf", sql, "--format", "csv", "--warehouse",
        directory.resolve("w").toString()).out();
  }

  private Result run(String command, Path graph, String... more) {
    List<String> arguments = new ArrayList<>(
        List.of(command, "src/test/resources/plain.conf", "--warehouse", directory.resolve("w").toString(), "-D",
            "graph.path=" + graph, "-D", "sweep.seeds=[1]", "-D", "sweep.sparsity=[0.9]", "-D",
            "sweep.methods=[dense, rigl]", "-D", "sweep.embeddings=[dense]", "-D", "training.epochs=3"));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Result run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new Result(code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
