package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import picocli.CommandLine.Command;

@Command(name = "pipeline", mixinStandardHelpOptions = true, description = "Everything: ingest, split, walk, embed, topk, sweep, report.", footer = {
    "", "Example: sparsewalk pipeline jobs/quickstart.conf --warehouse /tmp/tables"})
final class PipelineCommand extends RecordedCommand {
  @Override
  int run(Pipeline pipeline) throws Exception {
    int code = SweepCommand.train(pipeline);
    ReportCommand.print(pipeline, new DamageOption());
    return code;
  }
}
