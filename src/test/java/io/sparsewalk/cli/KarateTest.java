package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From files to tables on Zachary's karate club, whose members are features of their own: who went with whom. */
@Tag("spark")
class KarateTest {
  private static final Path CLUB = Path.of("../shared/data/karate");

  @TempDir
  private Path directory;

  @BeforeAll
  static void needsTheClub() {
    assumeTrue(Files.exists(CLUB), CLUB + " is not here");
  }

  @ParameterizedTest
  @CsvSource({"gcn, 34-16-2", "sage, sage:34-16-2", "gat, gat:34-16-2"})
  void graphNetworksTellTheClubsDenseAndSparse(String kind, String model) {
    assertThat(run("pipeline", "-D", "model.kind=" + kind, "-D", "model.heads=" + (kind.equals("gat") ? 4 : 1)))
        .isZero();
    assertThat(query("SELECT count(*) AS edges FROM edges")).isEqualTo("edges\n156\n");
    assertThat(query(
        "SELECT count(*) AS n, count(DISTINCT class) AS classes, max(indices[0] - vertex) AS identity FROM graph_nodes"))
        .isEqualTo("n,classes,identity\n34,2,0\n");
    // A constant is right for half of the members.
    assertThat(query("SELECT model, count(*) AS n, avg(accuracy) > 0.7 AS learned,"
        + " min(if(method = 'dense', 0.5, achieved_sparsity)) >= 0.49 AS sparse FROM trials GROUP BY model"))
        .isEqualTo("model,n,learned,sparse\n" + model + ",4,true,true\n");
  }

  @Test
  void diffusionChangesWhatAGcnSeesAndIsRefusedForOtherNetworks() {
    String[] diffused =
        {"-D", "model.diffusion.kind=ppr", "-D", "model.diffusion.top=8", "-D", "sweep.methods=[dense]"};
    assertThat(run("pipeline", diffused)).isZero();
    assertThat(run("pipeline", "-D", "sweep.methods=[dense]")).isZero();
    assertThat(query("SELECT count(*) AS n, avg(accuracy) > 0.7 AS learned, count(DISTINCT sweep_id) AS sweeps,"
        + " count(DISTINCT flops_dense) AS costs FROM trials")).isEqualTo("n,learned,sweeps,costs\n4,true,2,2\n");
    assertThat(run("pipeline", "-D", "model.kind=gat", "-D", "model.diffusion.kind=ppr")).isEqualTo(ExitCode.USAGE);
  }

  private int run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "jobs/cora.conf", "--warehouse", directory.toString(),
        "-D", "name=karate", "-D", "graph.path=" + CLUB.resolve("edges.tsv.gz"), "-D", "graph.features=", "-D",
        "graph.labels=" + CLUB.resolve("labels.tsv"), "-D", "graph.split=", "-D", "sweep.seeds=[1, 2]", "-D",
        "sweep.methods=[dense, rigl]", "-D", "sweep.sparsity=[0.5]", "-D", "training.epochs=100"));
    arguments.addAll(Arrays.asList(more));
    return Main.run(arguments.toArray(String[]::new));
  }

  private String query(String sql) {
    PrintStream out = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      assertThat(run("query", sql, "--format", "csv")).isZero();
    } finally {
      System.setOut(out);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}
