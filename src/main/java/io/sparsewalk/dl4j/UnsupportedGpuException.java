package io.sparsewalk.dl4j;

import io.sparsewalk.common.SparsewalkException;

/** ND4J cannot run on the GPU that is there. */
public final class UnsupportedGpuException extends SparsewalkException {
  private static final long serialVersionUID = 1L;

  UnsupportedGpuException(String message) {
    super(Category.ENVIRONMENT, message);
  }
}
