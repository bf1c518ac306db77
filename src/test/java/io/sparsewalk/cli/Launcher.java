package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts {@code jobs/sparsewalk}. */
final class Launcher {
  static final Path HOME = Path.of("").toAbsolutePath();
  /** Less compiling, for drivers that train nothing themselves: kernels in Vector API are slow with it. */
  private static final Map<String, String> BRIEF = Map.of("SPARSEWALK_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1");

  private Launcher() {}

  /** A started process and what it wrote so far. */
  record Run(Process process, Path out, Path err) {
    /** Waits so long that a machine with other work passes, too. */
    Result finish() throws Exception {
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("not ended after 15 minutes: " + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    List<ProcessHandle> executors() {
      List<ProcessHandle> executors = process.descendants()
          .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
          .toList();
      assertThat(executors).isNotEmpty();
      return executors;
    }
  }

  static Run launch(String... arguments) throws IOException {
    return launch(Map.of(), arguments);
  }

  static Run brief(String... arguments) throws IOException {
    return launch(BRIEF, arguments);
  }

  static Run launch(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("jobs/sparsewalk").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("launched", ".out");
    Path err = Files.createTempFile("launched", ".err");
    out.toFile().deleteOnExit();
    err.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(HOME.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return new Run(builder.start(), out, err);
  }
}
