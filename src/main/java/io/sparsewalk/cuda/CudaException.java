package io.sparsewalk.cuda;

/** There is no GPU that the engine cuda can use, or a call of the driver failed. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CudaException(String message) {
    super(message);
  }
}
