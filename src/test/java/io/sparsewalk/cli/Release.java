package io.sparsewalk.cli;

import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code mvn package} hands out, unpacked.
 *
 * @param home what the archive has at its top
 */
record Release(Path home) {
  /** Unpacks the archive of the build into a directory. */
  static Release unpack(Path directory) throws Exception {
    try (Stream<Path> built = Files.list(Launcher.HOME.resolve("target"))) {
      Path archive =
          built.filter(file -> file.getFileName().toString().matches("sparsewalk-.*\\.tar\\.gz")).findFirst().get();
      Result unpacked = run(directory, Map.of(), List.of("tar", "xzf", archive.toString()));
      if (unpacked.code() != 0) {
        throw new IllegalStateException(unpacked.err());
      }
    }
    try (Stream<Path> tops = Files.list(directory).filter(Files::isDirectory)) {
      return new Release(tops.findFirst().get());
    }
  }

  /** Runs its launcher in a directory, with the environment of a new login and what is given. */
  Result launch(Path directory, Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("jobs/sparsewalk").toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "JAVA_HOME",
        System.getProperty("java.home"), "SPARK_LOCAL_IP", "127.0.0.1"));
    all.putAll(environment);
    return run(directory, all, command);
  }

  static Result run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("release", ".out");
    Path err = Files.createTempFile("release", ".err");
    out.toFile().deleteOnExit();
    err.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    if (!environment.isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    int code = builder.start().waitFor();
    return new Result(code, Files.readString(out), Files.readString(err));
  }
}
