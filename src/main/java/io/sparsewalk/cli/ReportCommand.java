package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.TerminalSummary;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;

@Command(name = "report", mixinStandardHelpOptions = true, description = "Prints the summary of the job's sweep and writes its HTML report.", footer = {
    "", "Example: sparsewalk report jobs/quickstart.conf"})
final class ReportCommand extends JobCommand {
  @Override
  int run(Pipeline pipeline) throws Exception {
    print(pipeline);
    return ExitCode.OK;
  }

  /** Prints the summary and writes the report. */
  static void print(Pipeline pipeline) throws IOException {
    pipeline.requireTrials();
    pipeline.spark().sparkContext().setJobDescription("report " + pipeline.job().name());
    pipeline.registerViews();
    TerminalSummary.print(pipeline.spark(), pipeline.sweepId(), System.out);
    Path report = pipeline.writeReport();
    System.out.println("warehouse " + pipeline.warehouse().root());
    System.out.println("report    " + report);
  }
}
