package io.sparsewalk.sweep;

/** A level of sparsity that a method cannot reach on the network; the message begins with the key and names levels that it can. */
public final class UnreachableLevelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnreachableLevelException(String message) {
    super(message);
  }
}
