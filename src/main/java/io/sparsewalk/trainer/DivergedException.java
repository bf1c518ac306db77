package io.sparsewalk.trainer;

/** The loss of a training is no longer a number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String phase, int epoch, double loss) {
    super("mean training loss is " + loss + " in epoch " + epoch + " (" + phase + ")");
  }
}
