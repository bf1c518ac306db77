package io.sparsewalk.dl4j;

/** ND4J cannot run on the GPU that is there. */
public final class UnsupportedGpuException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedGpuException(String message) {
    super(message);
  }
}
