package io.sparsewalk.common;

/** A failure that its user can mend: the message says in one line what is wrong, where, and what helps, without secrets. The category is whose fault it is. */
public class SparsewalkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault a failure is, which decides the exit code. */
  public enum Category {
    /** A command, a job file or a query cannot be used as it was written. */
    USAGE,
    /** What is read is not what it must be. */
    DATA,
    /** The machine, its memory, a GPU, a file system or a cluster refuses. */
    ENVIRONMENT
  }

  private final Category category;

  public SparsewalkException(Category category, String message) {
    this(category, message, null);
  }

  /**
   * As {@link #SparsewalkException(Category, String)}.
   *
   * @param cause for the log; null if there is none
   */
  public SparsewalkException(Category category, String message, Throwable cause) {
    super(Secrets.shown(message), cause);
    this.category = category;
  }

  /** Whose fault it is. */
  public final Category category() {
    return category;
  }
}
