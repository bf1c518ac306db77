package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduled run says what it did, however it ends. */
@Tag("spark")
class RunsTest {
  private static final List<String> JOB =
      List.of("src/test/resources/plain.conf", "-D", "sweep.seeds=[1, 2, 3]", "-D", "sweep.methods=[dense, magnitude]",
          "-D", "sweep.sparsity=[0.5]", "-D", "sweep.embeddings=[dense]", "-D", "training.epochs=2");
  private static final String GRAPH = "generate.edges=2000";

  @TempDir
  private Path directory;

  private Result run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(JOB);
    arguments.addAll(List.of("-D", "generate.vertices=200", "--warehouse", directory.resolve("w").toString()));
    arguments.addAll(List.of(more));
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  private Result status(String... checks) {
    List<String> all = new ArrayList<>(List.of("-D", GRAPH));
    all.addAll(List.of(checks));
    return run("sweep status", all.toArray(String[]::new));
  }

  private JsonNode outcome() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("w/_outcomes/quickstart/OUTCOME.json").toFile());
  }

  private String query(String sql) {
    return CommandLineTest.run("query", "--warehouse", directory.resolve("w").toString(), "--format", "csv", sql).out();
  }

  @Test
  void everyRunLeavesAnOutcomeAndARowAndTheSameDataAgainAreNothingToDo() throws Exception {
    Instant before = Instant.now();
    assertThat(run("sweep run", "-D", GRAPH).code()).isZero();
    JsonNode first = outcome();
    assertThat(first.get("status").textValue()).isEqualTo("finished");
    assertThat(first.get("command").textValue()).isEqualTo("sweep run");
    assertThat(first.get("exit_code").intValue()).isZero();
    assertThat(first.get("edges").intValue()).isEqualTo(2000);
    assertThat(first.get("trials_planned").intValue()).isEqualTo(6);
    assertThat(first.get("trials_trained").intValue()).isEqualTo(6);
    assertThat(Instant.parse(first.get("started_at").textValue())).isBetween(before.minusMillis(1),
        Instant.parse(first.get("ended_at").textValue()));
    assertThat(run("sweep status", "-D", GRAPH).out())
        .startsWith("sweep " + first.get("sweep_id").textValue() + ": 6 of 6");

    assertThat(status("--max-age", "24h", "--fail-if", "accuracy < 0", "--fail-if", "best_of_all < 0").err())
        .contains("best_of_all");
    Result good = status("--max-age", "24h", "--fail-if", "accuracy < 0 OR evidence = 'lucky'");
    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("the last run that ended well, " + first.get("run_id").textValue() + ", ended ");
    Result low = status("--fail-if", "accuracy < 2");
    assertThat(low.code()).isEqualTo(ExitCode.TRIALS_FAILED);
    assertThat(low.out()).contains("'accuracy < 2' holds for the best cell, ", "accuracy = 0.");
    assertThat(status("--max-age", "1ms").out()).contains("ago, which is more than 1ms");
    assertThat(status("--max-age", "1ms").code()).isEqualTo(ExitCode.TRIALS_FAILED);
    assertThat(status("--max-age", "24").code()).isEqualTo(ExitCode.USAGE);
    assertThat(status("--max-age", "24").err())
        .contains("--max-age must be a number above 0 and a unit, for example 24h, 90m or 2d, was '24'");
    assertThat(status("--fail-if", "accuracy + 1").err()).contains("'accuracy + 1' is no condition");

    Path bad = Files.writeString(directory.resolve("bad.txt"), "1 2 3\n4 5 six\n");
    assertThat(run("sweep run", "-D", "graph.path=" + bad).code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(outcome().get("status").textValue()).isEqualTo("refused");
    assertThat(outcome().get("message").textValue()).contains("bad.txt:2: time is not a number: six");
    assertThat(outcome().get("edges").isNull()).isTrue();

    assertThat(run("sweep resume", "-D", GRAPH).code()).isZero();
    assertThat(
        query("SELECT status, command, exit_code, trials_trained, trials_failed, best_accuracy = accuracy_mean AS same"
            + " FROM runs LEFT JOIN summary ON runs.sweep_id = summary.sweep_id AND best_method = method ORDER BY run_id"))
        .isEqualTo("""
            status,command,exit_code,trials_trained,trials_failed,same
            finished,sweep run,0,6,0,true
            refused,sweep run,4,0,0,
            nothing to do,sweep resume,0,0,0,true
            """);
    assertThat(query("SELECT max(run_id) FROM runs")).contains(outcome().get("run_id").textValue());

    Result alone = run("compare");
    assertThat(alone.code()).isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(alone.err()).contains("no run of quickstart before the latest is of other data, settings or code")
        .contains("the newest are " + outcome().get("run_id").textValue() + " (nothing to do), ");
    assertThat(run("sweep run", "-D", "generate.edges=2400").code()).isZero();
    Result compared = run("compare");
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out())
        .contains("before: r", "after:  " + outcome().get("run_id").textValue() + ", finished at ",
            "The data differ: 2000 edges of ", "The code is the same.")
        .containsPattern("(?m)^dense +magnitude +0\\.5 +3 ")
        .hasLineCount(4 + 2 + 2);
    assertThat(run("compare", "latest", first.get("run_id").textValue(), "--format", "csv").out().lines()).first()
        .asString()
        .startsWith("embedding,method,sparsity_requested,n,accuracy_before,accuracy_after,accuracy_difference,");
    assertThat(run("compare", first.get("run_id").textValue(), "latest").out()).contains("The data differ");
    assertThat(run("compare", "yesterday").err()).contains("there is no run yesterday of quickstart");
  }
}
