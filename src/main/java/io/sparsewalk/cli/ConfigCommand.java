package io.sparsewalk.cli;

import io.sparsewalk.config.JobFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "config", mixinStandardHelpOptions = true, description = "Prints the resolved job, every key.",
    footer = {"", "Example: sparsewalk config jobs/quickstart.conf -D protocol=paper"})
final class ConfigCommand implements Callable<Integer> {
  @Mixin
  private JobOptions options;

  @Override
  public Integer call() {
    JobFile job = options.read();
    job.config();
    System.out.print(job.render());
    return ExitCode.OK;
  }
}
