package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.table.PastRun;
import io.sparsewalk.table.RunLog;
import io.sparsewalk.table.RunStatus;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.Warehouse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendTest {
  private static final Instant FIRST = Instant.parse("2026-11-01T02:00:00Z");

  @TempDir
  private Path directory;
  private RunLog log;

  @BeforeEach
  void fiveNightsOfWhichThreeTrained() {
    log = new RunLog(new Warehouse(directory.toUri().toString(), new Configuration()), "a<b");
    night(0, RunStatus.FINISHED, 0.71);
    night(1, RunStatus.FAILED, 0.99);
    night(2, RunStatus.FINISHED, 0.72);
    night(3, RunStatus.NOTHING_TO_DO, 0.72);
    night(4, RunStatus.FINISHED, null);
  }

  private void night(int day, RunStatus status, Double auc) {
    Instant start = FIRST.plus(Duration.ofDays(day));
    TableRow row = SweepTables.RUNS.row()
        .set("status", status.word())
        .set("exit_code", 0)
        .set("command", "pipeline")
        .set("sweep_id", "s" + day)
        .set("dataset", "d")
        .set("started_at", start)
        .set("ended_at", start.plus(Duration.ofMinutes(90)))
        .set("edges", 1_000_000L + day)
        .set("vertices", 5_000L)
        .set("data_fingerprint", "f")
        .set("code_version", "c")
        .set("host", "h")
        .set("trials_planned", 10)
        .set("trials_trained", 10)
        .set("trials_failed", 0)
        .set("best_method", "rigl")
        .set("best_embedding", "dense")
        .set("best_sparsity", 0.9)
        .set("best_evidence", "safe")
        .set("best_auc", auc);
    SweepTables.RUNS.columns().forEach(column -> setIfMissing(row, column.name()));
    log.write("r2026110" + (day + 1) + "T020000.000Z-0000", row);
  }

  private static void setIfMissing(TableRow row, String column) {
    if (!List
        .of("status", "exit_code", "command", "sweep_id", "dataset", "started_at", "ended_at", "edges", "vertices",
            "data_fingerprint", "code_version", "host", "trials_planned", "trials_trained", "trials_failed",
            "best_method", "best_embedding", "best_sparsity", "best_evidence", "best_auc")
        .contains(column)) {
      row.set(column, null);
    }
  }

  private Trend trend(int last) {
    List<PastRun> runs = log.newestFirst().toList();
    assertThat(runs).hasSize(5);
    return new Trend("a<b", runs, last);
  }

  @Test
  void aNightThatTrainedAndEndedWellIsARow() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Trend all = trend(90);
    all.print(new PrintStream(bytes, true, StandardCharsets.US_ASCII));
    assertThat(all.nights()).isEqualTo(3);
    assertThat(bytes.toString(StandardCharsets.US_ASCII).lines().skip(2)).hasSize(3)
        .first()
        .asString()
        .matches("2026-11-01T03:30:00Z +1000000 +5000 +10 +90.0 +rigl +dense +0.9000 +safe +- +0.7100 +-");
    assertThat(trend(1).nights()).isEqualTo(1);
    bytes.reset();
    trend(1).print(new PrintStream(bytes, true, StandardCharsets.US_ASCII));
    assertThat(bytes.toString(StandardCharsets.US_ASCII)).contains("2026-11-05").doesNotContain("2026-11-03", "?");
  }

  @Test
  void thePageHasAPointPerFigureAndNightAndLoadsNothing() {
    String page = new String(trend(90).page(), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("<h1>a&lt;b, 3 nights</h1>", "default-src 'none'", "status = 'finished' ORDER BY ended_at;")
        .doesNotContain("http-equiv=\"refresh\"", "src=\"http");
    assertThat(page.split("\"figure\":\"AUC\"", -1)).as("null is no point").hasSize(1 + 2);
    assertThat(page.split("\"figure\":\"minutes\",\"value\":90.0", -1)).hasSize(1 + 3);
    assertThat(page).doesNotContain("\"figure\":\"accuracy\"");
  }
}
