package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.config.JobConfig;
import io.sparsewalk.config.JobFile;
import io.sparsewalk.config.TrialJob;
import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.Views;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.Warehouse;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "config", mixinStandardHelpOptions = true, description = "Prints every key of a job, or those that it changes, or the job that trains one trial again.", footer = {
    "", "Example: sparsewalk config jobs/quickstart.conf -D sweep.seeds=[1,2,3] --changed"})
final class ConfigCommand implements Callable<Integer> {
  @Mixin
  private JobOptions options;

  @ArgGroup
  private What what = new What();

  private static final class What {
    @Option(names = "--trial", paramLabel = "ID", description = "A trial in the job's warehouse: prints a job that trains it again, from its row alone.")
    private String trial;

    @Option(names = "--changed", description = "Only the keys that differ from the defaults, and what changes them.")
    private boolean changed;
  }

  @Override
  public Integer call() {
    JobFile job = options.read();
    JobConfig config = job.config();
    if (what.trial != null) {
      System.out.print(again(config, what.trial));
    } else {
      System.out.print(what.changed ? job.renderChanged() : job.render());
    }
    return ExitCode.OK;
  }

  private static String again(JobConfig job, String trial) {
    try (SparkSession spark = SparkSessions.open("sparsewalk " + job.name())) {
      Warehouse warehouse = new Warehouse(job.warehouse(), spark.sparkContext().hadoopConfiguration());
      Views.register(spark, warehouse, Pipeline.margin(job));
      List<Row> rows = spark.table(SweepTables.TRIALS.name())
          .where(functions.col("trial_id").equalTo(trial))
          .select("config_json")
          .takeAsList(1);
      if (rows.isEmpty()) {
        throw new DataRefusedException("the warehouse " + job.warehouse() + " has no trial " + trial);
      }
      return TrialJob.of(rows.get(0).getString(0));
    }
  }
}
