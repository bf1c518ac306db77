package io.sparsewalk.cli;

import io.sparsewalk.pipeline.Pipeline;
import java.util.List;
import picocli.CommandLine.Option;

/** What a question does about damaged files. */
final class DamageOption {
  @Option(names = "--skip-damaged", description = "Reads every published file of the warehouse, leaves out those that are not as they were published, and says which."
      + " Without this, whatever reads a damaged table is refused with exit code 4.")
  private boolean skips;

  /** Registers all tables and views; what is left out goes to standard error. */
  void register(Pipeline pipeline) {
    if (!skips) {
      pipeline.registerViews();
      return;
    }
    List<String> damage = pipeline.registerSoundViews();
    damage.forEach(complaint -> System.err.println("left out: " + complaint));
    if (!damage.isEmpty()) {
      System.err.println("warning: " + damage.size() + " damaged files are left out of what follows");
    }
  }
}
