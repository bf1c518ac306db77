package io.sparsewalk.cli;

import io.sparsewalk.spark.SessionOnDemand;
import io.sparsewalk.table.Leftovers;
import io.sparsewalk.table.Leftovers.Leftover;
import io.sparsewalk.table.Warehouse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "gc", mixinStandardHelpOptions = true, description = {
    "Lists what writers that were killed have left in a warehouse and nobody reads; with --delete, deletes it.",
    "What a manifest names, and rows of trials that are in the table trials, always stay."}, footer = {"",
        "Example: sparsewalk gc --warehouse warehouse",
        "         sparsewalk gc --warehouse warehouse --older-than 7d --delete"})
final class GcCommand implements Callable<Integer> {
  @Option(names = "--warehouse", paramLabel = "DIR", required = true, description = "Root of all tables: any Hadoop path.")
  private String root;

  @Option(names = "--older-than", paramLabel = "AGE", defaultValue = "7d", description = "How long ago it must have been written, for example 12h; what is younger may be of a job that runs. Default: 7d.")
  private String olderThan;

  @Option(names = "--delete", description = "Deletes it; without this nothing is changed.")
  private boolean delete;

  @Override
  public Integer call() {
    Instant before = WarehouseOption.before(olderThan);
    try (SessionOnDemand session = new SessionOnDemand("sparsewalk gc", spark -> {
    })) {
      Warehouse warehouse = WarehouseOption.open(root, session.configuration());
      List<Leftover> all = Leftovers.of(warehouse);
      List<Leftover> old = all.stream().filter(leftover -> leftover.written().isBefore(before)).toList();
      List<Leftover> gone = delete ? old.stream().filter(each -> Leftovers.remove(warehouse, each)).toList() : old;
      gone.forEach(
          leftover -> System.out.println((delete ? "deleted " : "would delete ") + WarehouseOption.line(leftover)));
      System.out
          .println(gone.size() + " leftovers, " + WarehouseOption.size(gone.stream().mapToLong(Leftover::bytes).sum())
              + (delete ? " deleted; " : "; ") + (all.size() - old.size()) + " younger than " + olderThan + " stay"
              + (delete || gone.isEmpty() ? "" : "; --delete deletes the older ones"));
    }
    return ExitCode.OK;
  }
}
