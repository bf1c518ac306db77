package io.sparsewalk.cli;

/** What the process says to its caller. */
final class ExitCode {
  static final int OK = 0;
  static final int TRIALS_FAILED = 1;
  static final int USAGE = 2;
  static final int DATA_REFUSED = 4;
  static final int ENVIRONMENT = 5;

  private ExitCode() {}
}
