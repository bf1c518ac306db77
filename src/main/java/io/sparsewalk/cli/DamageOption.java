package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import io.sparsewalk.report.Views;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** What a question does about damaged files. */
final class DamageOption {
  @Option(names = "--skip-damaged", description = "Reads every published file of the warehouse, leaves out those that are not as they were published, and says which."
      + " Without this, whatever reads a damaged table is refused with exit code 4.")
  private boolean skips;

  /** The tables and views; what is left out of them goes to standard error. */
  Views views(Pipeline pipeline) {
    if (!skips) {
      return pipeline.views(Set.of());
    }
    Map<Path, String> damage = pipeline.damage();
    damage.values().forEach(complaint -> System.err.println("left out: " + complaint));
    if (!damage.isEmpty()) {
      System.err.println("warning: " + damage.size() + " damaged files are left out of what follows");
    }
    return pipeline.views(damage.keySet());
  }
}
