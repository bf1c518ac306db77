package io.sparsewalk.cli;

import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.SyntheticGraph;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.PartFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "generate", mixinStandardHelpOptions = true, description = "Writes the job's synthetic graph as an edge list, src dst time a line, or as Parquet.", footer = {
    "", "Example: sparsewalk generate jobs/quickstart.conf --out edges.txt --vertices 100000 --edges 1000000"})
final class GenerateCommand implements Callable<Integer> {
  private static final String SCHEMA = "message edges { required int64 src; required int64 dst; required int64 time; }";

  @Mixin
  private JobOptions options;

  @Option(names = "--out", paramLabel = "PATH", defaultValue = "-", description = "A file or a directory whose name ends in .parquet, at any Hadoop path, or - for standard output.")
  private String out;

  @Option(names = "--vertices", paramLabel = "N", description = "The same as -D generate.vertices=N.")
  private String vertices;

  @Option(names = "--edges", paramLabel = "N", description = "The same as -D generate.edges=N.")
  private String edges;

  @Override
  public Integer call() throws IOException {
    options.override("generate.vertices", vertices);
    options.override("generate.edges", edges);
    GenerateConfig config = options.read().config().generate();
    SyntheticGraph graph = new SyntheticGraph(config);
    if (out.endsWith(".parquet")) {
      writeParquet(graph);
    } else {
      new GivenFile(out).write(file -> {
        graph.write(file);
        return graph;
      });
    }
    return ExitCode.OK;
  }

  private void writeParquet(SyntheticGraph graph) throws IOException {
    try (PartFile file = PartFile.create(SparkSessions.hadoop(), new Path(out), 0, SCHEMA)) {
      graph.each((source, target, time) -> {
        file.write(1, (row, only) -> {
          PartFile.put(row, 0, "src", source);
          PartFile.put(row, 1, "dst", target);
          PartFile.put(row, 2, "time", time);
        });
      });
      file.commit();
    }
  }
}
