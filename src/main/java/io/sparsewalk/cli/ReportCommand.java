package io.sparsewalk.cli;

import picocli.CommandLine.Command;

@Command(name = "report", mixinStandardHelpOptions = true,
    description = "Prints the summary of the job's sweep and writes its HTML report.",
    footer = {"", "Example: sparsewalk report jobs/quickstart.conf"})
final class ReportCommand extends JobCommand {
  @Override
  int run(Pipeline pipeline) throws Exception {
    pipeline.report();
    return ExitCode.OK;
  }
}
