package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.SparsewalkException;

/** What a task threw, behind what Spark wraps around it. */
public final class TaskFailures {
  private TaskFailures() {}

  /**
   * What is told to the user of a failure, or the failure itself. Spark's own exception is checked but thrown undeclared,
   * so callers catch {@link Exception}.
   */
  public static RuntimeException refusal(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparsewalkException told) {
        return told;
      }
      String name = cause.getClass().getName();
      if (name.startsWith("org.apache.parquet.") && String.valueOf(failure.getMessage()).contains("reading file")) {
        return new DataRefusedException(
            "a Parquet file is corrupt, or of a codec that is not there: " + cause.getMessage(), failure);
      }
    }
    return failure instanceof RuntimeException runtime ? runtime
        : new IllegalStateException("a Spark job failed: " + failure.getMessage(), failure);
  }
}
