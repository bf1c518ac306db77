package io.sparsewalk.config;

import io.sparsewalk.common.SparsewalkException;

/** A job file or override that cannot be used; the message names file, line, key and value. */
public final class JobConfigException extends SparsewalkException {
  private static final long serialVersionUID = 1L;

  public JobConfigException(String message) {
    super(Category.USAGE, message);
  }

  public JobConfigException(String message, Throwable cause) {
    super(Category.USAGE, message, cause);
  }
}
