package io.sparsewalk.cuda;

import io.sparsewalk.common.SparsewalkException;

/** There is no GPU that the engine cuda can use, or a call of the driver failed. */
public final class CudaException extends SparsewalkException {
  private static final long serialVersionUID = 1L;

  CudaException(String message) {
    super(Category.ENVIRONMENT, message);
  }
}
