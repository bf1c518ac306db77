package io.sparsewalk.common;

/** The input data are not what they must be; nothing was published. The message names file, line and reason where there are any. */
public final class DataRefusedException extends SparsewalkException {
  private static final long serialVersionUID = 1L;

  public DataRefusedException(String message) {
    super(Category.DATA, message);
  }

  public DataRefusedException(String message, Throwable cause) {
    super(Category.DATA, message, cause);
  }
}
