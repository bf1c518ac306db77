package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.spark.Retention;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.Warehouse;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "retain", mixinStandardHelpOptions = true, description = {
    "Lists the sweeps of a warehouse but the last ones of each name, and the outputs of stages that only their trials are made from;"
        + " with --delete, deletes them.",
    "The table runs and reports stay."}, footer = {"",
        "Example: sparsewalk retain --warehouse warehouse --name quickstart --keep 3",
        "         sparsewalk retain --warehouse warehouse --keep 7 --delete"})
final class RetainCommand implements Callable<Integer> {
  @Option(names = "--warehouse", paramLabel = "DIR", required = true, description = "Root of all tables: any Hadoop path.")
  private String root;

  @Option(names = "--keep", paramLabel = "N", required = true, description = "How many sweeps of a name stay, by when their last trial ended; 1 or more.")
  private int keep;

  @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "Only the sweeps of this job; default: of every one.")
  private String name;

  @Option(names = "--older-than", paramLabel = "AGE", defaultValue = "1d", description = "How long ago a sweep must have been written, and a table been relied on, to be deleted. Default: 1d.")
  private String olderThan;

  @Option(names = "--delete", description = "Deletes them; without this nothing is changed.")
  private boolean delete;

  @Override
  public Integer call() {
    Instant before = WarehouseOption.before(olderThan);
    if (keep < 1) {
      throw new SparsewalkException(Category.USAGE, "--keep must be 1 or more, was " + keep);
    }
    try (SparkSession spark = SparkSessions.open("sparsewalk retain")) {
      Warehouse warehouse = WarehouseOption.open(root, spark.sparkContext().hadoopConfiguration());
      Retention retention = new Retention(spark, warehouse);
      Retention.Plan plan = retention.plan(name, keep, before);
      if (delete) {
        retention.delete(plan);
      }
      String verb = delete ? "deleted " : "would delete ";
      plan.sweeps().forEach(sweep -> System.out.println(verb + "sweep " + sweep));
      plan.stages().forEach(stage -> System.out.println(verb + stage));
      System.out.println(plan.sweeps().size() + " sweeps, " + plan.stages().size() + " outputs of stages"
          + (delete || plan.sweeps().isEmpty() ? "" : "; --delete deletes them"));
    }
    return ExitCode.OK;
  }
}
