package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparsewalk.cuda.CudaSupport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps with {@code sweep.engine = cuda}, with and without a GPU. */
@Tag("spark")
class CudaEngineTest {
  private static CudaSupport.Finding finding;

  @TempDir
  private Path directory;

  @BeforeAll
  static void look() {
    finding = CudaSupport.examine();
  }

  @Test
  void withoutAGpuTheEngineIsRefusedInALineAndAutoTakesTheCpu() {
    assumeTrue(finding.refusal() != null, "there is a GPU");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      assertThat(run("cuda", "sweep", "run")).isEqualTo(ExitCode.ENVIRONMENT);
    } finally {
      System.setErr(before);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("error: " + finding.refusal()).doesNotContain("\tat ");
    assertThat(directory.resolve("cuda/trials")).doesNotExist();
    assertThat(run("auto", "sweep", "run")).isZero();
    assertThat(query("auto", "SELECT DISTINCT engine, device FROM trials")).isEqualTo("engine,device\nvector,cpu\n");
  }

  @Test
  @Tag("gpu")
  void aSweepOnAGpuHasTheRowsOfOneOnTheCpu() {
    assumeTrue(finding.refusal() == null, finding.refusal());
    String rows = "SELECT method, sparsity, accuracy, auc, achieved_sparsity FROM trials ORDER BY 1, 2, seed";
    for (String engine : List.of("cuda", "vector")) {
      assertThat(run(engine, "sweep", "run")).isZero();
    }
    assertThat(query("cuda", "SELECT DISTINCT engine, device FROM trials"))
        .isEqualTo("engine,device\ncuda," + finding.device() + "\n");
    List<String> found = query("cuda", rows).lines().skip(1).toList();
    List<String> expected = query("vector", rows).lines().skip(1).toList();
    assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(10);
    for (int i = 0; i < found.size(); i++) {
      String[] one = found.get(i).split(",");
      String[] other = expected.get(i).split(",");
      assertThat(one[0] + one[1]).isEqualTo(other[0] + other[1]);
      // Sums in another order may choose another weight to drop, or another epoch; not another quality.
      assertThat(Double.parseDouble(one[2])).as(found.get(i)).isCloseTo(Double.parseDouble(other[2]), within(0.03));
      assertThat(Double.parseDouble(one[3])).as(found.get(i)).isCloseTo(Double.parseDouble(other[3]), within(0.03));
      assertThat(one[4]).isEqualTo(other[4]);
    }
  }

  private int run(String engine, String... command) {
    List<String> arguments = new ArrayList<>(Arrays.asList(command));
    arguments.addAll(List.of("src/test/resources/plain.conf", "--warehouse", directory.resolve(engine).toString(), "-D",
        "sweep.engine=" + engine, "-D", "generate.vertices=400", "-D", "generate.edges=6000", "-D",
        "generate.communities=5", "-D", "training.epochs=4", "-D", "sweep.methods=[dense, slr, rigl, top-kast, snip]",
        "-D", "sweep.sparsity=[0.5, 0.9]", "-D", "sweep.seeds=[1, 2]", "-D", "sweep.embeddings=[dense, topk]", "-D",
        "training.batch=256", "-D", "methods.rigl.interval=8"));
    return Main.run(arguments.toArray(String[]::new));
  }

  private String query(String engine, String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run("query", "src/test/resources/plain.conf", "--warehouse", directory.resolve(engine).toString(),
          "--format", "csv", sql)).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
