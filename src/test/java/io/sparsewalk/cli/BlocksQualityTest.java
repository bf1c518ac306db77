package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real graph, which only some machines have beside the checkout. */
@Tag("spark")
@Tag("nightly")
class BlocksQualityTest {
  private static final Path EDGES = Path.of("../shared/data/sx-mathoverflow/edges.tsv.gz");

  @TempDir
  private Path directory;

  @Test
  void embeddingsTrainedInBlocksAreAsGoodAsInOne() throws Exception {
    assumeTrue(Files.isReadable(EDGES), "needs " + EDGES);
    assertThat(auc(8)).isCloseTo(auc(1), within(0.005));
  }

  private double auc(int blocks) throws Exception {
    Path job = Files.writeString(directory.resolve("job.conf"),
        "name = b" + blocks + "\ngraph.path = \"" + EDGES + "\"\n" + "embedding.blocks = " + blocks
            + "\ntraining.epochs = 10\n"
            + "sweep { methods = [dense], embeddings = [dense], seeds = [1, 2] }\nwarehouse = \""
            + directory.resolve("w") + "\"");
    assertThat(Main.run("sweep", "run", job.toString())).isZero();
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Main.run("query", job.toString(), "--format", "csv",
          "SELECT avg(auc) FROM trials WHERE dataset = 'b" + blocks + "'");
    } finally {
      System.setOut(out);
    }
    return Double.parseDouble(bytes.toString(StandardCharsets.UTF_8).lines().skip(1).findFirst().orElseThrow());
  }
}
