package io.sparsewalk.cli;

import io.sparsewalk.model.PublishedFlops;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "flops", mixinStandardHelpOptions = true, description = "Prints FLOPs as the paper counts them, as CSV: relative to dense training on a dense embedding.", footer = {
    "", "Example: sparsewalk flops --published"})
final class FlopsCommand implements Callable<Integer> {
  @Option(names = "--published", required = true, description = "Table II of Peng et al. (ICCD 2022): all 16 entries.")
  @SuppressWarnings("UnusedVariable") // required: what is asked for is named, for there may be others
  private boolean published;

  @Override
  public Integer call() {
    System.out.println("dataset,network,embedding_density,method,relative_flops");
    for (PublishedFlops.Entry entry : PublishedFlops.tableTwo()) {
      System.out.println(String.format(Locale.ROOT, "%s,%s,%s,%s,%.5f", entry.dataset(), entry.network(),
          entry.embeddingDensity(), entry.method(), entry.relative()));
    }
    return ExitCode.OK;
  }
}
