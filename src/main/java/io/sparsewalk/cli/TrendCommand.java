package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.Trend;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "trend", mixinStandardHelpOptions = true, description = {
    "Prints quality, sparsity, data and cost of the nights of a job, a row per run that trained something and ended well, and writes them as a page with pictures: trend-NAME.html in the warehouse.",
    "'compare' sets two of them side by side."}, footer = {"", "Example: sparsewalk trend jobs/quickstart.conf",
        "Example: sparsewalk trend jobs/quickstart.conf --last 30"})
final class TrendCommand extends JobCommand {
  @Option(names = "--last", paramLabel = "N", defaultValue = "90", description = "The last N nights; default: 90.")
  private int last;

  @Override
  int run(Pipeline pipeline) throws IOException {
    if (last < 1) {
      throw new SparsewalkException(Category.USAGE, "--last " + last + ": must be 1 or more");
    }
    Warehouse warehouse = pipeline.warehouse();
    String job = pipeline.job().name();
    Trend trend = new Trend(job, new RunLog(warehouse, job).newestFirst().toList(), last);
    if (trend.nights() == 0) {
      throw new NotStartedException(
          "no run of " + job + " in " + warehouse.root() + " has trained something and ended well yet");
    }
    trend.print(System.out);
    Path page = new Path(warehouse.root(), "trend-" + job + ".html");
    warehouse.replace(page, trend.page());
    System.out.println("page " + page);
    return ExitCode.OK;
  }
}
