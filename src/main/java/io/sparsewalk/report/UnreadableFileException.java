package io.sparsewalk.report;

import io.sparsewalk.common.SparsewalkException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of a table cannot be read. The message names the file and its trial; nothing of the table was skipped. */
public final class UnreadableFileException extends SparsewalkException {
  private static final long serialVersionUID = 1L;
  /** With what the complaint of a table begins that Views could not register. */
  static final String DAMAGED = "the table ";
  private static final Pattern FILE = Pattern.compile("[^\\s'\"\\[\\]]+\\.parquet");
  private static final Pattern TRIAL = Pattern.compile("trial_id=([^/]+)");

  private UnreadableFileException(String message, Throwable cause) {
    super(Category.DATA, message, cause);
  }

  /** A step that reads tables. */
  interface Reading<T> {
    T run() throws Exception;
  }

  /** Runs a step; a failure of Spark on a Parquet file comes out as an exception of this class. */
  static <T> T naming(Reading<T> reading) {
    try {
      return reading.run();
    } catch (Exception failure) {
      throw explained(failure);
    }
  }

  private static RuntimeException explained(Exception failure) {
    Throwable root = failure;
    String file = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      root = t;
      Matcher matcher = FILE.matcher(String.valueOf(t.getMessage()));
      if (file == null && matcher.find()) {
        file = matcher.group();
      }
    }
    if (String.valueOf(root.getMessage()).startsWith(DAMAGED)) {
      return new UnreadableFileException(root.getMessage() + "; --skip-damaged leaves out what is damaged", failure);
    }
    if (file != null) {
      Matcher trial = TRIAL.matcher(file);
      String whose = trial.find() ? "trial " + trial.group(1) + ": " : "";
      return new UnreadableFileException(whose + "cannot read " + file + ": " + root.getMessage(), failure);
    }
    return failure instanceof RuntimeException e ? e : new IllegalStateException(failure.getMessage(), failure);
  }
}
