package io.sparsewalk.report;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A sweep in the layout of files that MLflow's tracking reads ({@code mlflow ui --backend-store-uri DIR}): an experiment per job, in it a run
 * per sweep with its settings and the report, and below that a run per trial, with its place in the grid as parameters, all its figures as
 * metrics and those of its epochs by step. Written again, a run stays the same run.
 */
public final class MlflowFiles {
  /** The place of a trial in the grid. */
  private static final List<String> PARAMETERS = List.of("dataset", "protocol", "task", "model", "embedding", "method",
      "sparsity_requested", "seed", "engine", "workers", "allocation", "structure", "vary");
  private static final List<String> TAGS = List.of("sweep_id", "trial_id", "code_version", "data_fingerprint", "host",
      "device", "stop_reason", "exception", "message");
  private static final Set<TableSchema.Kind> NUMBERS =
      Set.of(TableSchema.Kind.DOUBLE, TableSchema.Kind.INT, TableSchema.Kind.LONG);
  private static final String META = "meta.yaml";
  /** MLflow's numbers for the ends of a run. */
  private static final int FINISHED = 3;
  private static final int FAILED = 4;
  /** Of a run: started by a program on some machine. */
  private static final int LOCAL_SOURCE = 4;
  /** Newer versions take 6,000 characters. */
  private static final int LONGEST_PARAMETER = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final String sweepId;
  private final FileSystem files;
  private final Path experiment;
  private final String experimentId;

  private MlflowFiles(SparkSession spark, String sweepId, String job, Path root) throws IOException {
    this.spark = spark;
    this.sweepId = sweepId;
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    FileSystem given = root.getFileSystem(configuration);
    // Files of checksums beside the others would be taken for parameters.
    files = given instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : given;
    experimentId = new BigInteger(Sha256.hex(job.getBytes(StandardCharsets.UTF_8)), 16).toString().substring(0, 18);
    experiment = new Path(given.makeQualified(root), experimentId);
  }

  /**
   * Writes a sweep, from the views {@code trials}, {@code epochs} and {@code failures} of {@link Views}.
   *
   * @param job its name, which is that of the experiment
   * @param root of MLflow's files, which may have other experiments; any Hadoop path
   * @param report that goes with it
   * @return number of trials
   * @throws IOException if the files cannot be written
   */
  public static int write(SparkSession spark, String sweepId, String job, Path root, Optional<Path> report)
      throws IOException {
    return new MlflowFiles(spark, sweepId, job, root).write(job, report);
  }

  private int write(String job, Optional<Path> report) throws IOException {
    List<Row> trials = rows("trials");
    List<Row> failures = rows("failures");
    Map<String, List<Row>> epochs = new TreeMap<>();
    for (Row row : rows("epochs")) {
      epochs.computeIfAbsent(row.getAs("trial_id"), trial -> new ArrayList<>()).add(row);
    }
    long first = trials.stream().mapToLong(row -> millis(row, "started_at")).min().orElse(0);
    long last = trials.stream().mapToLong(row -> millis(row, "ended_at")).max().orElse(first);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("artifact_location", experiment.toString());
    about.put("creation_time", first);
    about.put("experiment_id", experimentId);
    about.put("last_update_time", last);
    about.put("lifecycle_stage", "active");
    about.put("name", job);
    String parent = id(sweepId);
    Run sweep = new Run(parent, sweepId, failures.isEmpty() ? FINISHED : FAILED, first, last);
    sweepRun(sweep, trials, failures.size(), report);
    for (Row trial : trials) {
      trialRun(trial, epochs.getOrDefault(trial.<String>getAs("trial_id"), List.of()), parent);
    }
    for (Row failure : failures) {
      failedRun(failure, parent);
    }
    // Last: what has no description is no experiment.
    text(new Path(experiment, META), JSON.writeValueAsString(about));
    return trials.size() + failures.size();
  }

  private List<Row> rows(String table) {
    return spark.table(table).where(col("sweep_id").equalTo(sweepId)).orderBy(order(table)).collectAsList();
  }

  private static Column[] order(String table) {
    return Stream.of("trial_id", "epoch")
        .limit(table.equals("epochs") ? 2 : 1)
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  /** A run; times in milliseconds since 1970. */
  private record Run(String id, String name, int status, long start, long end) {}

  private void sweepRun(Run run, List<Row> trials, int failed, Optional<Path> report) throws IOException {
    Path directory = new Path(experiment, run.id());
    if (!trials.isEmpty()) {
      Map<String, String> settings = new TreeMap<>();
      flatten("", JSON.readTree(trials.get(0).<String>getAs("config_json")), settings);
      // What differs from trial to trial is told there.
      for (Row trial : trials) {
        Map<String, String> own = new TreeMap<>();
        flatten("", JSON.readTree(trial.<String>getAs("config_json")), own);
        settings.entrySet().retainAll(own.entrySet());
      }
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        parameter(directory, setting.getKey(), setting.getValue());
      }
    }
    metric(directory, "trials_finished", List.of(new Point(run.end(), trials.size(), 0)));
    metric(directory, "trials_failed", List.of(new Point(run.end(), failed, 0)));
    tag(directory, "sweep_id", sweepId);
    Path artifacts = new Path(directory, "artifacts");
    files.mkdirs(artifacts);
    if (report.isPresent()) {
      Path page = report.get();
      Configuration configuration = spark.sparkContext().hadoopConfiguration();
      FileUtil.copy(page.getFileSystem(configuration), page, files, new Path(artifacts, "report.html"), false, true,
          configuration);
    }
    describe(run);
  }

  private void trialRun(Row trial, List<Row> epochs, String parent) throws IOException {
    Run run = new Run(id(trial.getAs("trial_id")), name(trial), FINISHED, millis(trial, "started_at"),
        millis(trial, "ended_at"));
    Path directory = new Path(experiment, run.id());
    place(directory, trial, parent);
    for (TableSchema.Column column : SweepTables.TRIALS.columns()) {
      Number value = NUMBERS.contains(column.kind()) ? trial.getAs(column.name()) : null;
      if (value != null && !PARAMETERS.contains(column.name())) {
        metric(directory, column.name(), List.of(new Point(run.end(), value, 0)));
      }
    }
    for (TableSchema.Column column : SweepTables.EPOCHS.columns()) {
      List<Point> points = new ArrayList<>();
      double at = run.start();
      for (Row epoch : epochs) {
        at += 1000 * epoch.<Double>getAs("seconds");
        Number value = NUMBERS.contains(column.kind()) ? epoch.getAs(column.name()) : null;
        if (value != null && !column.name().equals("epoch")) {
          points.add(new Point((long) at, value, epoch.getAs("epoch")));
        }
      }
      if (!points.isEmpty()) {
        metric(directory, "epoch." + column.name(), points);
      }
    }
    describe(run);
  }

  private void failedRun(Row failure, String parent) throws IOException {
    long end = millis(failure, "ended_at");
    Run run = new Run(id(failure.getAs("trial_id")), name(failure), FAILED, end, end);
    place(new Path(experiment, run.id()), failure, parent);
    describe(run);
  }

  /** Parameters and tags of a trial. */
  private void place(Path directory, Row row, String parent) throws IOException {
    List<String> columns = List.of(row.schema().fieldNames());
    for (String name : PARAMETERS) {
      if (columns.contains(name) && row.getAs(name) != null) {
        parameter(directory, name, row.getAs(name).toString());
      }
    }
    for (String name : TAGS) {
      if (columns.contains(name) && row.getAs(name) != null) {
        tag(directory, name, row.getAs(name));
      }
    }
    tag(directory, "mlflow.parentRunId", parent);
    files.mkdirs(new Path(directory, "artifacts"));
  }

  private static String name(Row row) {
    String level =
        List.of(row.schema().fieldNames()).contains("sparsity_requested") ? "sparsity_requested" : "sparsity";
    return row.getAs("method") + " " + row.getAs(level) + ", " + row.getAs("embedding") + ", seed " + row.getAs("seed");
  }

  /** Last of all that belongs to a run, which is none without. */
  private void describe(Run run) throws IOException {
    Path directory = new Path(experiment, run.id());
    tag(directory, "mlflow.runName", run.name());
    tag(directory, "mlflow.source.name", "sparsewalk");
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("artifact_uri", new Path(directory, "artifacts").toString());
    about.put("end_time", run.end());
    about.put("entry_point_name", "");
    about.put("experiment_id", experimentId);
    about.put("lifecycle_stage", "active");
    about.put("run_id", run.id());
    about.put("run_name", run.name());
    about.put("run_uuid", run.id());
    about.put("source_name", "");
    about.put("source_type", LOCAL_SOURCE);
    about.put("source_version", "");
    about.put("start_time", run.start());
    about.put("status", run.status());
    about.put("tags", List.of());
    about.put("user_id", "sparsewalk");
    // JSON is YAML.
    text(new Path(directory, META), JSON.writeValueAsString(about));
  }

  /** A value of a metric at a time and a step. */
  private record Point(long millis, Number value, int step) {}

  private void metric(Path directory, String name, List<Point> points) throws IOException {
    StringBuilder lines = new StringBuilder();
    points.forEach(point -> lines.append(point.millis())
        .append(' ')
        .append(point.value())
        .append(' ')
        .append(point.step())
        .append('\n'));
    text(new Path(directory, "metrics/" + name), lines.toString());
  }

  private void parameter(Path directory, String name, String value) throws IOException {
    text(new Path(directory, "params/" + name),
        value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER - 3) + "...");
  }

  private void tag(Path directory, String name, String value) throws IOException {
    text(new Path(directory, "tags/" + name), value);
  }

  private void text(Path file, String text) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Settings by their paths with points, as in a job file. */
  private static void flatten(String path, JsonNode node, Map<String, String> settings) {
    if (!node.isObject()) {
      settings.put(path, node.isTextual() ? node.textValue() : node.toString());
      return;
    }
    for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext();) {
      Map.Entry<String, JsonNode> field = fields.next();
      flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), settings);
    }
  }

  private static long millis(Row row, String column) {
    // Rows of before the column existed have no moment; MLflow must have one.
    Timestamp moment = row.getAs(column);
    return moment == null ? 0 : moment.getTime();
  }

  /** As MLflow's: 32 hex digits. */
  private static String id(String ours) {
    return Sha256.hex(ours.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }
}
