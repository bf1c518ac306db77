package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.ReportData;
import io.sparsewalk.report.TerminalSummary;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "report", mixinStandardHelpOptions = true, description = "Prints the summary of the job's sweep and writes its HTML report.", footer = {
    "", "Example: sparsewalk report jobs/quickstart.conf"})
final class ReportCommand extends JobCommand {
  @Mixin
  private DamageOption damage;

  @Override
  int run(Pipeline pipeline) throws Exception {
    print(pipeline, damage);
    return ExitCode.OK;
  }

  /** Prints the summary and writes the report. */
  static void print(Pipeline pipeline, DamageOption damage) throws IOException {
    pipeline.requireTrials();
    pipeline.spark().sparkContext().setJobDescription("report " + pipeline.job().name());
    damage.views(pipeline).register();
    ReportData data = pipeline.reportData();
    TerminalSummary.print(data, System.out);
    Path report = pipeline.writeReport(data);
    System.out.println("warehouse " + pipeline.warehouse().root());
    System.out.println("report    " + report);
  }
}
