package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row is enough to get it again: its {@code config_json}, nothing of the job that it came from. */
@Tag("spark")
class RerunTest {
  /** All but fingerprints of inputs, which name the file that the graph came from, and so a synthetic graph's warehouse. */
  private static final String ROW =
      "SELECT sweep_id, dataset, task, embedding, model, method, sparsity, sparsity_requested,"
          + " achieved_sparsity, zero_weights, allocation, structure, vary, seed, engine, accuracy, auc, average_precision, val_accuracy,"
          + " best_epoch, epochs, flops_paper, flops_counted, flops_dense, nonzeros, data_fingerprint,"
          + " regexp_replace(config_json, '.inputs.:.*', '') AS config FROM trials";
  private static final String LAST = " WHERE seed = 2 AND method = 'rigl'";

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"everything | task=link-prediction | sweep.embeddings=[topk-row-90]",
      "training | task=link-prediction | sweep.halving.keep=0.9",
      "training | task=node-classification | methods.allocation=erk",
      "everything | model.kind=gcn | task=node-classification"})
  void aRowsSettingsAloneGiveTheSameRowInAnotherWarehouse(String vary, String first, String second) throws Exception {
    String there = directory.resolve("there").toString();
    run("sweep", "run", "src/test/resources/plain.conf", "--warehouse", there, "-D", "sweep.vary=" + vary, "-D", first,
        "-D", second, "-D", "sweep.seeds=" + (vary.equals("training") ? "[3, 2]" : "[2]"), "-D",
        "sweep.methods=[dense, rigl]", "-D", "sweep.sparsity=[0.75]", "-D", "generate.vertices=300", "-D",
        "generate.edges=3000", "-D", "generate.communities=4", "-D", "training.epochs=4", "-D", "training.batch=256",
        "-D", "model.hidden=[16]", "-D", "methods.rigl.interval=8", "-D",
        second.startsWith("sweep.embeddings") ? "name=again" : "sweep.embeddings=[dense]");
    String id = query(there, "SELECT trial_id FROM trials" + LAST).split("\n")[1];
    Path job = Files.writeString(directory.resolve("again.conf"),
        run("config", "src/test/resources/plain.conf", "--trial", id, "--warehouse", there));
    String here = directory.resolve("here").toString();
    run("sweep", "run", job.toString(), "--warehouse", here);
    assertThat(query(here, ROW + LAST)).isEqualTo(query(there, ROW + LAST))
        .hasLineCount(2)
        .contains("," + vary + ",2,");
    assertThat(query(here, "SELECT DISTINCT seed FROM trials")).as("nothing else is trained").isEqualTo("seed\n2\n");
  }

  @Test
  void aTrialThatIsNotThereIsToldInALine() {
    assertThat(
        Main.run("config", "src/test/resources/plain.conf", "--trial", "t0", "--warehouse", directory.toString()))
        .isEqualTo(ExitCode.DATA_REFUSED);
  }

  @Test
  void levelsOfANetworkWhoseSizeIsInTheDataAreRefusedBeforeAnythingIsTrained() {
    for (String kind : List.of("mlp", "gcn")) {
      Path warehouse = directory.resolve(kind);
      assertThat(Main.run("sweep", "run", "src/test/resources/plain.conf", "--warehouse", warehouse.toString(), "-D",
          "model.kind=" + kind, "-D", "task=node-classification", "-D", "generate.vertices=300", "-D",
          "generate.edges=3000", "-D", "generate.communities=4", "-D", "sweep.embeddings=[dense]", "-D",
          "sweep.methods=[magnitude]", "-D", "methods.structure.kind=n-of-m", "-D", "sweep.sparsity=[0.9]"))
          .isEqualTo(ExitCode.USAGE);
      assertThat(warehouse.resolve("trials")).doesNotExist();
      assertThat(warehouse.resolve("embeddings")).as("nor embedded").doesNotExist();
    }
  }

  private String query(String warehouse, String sql) {
    return run("query", "src/test/resources/plain.conf", sql, "--format", "csv", "--warehouse", warehouse);
  }

  private static String run(String... arguments) {
    PrintStream out = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).as("%s", new ArrayList<>(List.of(arguments))).isZero();
    } finally {
      System.setOut(out);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}
