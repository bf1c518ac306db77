package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.common.SparsewalkException.Category;
import io.sparsewalk.spark.SessionOnDemand;
import io.sparsewalk.table.CompactedFile;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "compact", mixinStandardHelpOptions = true, description = {
    "Writes the rows of all trials of a sweep into one file per table, WAREHOUSE/compacted/TABLE/sweep_id=ID/part-0.parquet, which query and report"
        + " then read instead of a file per trial.",
    "The files of the trials stay. Whatever comes or changes later is read from its own file, so a sweep that still runs can be compacted, too; run it"
        + " again from time to time.",
    "Not of predictions and parameters, whose files are large."}, footer = {"",
        "Example: sparsewalk compact --warehouse warehouse",
        "         sparsewalk compact --warehouse warehouse --sweep quickstart-0123abcd"})
final class CompactCommand implements Callable<Integer> {
  @Option(names = "--warehouse", paramLabel = "DIR", required = true, description = "Root of all tables: any Hadoop path.")
  private String root;

  @Option(names = "--sweep", paramLabel = "ID", defaultValue = "", description = "Only this one, by the sweep_id of trials; default: every one.")
  private String sweep;

  @Override
  public Integer call() {
    try (SessionOnDemand session = new SessionOnDemand("sparsewalk compact", spark -> {
    })) {
      Warehouse warehouse = WarehouseOption.open(root, session.configuration());
      List<CompactedFile.Done> all = new ArrayList<>();
      for (TableSchema table : CompactedFile.tables()) {
        List<CompactedFile.Done> done = CompactedFile.write(warehouse, table, sweep);
        done.stream().filter(CompactedFile.Done::isNew).forEach(CompactCommand::tell);
        all.addAll(done);
      }
      if (all.isEmpty() && !sweep.isEmpty()) {
        throw new SparsewalkException(Category.USAGE,
            "there is no sweep " + sweep + " in " + warehouse.root() + ": sweep_id of trials says which there are");
      }
      long written = all.stream().filter(CompactedFile.Done::isNew).count();
      System.out.println(written + " files written, " + (all.size() - written) + " up to date");
    }
    return ExitCode.OK;
  }

  private static void tell(CompactedFile.Done done) {
    System.out.println(done.table() + " of " + done.sweepId() + ": " + done.files() + " files, "
        + WarehouseOption.size(done.before()) + ", in one of " + WarehouseOption.size(done.after()));
  }
}
