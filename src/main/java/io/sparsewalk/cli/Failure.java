package io.sparsewalk.cli;

import io.sparsewalk.common.Secrets;
import io.sparsewalk.common.SparsewalkException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;

/**
 * What a failure looks like to its user: one line, without the name of a class and without a stack, and an exit code. What nobody foresaw
 * is written into a file in full, which the line names.
 *
 * @param line for standard error
 */
record Failure(String line, int exitCode) {
  Failure {
    line = Secrets.shown(line);
  }

  /** Names of classes in front of a message, as Java and Spark write them. */
  private static final Pattern CLASSES = Pattern.compile("^((?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*(: |$))+");
  /** What Spark says in front of the failure of a task. */
  private static final Pattern TASK = Pattern.compile("^.*Lost task [\\d.]+ in stage .*?executor [\\w-]+\\): ");
  /** An executor that ended as Spark does, or as the kernel or a container ends it, when there is no memory left. */
  private static final Pattern KILLED = Pattern.compile("ExecutorLostFailure .*?\\b(?:code|status:?) (52|137)\\b");
  /** What Spark says around a failure. */
  private static final Pattern WRAPPER = Pattern
      .compile("Job aborted|Lost task |Task failed while writing|Exception thrown in awaitResult|Writing job aborted");

  /** Of a foreseen failure its message; of any other what is known of its cause. */
  static Failure of(Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof SparsewalkException told) {
        return new Failure("error: " + told.getMessage(), ExitCode.of(told.category()));
      }
      if (cause instanceof AnalysisException) {
        return new Failure("error: " + firstLine(cause.getMessage()).replaceFirst(";$", ""), ExitCode.USAGE);
      }
    }
    Optional<String> memory = causes.stream().map(Failure::memory).flatMap(Optional::stream).findFirst();
    String what = memory.map(Failure::advice).orElseGet(() -> plain(causes));
    return new Failure("error: " + what + log(failure).map(file -> "; the details are in " + file).orElse(""),
        ExitCode.ENVIRONMENT);
  }

  /** From the outermost to the innermost. */
  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** Which memory ran out, in this process or in an executor, whose failure is only text here. */
  private static Optional<String> memory(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String name = OutOfMemoryError.class.getName();
    if (cause instanceof OutOfMemoryError) {
      return Optional.of(message);
    }
    Matcher killed = KILLED.matcher(message);
    if (killed.find()) {
      return Optional.of("an executor ended with code " + killed.group(1));
    }
    int at = message.indexOf(name);
    return at < 0 ? Optional.empty()
        : Optional.of(firstLine(message.substring(at + name.length()).replaceFirst("^: ", "")));
  }

  private static String advice(String memory) {
    return "out of memory (" + memory + "): this process may use " + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB; give it more with SPARSEWALK_JAVA_OPTIONS=-Xmx8g or --driver-memory 8g, and executors on a cluster with --executor-memory 8g";
  }

  /** The outermost message that says something, and the innermost if that is another. */
  private static String plain(List<Throwable> causes) {
    List<String> told = causes.stream()
        .map(Failure::told)
        .filter(text -> !text.isEmpty() && !WRAPPER.matcher(text).find())
        .distinct()
        .toList();
    if (told.isEmpty()) {
      return "an unforeseen failure, probably a fault of this program";
    }
    String first = told.get(0);
    String last = told.get(told.size() - 1);
    return first.contains(last) ? first : first + ": " + last;
  }

  private static String told(Throwable cause) {
    String given = cause.getMessage();
    if (given == null || cause.getCause() != null && given.equals(cause.getCause().toString())) {
      // It has nothing to say of its own.
      return "";
    }
    String message = CLASSES.matcher(TASK.matcher(firstLine(given)).replaceFirst("")).replaceFirst("");
    return cause instanceof NoSuchFileException ? "there is no file " + message
        : cause instanceof AccessDeniedException ? "no permission for " + message : message;
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  /** Everything about a failure, in a file of its own that only the user can read; empty if there is no place for one. */
  private static Optional<Path> log(Throwable failure) {
    try {
      Path file = Files.createTempFile("sparsewalk-", ".log");
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text, true));
      Files.writeString(file, Secrets.shown(text.toString()));
      return Optional.of(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
