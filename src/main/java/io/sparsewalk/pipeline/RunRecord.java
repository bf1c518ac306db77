package io.sparsewalk.pipeline;

import io.sparsewalk.report.BestCell;
import io.sparsewalk.report.ViewFiles;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.sweep.Grid;
import io.sparsewalk.table.CodeVersion;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.RunStatus;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how a run of a job ended: once, also if the process is told to end while it runs. A process that is killed outright leaves
 * nothing.
 */
public final class RunRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);
  /** Before Spark and the file systems end. */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

  private final Pipeline pipeline;
  private final String command;
  private final Instant start = Instant.now();
  private final String id = RunLog.newId(start);
  private final AtomicBoolean isWritten = new AtomicBoolean();
  private final Runnable hook = this::interrupted;

  private RunRecord(Pipeline pipeline, String command) {
    this.pipeline = pipeline;
    this.command = command;
  }

  /**
   * The record of a run that begins now.
   *
   * @param pipeline that the run uses
   * @param command as its user knows it
   */
  public static RunRecord begin(Pipeline pipeline, String command) {
    RunRecord record = new RunRecord(pipeline, command);
    ShutdownHookManager.get().addShutdownHook(record.hook, PRIORITY);
    return record;
  }

  /** The run came to its end; some trials may have failed. */
  public void completed(int exitCode) {
    int failed = pipeline.failed().size();
    RunStatus status = failed > 0 ? RunStatus.FAILED
        : pipeline.trainedBy(pipeline) == 0 ? RunStatus.NOTHING_TO_DO : RunStatus.FINISHED;
    TableRow row =
        row(pipeline, status, exitCode, failed > 0 ? failed + " trials failed: see the table failures" : null);
    pipeline.registerViews();
    ViewFiles.write(pipeline.spark(), pipeline.warehouse(), pipeline.sweepId());
    best(row, BestCell.of(pipeline.spark(), pipeline.sweepId()).collectAsList());
    write(row);
  }

  /**
   * The run was refused, or failed. That it cannot be written down is only logged: the failure is what matters.
   *
   * @param message in a line
   */
  public void broken(RunStatus status, int exitCode, String message) {
    try {
      TableRow row = row(pipeline, status, exitCode, message);
      best(row, List.of());
      write(row);
    } catch (RuntimeException e) {
      LOG.warn("this run cannot be written into {}: {}",
          new RunLog(pipeline.warehouse(), pipeline.job().name()).outcome(), e.getMessage());
    }
  }

  /** The process has been told to end. */
  void interrupted() {
    TableRow row = row(pipeline.forQuestions(), RunStatus.INTERRUPTED, null, "the process was told to end");
    best(row, List.of());
    write(row);
  }

  private void write(TableRow row) {
    if (isWritten.compareAndSet(false, true)) {
      new RunLog(pipeline.warehouse(), pipeline.job().name()).write(id, row);
    }
  }

  private TableRow row(Pipeline asked, RunStatus status, Integer exitCode, String message) {
    TableRow row = SweepTables.RUNS.row()
        .set("status", status.word())
        .set("exit_code", exitCode)
        .set("command", command)
        .set("message", message)
        .set("dataset", asked.job().graph().dataset())
        .set("started_at", start.truncatedTo(ChronoUnit.MICROS))
        .set("ended_at", Instant.now().truncatedTo(ChronoUnit.MICROS))
        .set("code_version", CodeVersion.current())
        .set("host", host())
        .set("trials_planned", Grid.trials(asked.job().sweep()).size());
    data(row, asked);
    try {
      return row.set("sweep_id", asked.sweepId())
          .set("trials_trained", asked.trainedBy(pipeline))
          .set("trials_failed", asked.failed().size());
    } catch (NotStartedException e) {
      return row.set("sweep_id", null).set("trials_trained", 0).set("trials_failed", 0);
    }
  }

  private static void data(TableRow row, Pipeline asked) {
    try {
      Manifest edges = asked.publishedEdges();
      row.set("edges", IngestSummary.read(edges))
          .set("vertices", edges.count("vertices"))
          .set("first_time", time(edges, "min_time"))
          .set("last_time", time(edges, "max_time"))
          .set("data_fingerprint", edges.fact("data_fingerprint").toString());
    } catch (NotStartedException e) {
      List.of("edges", "vertices", "first_time", "last_time", "data_fingerprint").forEach(name -> row.set(name, null));
    }
  }

  private static Double time(Manifest edges, String fact) {
    return Boolean.TRUE.equals(edges.fact("weighted")) ? null
        : Double.valueOf(BigDecimal.valueOf(edges.count(fact), (int) edges.count("time_decimals")).doubleValue());
  }

  private static void best(TableRow row, List<Row> cells) {
    for (String name : List.of("embedding", "method", "sparsity", "evidence", "accuracy", "auc", "auc_all")) {
      row.set("best_" + name, cells.isEmpty() ? null : cells.get(0).getAs(name));
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** From here on the end of the process is nothing to write down. */
  @Override
  public void close() {
    // A process that ends runs its hooks, and takes none back.
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
