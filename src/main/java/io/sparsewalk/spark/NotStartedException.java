package io.sparsewalk.spark;

import io.sparsewalk.common.SparsewalkException;

/** Somebody asked about what no command has made yet. The message names what is missing and the command that makes it. */
public final class NotStartedException extends SparsewalkException {
  private static final long serialVersionUID = 1L;

  public NotStartedException(String message) {
    super(Category.DATA, message);
  }
}
