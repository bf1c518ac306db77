package io.sparsewalk.cli;

import io.sparsewalk.config.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes. */
final class JobOptions {
  @Parameters(index = "0", paramLabel = "JOB.conf", description = "Job file (HOCON): of this machine, at any Hadoop path, one of --files, or - for standard input.")
  private String job;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "Overrides a key of the job file; the value is HOCON, for example -D sweep.sparsity=[0.75].")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--warehouse", paramLabel = "DIR", description = "Root of all tables: any Hadoop path.")
  private String warehouse;

  /** For the parser of the command line. */
  JobOptions() {}

  /**
   * As if they had been given.
   *
   * @param job null: the defaults alone
   * @param warehouse null: that of the job
   */
  JobOptions(String job, List<String> overrides, String warehouse) {
    this.job = job;
    this.overrides.addAll(overrides);
    this.warehouse = warehouse;
  }

  /** Adds an override, unless the value is null. */
  void override(String key, String value) {
    if (value != null) {
      overrides.add(key + "=" + value);
    }
  }

  JobFile read() {
    List<String> all = new ArrayList<>(overrides);
    if (warehouse != null) {
      all.add("warehouse=\"" + warehouse.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    if (job == null) {
      return JobFile.defaults(all);
    }
    GivenFile file = new GivenFile(job);
    Optional<Path> here = file.here();
    return here.isPresent() ? JobFile.read(here.get(), all) : JobFile.read(new GivenJob(file), all);
  }
}
