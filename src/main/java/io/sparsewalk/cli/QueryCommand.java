package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.ResultFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "query", mixinStandardHelpOptions = true,
    description = "Runs Spark SQL over all tables of the warehouse and the views summary, ranking_summary,"
        + " comparisons, recommendation and trial_ratios.",
    footer = {"", "Example: sparsewalk query jobs/quickstart.conf \"SELECT method, sparsity, accuracy_mean FROM summary\""})
final class QueryCommand extends JobCommand {
  @Parameters(index = "1", paramLabel = "SQL", description = "The query.")
  private String sql;

  @Option(names = "--format", defaultValue = "table", description = "${COMPLETION-CANDIDATES}")
  private ResultFormat format;

  @Override
  int run(Pipeline pipeline) {
    pipeline.registerViews();
    format.print(pipeline.spark().sql(sql), System.out);
    return ExitCode.OK;
  }
}
