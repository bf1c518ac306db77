package io.sparsewalk.cli;

import io.sparsewalk.graph.SyntheticGraph;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "generate", mixinStandardHelpOptions = true,
    description = "Writes the job's synthetic graph as an edge list, src dst time a line.",
    footer = {"", "Example: sparsewalk generate jobs/quickstart.conf --out edges.txt -D generate.edges=1000000"})
final class GenerateCommand implements Callable<Integer> {
  @Mixin
  private JobOptions options;

  @Option(names = "--out", paramLabel = "FILE", defaultValue = "-", description = "Where to; - is standard output.")
  private String out;

  @Override
  public Integer call() throws IOException {
    SyntheticGraph graph = new SyntheticGraph(options.read().config().generate());
    if (out.equals("-")) {
      graph.write(System.out);
      return ExitCode.OK;
    }
    try (OutputStream file = Files.newOutputStream(Path.of(out))) {
      graph.write(file);
    }
    return ExitCode.OK;
  }
}
