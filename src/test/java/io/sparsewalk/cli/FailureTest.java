package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.SparsewalkException;
import io.sparsewalk.config.JobConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  /** As Spark writes the failure of a task. */
  private static final String JOB =
      "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent failure: Lost task 0.0 in stage 3.0"
          + " (TID 5) (host executor 1): %s\n\tat io.sparsewalk.Task.call(Task.java:1)\n\nDriver stacktrace:";

  static Stream<Arguments> foreseen() {
    return Stream.of(Arguments.of(new JobConfigException("job.conf: 3: walk.length must be positive"), ExitCode.USAGE),
        Arguments.of(new UncheckedIOException(new IOException("x", new DataRefusedException("edges.txt:2: no number"))),
            ExitCode.DATA_REFUSED),
        Arguments.of(new SparkException(JOB, new DataRefusedException("edges.txt:2: no number")),
            ExitCode.DATA_REFUSED),
        Arguments.of(new SparsewalkException(SparsewalkException.Category.ENVIRONMENT, "no GPU"),
            ExitCode.ENVIRONMENT));
  }

  @ParameterizedTest
  @MethodSource("foreseen")
  void theMessageOfAForeseenFailureIsAllThatIsSaid(Throwable thrown, int code) {
    Throwable told = thrown;
    while (!(told instanceof SparsewalkException)) {
      told = told.getCause();
    }
    assertThat(Failure.of(thrown)).isEqualTo(new Failure("error: " + told.getMessage(), code));
  }

  static Stream<Arguments> unforeseen() {
    return Stream
        .of(Arguments.of(new UncheckedIOException("cannot publish a as b", new IOException("No space left on device")),
            "cannot publish a as b: No space left on device"),
            Arguments.of(new UncheckedIOException(new IOException("Connection refused")), "Connection refused"),
            Arguments.of(new ExecutionException(
                new SparkException(JOB.formatted("java.lang.IllegalStateException: mask of 3 for 4"),
                    new IllegalStateException("mask of 3 for 4\nand more"))),
                "mask of 3 for 4"),
            Arguments.of(
                new SparkException(
                    JOB.formatted(
                        "ExecutorLostFailure (executor 1 exited unrelated to the running tasks) Reason: worker lost"),
                    null),
                "ExecutorLostFailure (executor 1 exited unrelated to the running tasks) Reason: worker lost"),
            Arguments.of(new UncheckedIOException(new NoSuchFileException("/tmp/none.json")),
                "there is no file /tmp/none.json"),
            Arguments.of(new NullPointerException(), "an unforeseen failure, probably a fault of this program"),
            Arguments.of(new AssertionError("assertion failed: Conflicting directory structures detected.\n\tfile:/a"),
                "assertion failed: Conflicting directory structures detected."));
  }

  @ParameterizedTest
  @MethodSource("unforeseen")
  void anyOtherIsALineWithoutClassAndStackWhichAreInAFile(Throwable thrown, String line) throws IOException {
    Failure failure = Failure.of(thrown);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(failure.line()).startsWith("error: " + line + "; the details are in ").hasLineCount(1);
    assertDetails(failure, thrown);
  }

  private static void assertDetails(Failure failure, Throwable thrown) throws IOException {
    Path log = Path.of(failure.line().substring(failure.line().lastIndexOf(' ') + 1));
    assertThat(Files.readString(log)).contains(thrown.getClass().getName(), "\tat " + FailureTest.class.getName());
    Files.delete(log);
  }

  static Stream<Throwable> memory() {
    return Stream.of(new OutOfMemoryError("Java heap space"),
        new SparkException(JOB, new OutOfMemoryError("Java heap space")), new IllegalStateException("a group failed",
            new SparkException(JOB.formatted("java.lang.OutOfMemoryError: Java heap space"), null)));
  }

  @ParameterizedTest
  @MethodSource("memory")
  void whereMemoryRanOutTheSettingsThatHelpAreNamed(Throwable thrown) throws IOException {
    Failure failure = Failure.of(thrown);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(failure.line()).startsWith("error: out of memory (Java heap space): this process may use ")
        .contains("SPARSEWALK_JAVA_OPTIONS", "--driver-memory", "--executor-memory")
        .hasLineCount(1);
    assertDetails(failure, thrown);
  }

  @Test
  void anExecutorThatEndedForWantOfMemoryIsToldAsThat() throws IOException {
    Failure failure = Failure.of(
        new SparkException(JOB.formatted("ExecutorLostFailure (executor 1 exited caused by one of the running tasks)"
            + " Reason: Command exited with code 52"), null));
    assertThat(failure.line()).startsWith("error: out of memory (an executor ended with code 52): ")
        .contains("--executor-memory 8g")
        .hasLineCount(1);
  }

  @Test
  void aCircleOfCausesComesToItsEnd() {
    RuntimeException inner = new RuntimeException("inner");
    RuntimeException outer = new RuntimeException("outer", inner);
    inner.initCause(outer);
    assertThat(Failure.of(outer).line()).startsWith("error: outer: inner; ");
  }
}
