package io.sparsewalk.cli;

import io.sparsewalk.pipeline.PastRuns;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.ResultFormat;
import io.sparsewalk.report.RunComparison;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", mixinStandardHelpOptions = true, description = {
    "Prints what changed between two runs of the job: quality, FLOPs, seconds and the safe sparsity of every method on every embedding at every level, and whether data or code differ.",
    "csv and json have all columns: both means, the difference paired by seed and its 95 % interval."}, footer = {"",
        "Example: sparsewalk compare jobs/quickstart.conf",
        "Example: sparsewalk compare jobs/quickstart.conf r20261127T020000.000Z-1a2b latest --format csv"})
final class CompareCommand extends JobCommand {
  @Parameters(index = "1", paramLabel = "RUN", defaultValue = PastRuns.PREVIOUS, description = "The earlier run: run_id of the table runs, latest (the last that ended well) or previous (the last before it of another sweep, the default).")
  private String before;

  @Parameters(index = "2", paramLabel = "RUN", defaultValue = PastRuns.LATEST, description = "The later run; latest is the default.")
  private String after;

  @Option(names = "--format", defaultValue = "table", description = "${COMPLETION-CANDIDATES}")
  private ResultFormat format;

  @Override
  int run(Pipeline pipeline) {
    PastRuns runs = new PastRuns(pipeline.warehouse(), pipeline.job().name());
    RunComparison comparison = new RunComparison(runs.named(before), runs.named(after));
    pipeline.registerViews();
    Dataset<Row> cells = comparison.cells(pipeline.spark());
    if (format == ResultFormat.TABLE) {
      comparison.heading().forEach(System.out::println);
      cells = RunComparison.shown(cells);
    }
    format.print(cells, System.out);
    return ExitCode.OK;
  }
}
