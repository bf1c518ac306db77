package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.RowFile;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableRow;
import io.sparsewalk.table.TableSchema;
import io.sparsewalk.table.Warehouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * Writers, processes of their own, that publish the same stages and trials of a warehouse, with rows that say who wrote them;
 * they are raced and killed at any moment, and what readers see is checked meanwhile.
 */
final class CommitRace {
  static final int ROUNDS = 60;
  static final int EPOCHS = 20;
  private static final int FILES = 3;
  private static final int ROWS = 50;
  private static final String SCHEMA = "message rows { required int32 writer; required int32 n; }";
  private static final TableSchema TABLE =
      new TableSchema("epochs", "a row of a writer", SweepTables.EPOCHS.partitions(),
          List.of(TableSchema.Column.integer("writer", "", "who"), TableSchema.Column.integer("n", "", "which")));

  private final String root;
  private final Map<String, String> settings;
  private final Warehouse warehouse;

  /** @param settings of Hadoop, by which the file system of the root is reached */
  CommitRace(String root, Map<String, String> settings) {
    this.root = root;
    this.settings = settings;
    Configuration configuration = new Configuration();
    settings.forEach(configuration::set);
    warehouse = new Warehouse(root, configuration);
  }

  Warehouse warehouse() {
    return warehouse;
  }

  /** A writer: its number, the root, then settings. Prints a line per round. */
  public static void main(String[] arguments) {
    Map<String, String> settings = new TreeMap<>();
    for (String setting : List.of(arguments).subList(2, arguments.length)) {
      settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    CommitRace race = new CommitRace(arguments[1], settings);
    for (int round = 0; round < ROUNDS; round++) {
      race.publish(round, Integer.parseInt(arguments[0]));
      System.out.println("round " + round);
    }
  }

  /** As stages and sweeps do it. */
  void publish(int round, int writer) {
    org.apache.hadoop.fs.Path stage = stage(round);
    if (StageFiles.intact(warehouse, stage).isEmpty()) {
      org.apache.hadoop.fs.Path data = warehouse.newData(stage);
      for (int part = 0; part < FILES; part++) {
        PartFile.write(warehouse.configuration(), data, part, SCHEMA, ROWS, (out, row) -> {
          PartFile.put(out, 0, "writer", writer);
          PartFile.put(out, 1, "n", row);
        });
      }
      List<DataFile> files = DataFile.parquet(warehouse.configuration(), data)
          .stream()
          .map(file -> DataFile.of(warehouse.configuration(), stage, file))
          .toList();
      StageFiles.publish(warehouse, stage, data, Manifest.of("edges", CommitRace.class, Map.of()).withFiles(files));
    }
    List<TableRow> rows = new ArrayList<>();
    for (int n = 0; n < EPOCHS; n++) {
      rows.add(TABLE.row().set("writer", writer).set("n", n));
    }
    List<DataFile> parts =
        List.of(RowFile.publish(warehouse, warehouse.trial("epochs", "s", "t" + round), TABLE, rows, List.of()));
    RowFile.publish(warehouse, warehouse.trial("trials", "s", "t" + round), TABLE, rows.subList(0, 1), parts);
  }

  private org.apache.hadoop.fs.Path stage(int round) {
    return warehouse.stage("edges", "f" + round);
  }

  /** A writer that runs. */
  final class Writer implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Writer(int number) throws IOException {
      List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
          CommitRace.class.getName(), Integer.toString(number), root));
      settings.forEach((key, value) -> command.add(key + "=" + value));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits until it has published something, and some milliseconds more. */
    void await(long more) throws Exception {
      String line = out.readLine();
      while (line != null && !line.startsWith("round ")) {
        line = out.readLine();
      }
      assertThat(line).as("the writer has begun").isNotNull();
      TimeUnit.MILLISECONDS.sleep(more);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    void finish() throws Exception {
      while (out.readLine() != null) {
        // Until it has ended.
      }
      assertThat(process.waitFor()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** Four writers in this process that publish each round at the same moment. */
  void raceInThreads(int rounds) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int round = 0; round < rounds; round++) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> ends = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int w = writer;
        int r = round;
        ends.add(threads.submit(() -> {
          start.await();
          publish(r, w);
          return null;
        }));
      }
      start.countDown();
      for (Future<?> end : ends) {
        end.get();
      }
    }
    threads.shutdown();
  }

  /** Pairs of writers, each of which is killed at some moment, then one that goes on to the end. */
  void killAndFinish(int pairs, long seed, boolean exclusive) throws Exception {
    Seeds moments = Seeds.of(seed).child("kills");
    for (int pair = 0; pair < pairs; pair++) {
      try (Writer first = new Writer(2 * pair); Writer second = new Writer(2 * pair + 1)) {
        first.await((long) (moments.uniform(2L * pair) * 150));
        first.kill();
        check(exclusive);
        second.await((long) (moments.uniform(2L * pair + 1) * 150));
        second.kill();
      }
      check(exclusive);
    }
    try (Writer last = new Writer(2 * pairs); Writer other = new Writer(2 * pairs + 1)) {
      last.finish();
      other.finish();
    }
    assertThat(check(exclusive)).as("stages and trials").isEqualTo(2 * ROUNDS);
  }

  /**
   * What is published is whole, and of one writer.
   *
   * @param exclusive true: also the parts of a trial, as no file ever takes the place of another
   * @return published stages and trials
   */
  int check(boolean exclusive) {
    List<org.apache.hadoop.fs.Path> stages = Manifest.published(warehouse);
    for (org.apache.hadoop.fs.Path stage : stages) {
      ParquetColumns columns = new ParquetColumns(warehouse, stage);
      assertThat(columns.rowsPerFile()).containsExactly(ROWS, ROWS, ROWS);
      assertThat(Arrays.stream(columns.ints("writer")).distinct().count()).as("writers of %s", stage).isEqualTo(1);
      assertThat(Manifest.read(warehouse, stage).files())
          .allMatch(file -> file.isIntact(warehouse.configuration(), stage));
    }
    int trials = 0;
    for (String trial : warehouse.publishedTrials("trials", "s")) {
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(warehouse.trial("trials", "s", trial), RowFile.NAME);
      RowFile.readThrough(warehouse.configuration(), file);
      List<DataFile> parts = RowFile.parts(warehouse.configuration(), file);
      assertThat(parts).hasSize(1)
          .allMatch(part -> part.rows() == EPOCHS)
          .allMatch(part -> !exclusive || part.isIntact(warehouse.configuration(), warehouse.root()));
      org.apache.hadoop.fs.Path epochs = new org.apache.hadoop.fs.Path(warehouse.root(), parts.get(0).name());
      int[] writers = ParquetColumns.ofFile(warehouse.configuration(), epochs).ints("writer");
      assertThat(writers).hasSize(EPOCHS).containsOnly(writers[0]);
      trials++;
    }
    return stages.size() + trials;
  }
}
