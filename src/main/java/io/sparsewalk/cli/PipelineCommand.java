package io.sparsewalk.cli;

import io.sparsewalk.common.Progress;
import io.sparsewalk.pipeline.JobPlan;
import io.sparsewalk.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "pipeline", mixinStandardHelpOptions = true, description = "Everything: ingest, split, walk, embed, topk, sweep, report.", footer = {
    "", "Example: sparsewalk pipeline jobs/quickstart.conf --warehouse /tmp/tables",
    "Example: sparsewalk pipeline jobs/scale.conf --estimate"})
final class PipelineCommand extends RecordedCommand {
  @Option(names = "--estimate", description = "Only prints which stages a run would make and which are reused, with about the time, disk and memory; runs nothing, writes nothing.")
  private boolean estimate;

  @Override
  boolean isRecorded() {
    return !estimate;
  }

  @Override
  int run(Pipeline pipeline) throws Exception {
    if (estimate) {
      PlanText.print(pipeline.plan(), System.out);
      return ExitCode.OK;
    }
    if (Progress.isShown()) {
      JobPlan plan = pipeline.plan();
      PlanText.print(plan, System.err);
      pipeline.follow(plan);
    }
    int code = SweepCommand.train(pipeline);
    ReportCommand.print(pipeline, new DamageOption());
    return code;
  }
}
