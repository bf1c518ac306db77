package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparsewalk.config.JobFile;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.table.DataFile;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is added to the others is read alone, and the tables are those of all of them read at once. */
class AppendedFilesTest extends SparkTest {
  private static final int LINES = 3000;

  @ParameterizedTest
  @CsvSource({"true, keep, .txt", "false, keep, .txt", "false, drop, .txt", "true, drop, .txt.gz"})
  void theTablesAreThoseOfAllFilesReadAtOnce(boolean directed, String selfLoops, String kind) throws IOException {
    List<String> settings = List.of("graph.directed=" + directed, "graph.self-loops=" + selfLoops);
    List<DataFile> before = List.of();
    for (int day = 1; day <= 3; day++) {
      write(day, day * LINES, kind);
      Manifest appended = ingest(warehouse, settings);
      Warehouse fresh = new Warehouse(directory.resolve("fresh" + day).toUri().toString(), warehouse.configuration());
      assertSame(appended, ingest(fresh, settings), fresh);
      assertThat(hashes(appended.files()).subList(0, before.size())).as("copied, not made again")
          .isEqualTo(hashes(before));
      assertThat(appended.files()).hasSize(day);
      before = appended.files();
    }
    assertThat(ingest(warehouse, settings).files()).as("a second time nothing is done").isEqualTo(before);
  }

  @Test
  void whatDoesNotComeAfterIsReadWithTheOthers() throws IOException {
    List<String> settings = List.of();
    write(1, LINES, ".txt");
    ingest(warehouse, settings);
    // Half a manifest of something else stops nobody.
    Path other = Files.createDirectories(directory.resolve("warehouse/edges/fingerprint=0"));
    Files.writeString(other.resolve("_manifest.json"), "{");
    // From its last time on, not after it.
    write(2, LINES + (LINES - 1) / 3, ".txt");
    Manifest all = ingest(warehouse, settings);
    assertThat(all.files()).hasSize(1);
    Warehouse fresh = new Warehouse(directory.resolve("fresh").toUri().toString(), warehouse.configuration());
    assertSame(all, ingest(fresh, settings), fresh);

    Files.writeString(directory.resolve("days/day-3.txt"), "7 8 " + 9 * LINES + ".5\n");
    Manifest finer = ingest(warehouse, settings);
    assertThat(finer.count("time_decimals")).as("all times in another unit").isEqualTo(1);
    assertThat(finer.files()).hasSize(1);

    Files.writeString(directory.resolve("days/day-4.txt"), "seven 8 " + 99 * LINES + "\n");
    assertThat(ingest(warehouse, settings).count("max_raw_integer_id")).as("ids are text now").isEqualTo(-1);
  }

  private void assertSame(Manifest one, Manifest other, Warehouse there) {
    assertThat(one.facts()).isEqualTo(other.facts());
    for (String table : List.of("vertices", "edges", "quarantine")) {
      List<Row> rows = rows(warehouse, table, one);
      assertThat(rows).as(table).isEqualTo(rows(there, table, other));
      assertThat(table.equals("quarantine") || rows.size() > 1).isTrue();
    }
  }

  /** In the order of the files, and inside them. */
  private List<Row> rows(Warehouse from, String table, Manifest manifest) {
    org.apache.hadoop.fs.Path stage = from.stage(table, manifest.fingerprint());
    List<Row> rows = new ArrayList<>();
    for (org.apache.hadoop.fs.Path file : Manifest.read(from, stage).paths(from, stage)) {
      rows.addAll(StageFiles.read(spark, List.of(file)).collectAsList());
    }
    return rows;
  }

  private static List<String> hashes(List<DataFile> files) {
    return files.stream().map(DataFile::sha256).toList();
  }

  private Manifest ingest(Warehouse into, List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of("graph.path=\"" + directory.resolve("days") + "/day-*\"", "graph.ids=by-file"));
    GraphConfig graph = JobFile.defaults(all).config().graph();
    return new IngestStage(spark, into, 20_000).run(graph);
  }

  private void write(int day, int start, String kind) throws IOException {
    SplittableRandom random = new SplittableRandom(day);
    StringBuilder text = new StringBuilder("# day " + day + "\n");
    for (int line = 0; line < LINES; line++) {
      int source = random.nextInt(40 * day * day);
      // Self-loops, repeated edges and equal times; a bad line.
      int target = line % 50 == 0 ? source : random.nextInt(200 / day, 400);
      text.append(source).append(' ').append(target).append(' ').append(start + line / 3).append('\n');
    }
    text.append("bad\n");
    Path file = Files.createDirectories(directory.resolve("days")).resolve("day-" + day + kind);
    TextFile.write(file, text.toString());
  }
}
