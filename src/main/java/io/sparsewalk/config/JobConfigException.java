package io.sparsewalk.config;

/** A job file or override that cannot be used; the message names file, line, key and value. */
public final class JobConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobConfigException(String message) {
    super(message);
  }

  public JobConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
