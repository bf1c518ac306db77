package io.sparsewalk.trainer;

/** Failures that come again whenever the same is computed: of a training, not of the machine that it ran on. */
public final class Faults {
  private Faults() {}

  /**
   * True for a training that diverged and for what only a fault of the program throws. Memory, disks, networks and GPUs throw other things:
   * what they refuse may go well the next time.
   */
  public static boolean isDeterministic(Throwable failure) {
    return failure instanceof DivergedException || failure instanceof ArithmeticException
        || failure instanceof IllegalArgumentException || failure instanceof IndexOutOfBoundsException
        || failure instanceof NullPointerException || failure instanceof ClassCastException
        || failure instanceof NegativeArraySizeException || failure instanceof ArrayStoreException;
  }
}
