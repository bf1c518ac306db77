package io.sparsewalk.cli;

import io.sparsewalk.config.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes. */
final class JobOptions {
  @Parameters(index = "0", paramLabel = "JOB.conf", description = "Job file (HOCON).")
  private Path job;

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
  JobOptions(Path job, List<String> overrides, String warehouse) {
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
    return job == null ? JobFile.defaults(all) : JobFile.read(job, all);
  }
}
