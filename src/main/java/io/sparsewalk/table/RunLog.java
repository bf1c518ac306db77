package io.sparsewalk.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sparsewalk.common.DataRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What the runs of a job did: a row each in the table {@code runs}, and the last one as JSON.
 *
 * <pre>
 * ROOT/runs/name=NAME/run_id=R/part-0.parquet   a row
 * ROOT/_outcomes/NAME/OUTCOME.json              the last run, with the columns of the table; replaced as a whole
 * </pre>
 */
public final class RunLog {
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'");
  private static final int RANDOM_DIGITS = 4;
  private static final String RUN = "run_id=";
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Warehouse warehouse;
  private final String name;

  /**
   * The runs of a job.
   *
   * @param name of the job
   */
  public RunLog(Warehouse warehouse, String name) {
    this.warehouse = warehouse;
    this.name = name;
  }

  /** A name for a run that begins now; those that began later sort later. */
  public static String newId(Instant start) {
    return "r" + MOMENT.format(start.atOffset(ZoneOffset.UTC)) + "-"
        + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
  }

  /** The file of the last run. */
  public Path outcome() {
    return new Path(warehouse.root(), "_outcomes/" + name + "/OUTCOME.json");
  }

  private Path runs() {
    return new Path(warehouse.table(SweepTables.RUNS.name()), "name=" + name);
  }

  /** Publishes the row of a run, then the file. */
  public void write(String runId, TableRow row) {
    RowFile.publish(warehouse, new Path(runs(), RUN + runId), SweepTables.RUNS, List.of(row), List.of());
    Map<String, Object> cells = new LinkedHashMap<>(Map.of("name", name));
    cells.put("run_id", runId);
    Object[] values = row.cells();
    for (int c = 0; c < values.length; c++) {
      cells.put(SweepTables.RUNS.columns().get(c).name(),
          values[c] instanceof Instant moment ? moment.toString() : values[c]);
    }
    try {
      new WholeFile(warehouse, outcome())
          .replace((JSON.writeValueAsString(cells) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of runs is no JSON", e);
    }
  }

  /**
   * The newest run that ended well; none that is older is read.
   *
   * @throws DataRefusedException if a file of a row cannot be read
   */
  public Optional<PastRun> lastThatEndedWell() {
    return newestFirst().filter(run -> run.status().isWell()).findFirst();
  }

  /**
   * The runs, the newest first; each is read when it is asked for.
   *
   * @throws DataRefusedException if a file of a row cannot be read
   */
  public Stream<PastRun> newestFirst() {
    return RowFile.list(warehouse, runs())
        .stream()
        .map(FileStatus::getPath)
        .filter(file -> file.getParent().getName().startsWith(RUN))
        .sorted(Comparator.comparing((Path file) -> file.getParent().getName()).reversed())
        .map(this::read);
  }

  private PastRun read(Path file) {
    return new PastRun(file.getParent().getName().substring(RUN.length()),
        RowFile.read(warehouse.configuration(), file, SweepTables.RUNS).get(0));
  }
}
