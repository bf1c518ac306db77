package io.sparsewalk.cli;

import io.sparsewalk.common.SparsewalkException;

/** What the process says to its caller. */
final class ExitCode {
  static final int OK = 0;
  static final int TRIALS_FAILED = 1;
  static final int USAGE = 2;
  static final int DATA_REFUSED = 4;
  static final int ENVIRONMENT = 5;

  private ExitCode() {}

  static int of(SparsewalkException.Category category) {
    return switch (category) {
      case USAGE -> USAGE;
      case DATA -> DATA_REFUSED;
      case ENVIRONMENT -> ENVIRONMENT;
    };
  }
}
