package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.DataRefusedException;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilterable;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of the log a terminal shows: {@code conf/log4j2.properties}. */
class TerminalLogTest {
  private static final String SCHEDULER = "org.apache.spark.scheduler.TaskSetManager";
  private static final String LOST =
      "Lost task 0.0 in stage 3.0 (TID 5) (host executor 1): %s: edges.txt:2: no number\n\tat a.B.c(B.java:1)\n";

  private LoggerContext context;

  @BeforeEach
  void read() {
    context = new LoggerContext("terminal", null, Path.of("conf/log4j2.properties").toUri());
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** The text on the terminal; empty if there is none. */
  private String shown(String logger, Level level, String message, Throwable thrown) {
    LogEvent event = Log4jLogEvent.newBuilder()
        .setLoggerName(logger)
        .setLevel(level)
        .setMessage(new SimpleMessage(message))
        .setThrown(thrown)
        .build();
    LoggerConfig config = context.getConfiguration().getLoggerConfig(logger);
    if (!level.isMoreSpecificThan(config.getLevel())) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (LoggerConfig at = config; at != null; at = at.isAdditive() ? at.getParent() : null) {
      for (Appender appender : at.getAppenders().values()) {
        Filter filter = ((AbstractFilterable) appender).getFilter();
        text.append(filter != null && filter.filter(event) == Filter.Result.DENY ? ""
            : appender.getLayout().toSerializable(event));
      }
    }
    return text.toString();
  }

  @Test
  void ourRefusalsInTasksAreNotToldBySparkToo() {
    DataRefusedException refused = new DataRefusedException("edges.txt:2: no number");
    assertThat(shown(SCHEDULER, Level.WARN, LOST.formatted(DataRefusedException.class.getName()), null)).isEmpty();
    assertThat(shown(SCHEDULER, Level.ERROR, "Task 0 in stage 3.0 failed 1 times; aborting job", null)).isEmpty();
    assertThat(
        shown("org.apache.spark.executor.Executor", Level.ERROR, "Exception in task 0.0 in stage 3.0 (TID 5)", refused))
        .isEmpty();
    assertThat(shown("org.apache.spark.util.Utils", Level.ERROR, "Aborting task", refused)).isEmpty();
  }

  @Test
  void anythingElseOfSparkIsALineEach() {
    assertThat(shown(SCHEDULER, Level.WARN, LOST.formatted("java.io.IOException"), null)).hasLineCount(1)
        .endsWith(
            "WARN  TaskSetManager: Lost task 0.0 in stage 3.0 (TID 5) (host executor 1): java.io.IOException: edges.txt:2: no number\n");
    assertThat(shown("org.apache.hadoop.Any", Level.ERROR, "cannot", new IllegalStateException("why")))
        .endsWith("ERROR Any: cannot\n")
        .hasLineCount(1);
    assertThat(shown("org.apache.spark.Any", Level.INFO, "chatter", null)).isEmpty();
  }

  @Test
  void ourOwnLinesAreWholeAndThereOnce() {
    assertThat(shown("io.sparsewalk.spark.StageRun", Level.INFO, "walks: {a=1}\nb", null))
        .endsWith("INFO  StageRun: walks: {a=1}\nb\n")
        .hasLineCount(2);
    assertThat(shown("io.sparsewalk.spark.StageRun", Level.DEBUG, "detail", null)).isEmpty();
  }
}
