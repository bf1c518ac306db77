package io.sparsewalk.cli;

import io.sparsewalk.pipeline.IngestSummary;
import io.sparsewalk.pipeline.Pipeline;
import picocli.CommandLine.Command;

/** The stages one by one; each runs what it stands on first, unless that is published. */
final class StageCommands {
  private StageCommands() {}

  @Command(name = "ingest", mixinStandardHelpOptions = true, description = "Reads the edge lists into tables.", footer = {
      "", "Example: sparsewalk ingest jobs/paper/ia-email.conf -D graph.path=data/edges.txt.gz"})
  static final class Ingest extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      System.out.println(IngestSummary.of(pipeline.edges()));
      return ExitCode.OK;
    }
  }

  @Command(name = "split", mixinStandardHelpOptions = true, description = "Makes the examples of every seed.", footer = {
      "", "Example: sparsewalk split jobs/paper/link-prediction.conf"})
  static final class Split extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      pipeline.dataSeeds().forEach(pipeline::examples);
      return ExitCode.OK;
    }
  }

  @Command(name = "walk", mixinStandardHelpOptions = true, description = "Walks the graph, for every seed.", footer = {
      "", "Example: sparsewalk walk jobs/quickstart.conf -D walk.length=10"})
  static final class Walk extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      pipeline.dataSeeds().forEach(pipeline::walks);
      return ExitCode.OK;
    }
  }

  @Command(name = "embed", mixinStandardHelpOptions = true, description = "Trains the embedding of every seed.", footer = {
      "", "Example: sparsewalk embed jobs/quickstart.conf -D embedding.dimension=16"})
  static final class Embed extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      pipeline.dataSeeds().forEach(pipeline::embedding);
      return ExitCode.OK;
    }
  }

  @Command(name = "topk", mixinStandardHelpOptions = true, description = "Makes the sparse embeddings of every seed.", footer = {
      "", "Example: sparsewalk topk jobs/quickstart.conf -D topk.keep-percent=1.38"})
  static final class TopK extends JobCommand {
    @Override
    int run(Pipeline pipeline) {
      pipeline.dataSeeds().forEach(pipeline::sparseEmbeddings);
      return ExitCode.OK;
    }
  }
}
