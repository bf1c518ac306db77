package io.sparsewalk.cli;

import io.sparsewalk.config.JobConfigException;
import io.sparsewalk.config.JobSource;

/** A job file that is not on this machine's disk. */
record GivenJob(GivenFile file) implements JobSource {
  @Override
  public String name() {
    return file.name().equals("-") ? "standard input" : file.name();
  }

  @Override
  public String text() {
    return file.text()
        .orElseThrow(() -> new JobConfigException(name()
            + ": no such job file; a driver on a cluster finds it at a Hadoop path, or by its bare name if --files sends it"));
  }

  @Override
  public JobSource beside(String included) {
    return new GivenJob(file.beside(included));
  }
}
