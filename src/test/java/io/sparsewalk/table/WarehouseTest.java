package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.TableSchema.Column;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class WarehouseTest extends SparkTest {
  private static final TableSchema TINY =
      new TableSchema("tiny", "a row", List.of(Column.text("sweep_id", "x"), Column.text("trial_id", "x")), List.of(
          Column.text("name", "who").nullIf("nobody"), Column.real("value", "share", "how much").nullIf("nothing")));

  private static TableRow tiny(String name, Double value) {
    return TINY.row().set("value", value).set("name", name);
  }

  @Test
  void trialsAreListedPerSweepAndNothingElseIsTakenForOne() throws Exception {
    assertThat(warehouse.publishedTrials("tiny", "s")).isEmpty();
    for (String trial : List.of("t1", "t2")) {
      RowFile.publish(warehouse, warehouse.trial("tiny", "s", trial), TINY, List.of(tiny(trial, 1.0)), List.of());
    }
    Files.createDirectories(directory.resolve("warehouse/tiny/sweep_id=s/_other"));
    Files.createDirectories(directory.resolve("warehouse/tiny/sweep_id=s/trial_id=without_a_file"));
    Files.writeString(directory.resolve("warehouse/tiny/sweep_id=s/trial_id=t3"), "a file is no trial");
    Files.createDirectories(directory.resolve("warehouse/tiny/sweep_id=other/trial_id=t4"));
    assertThat(warehouse.publishedTrials("tiny", "s")).containsExactlyInAnyOrder("t1", "t2");
    Files.write(directory.resolve("warehouse/tiny/sweep_id=s/trial_id=without_a_file/part-0.parquet"), new byte[0]);
    assertThat(warehouse.publishedTrials("tiny", "s")).as("as after a crash of the machine").hasSize(2);
    DataFile anew = RowFile.publish(warehouse, warehouse.trial("tiny", "s", "without_a_file"), TINY,
        List.of(tiny("anew", 1.0)), List.of());
    assertThat(anew.isIntact(warehouse.configuration(), warehouse.root())).isTrue();
    assertThat(warehouse.publishedTrials("tiny", "s")).hasSize(3);
  }

  @Test
  void sparkReadsRowsAndPartitionsBackAsWritten() {
    RowFile.publish(warehouse, warehouse.trial("tiny", "123", "12e4"), TINY, List.of(tiny("a", 1.5), tiny(null, null)),
        List.of());
    List<Row> rows = spark.read()
        .schema(TINY.sparkSchema())
        .parquet(warehouse.table("tiny").toString())
        .orderBy("value")
        .collectAsList();
    assertThat(rows).extracting(Row::toString).containsExactly("[null,null,123,12e4]", "[a,1.5,123,12e4]");
  }

  @Test
  void theFileOfATrialHasNotesOfItsOtherFilesWhoeverWroteThem() {
    Path epochs = warehouse.trial("epochs", "s", "t");
    DataFile first = RowFile.publish(warehouse, epochs, TINY, List.of(tiny("first", 1.0)), List.of());
    DataFile second =
        RowFile.publish(warehouse, epochs, TINY, List.of(tiny("second", 1.0), tiny("second", 2.0)), List.of());
    assertThat(second).as("what is there stays, and is told").isEqualTo(first);
    assertThat(first.name()).isEqualTo("epochs/sweep_id=s/trial_id=t/part-0.parquet");
    assertThat(first.rows()).isEqualTo(1);
    RowFile.publish(warehouse, warehouse.trial("trials", "s", "t"), TINY, List.of(tiny("t", 1.0)), List.of(second));
    assertThat(RowFile.parts(warehouse.configuration(), new Path(warehouse.trial("trials", "s", "t"), RowFile.NAME)))
        .containsExactly(first);
    assertThat(first.isIntact(warehouse.configuration(), warehouse.root())).isTrue();
  }

  @Test
  void listsComeBackInStretchesAndRangesWhateverTheFiles() {
    Path out = new Path(directory.resolve("lists").toString());
    spark.range(0, 1000, 1, 3)
        .selectExpr("transform(sequence(0, cast(id % 5 as int)), x -> cast(x + 10 * id as int)) v", "id")
        .selectExpr("if(id % 7 = 0, array(), v) v")
        .write()
        .parquet(out.toString());
    ParquetColumns columns = ParquetColumns.unpublished(warehouse.configuration(), out);
    List<List<Integer>> all = lists(columns.intLists("v"));
    assertThat(all).hasSize(1000);
    assertThat(all.get(0)).isEmpty();
    assertThat(all.get(998)).containsExactly(9980, 9981, 9982, 9983);
    assertThat(lists(columns.intLists("v", 90, 500))).isEqualTo(all.subList(90, 500));
    for (int size : new int[] {1, 92, 500, 2000}) {
      List<List<Integer>> stretched = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      columns.intLists("v", size, lists -> {
        stretched.addAll(lists(lists));
        sizes.add(lists.offsets().length - 1);
      });
      assertThat(stretched).isEqualTo(all);
      assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(n -> n == size);
    }
  }

  private static List<List<Integer>> lists(ParquetColumns.IntLists lists) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < lists.offsets().length - 1; i++) {
      rows.add(Arrays.stream(lists.values(), lists.offsets()[i], lists.offsets()[i + 1]).boxed().toList());
    }
    return rows;
  }

  @Test
  void columnsComeBackAsPrimitiveArraysInRowOrder() {
    Path out = new Path(directory.resolve("numbers").toString());
    spark.range(0, 10_000, 1, 3)
        .selectExpr("cast(id as int) i", "id * 3 l", "id % 2 = 0 b", "concat('v', id) s",
            "transform(sequence(1, cast(id % 3 as int)), x -> cast(x + id as float)) f")
        .withColumn("f", functions.expr("if(i % 3 = 0, array(), f)"))
        .write()
        .parquet(out.toString());
    ParquetColumns columns = ParquetColumns.unpublished(warehouse.configuration(), out);
    assertThat(columns.rows()).isEqualTo(10_000);
    int[] ints = columns.ints("i");
    long[] longs = columns.longs("l");
    String[] strings = columns.strings("s");
    boolean[] booleans = columns.booleans("b");
    ParquetColumns.FloatLists lists = columns.floatLists("f");
    for (int i = 0; i < 10_000; i++) {
      assertThat(ints[i]).isEqualTo(i);
      assertThat(longs[i]).isEqualTo(3L * i);
      assertThat(booleans[i]).isEqualTo(i % 2 == 0);
      assertThat(strings[i]).isEqualTo("v" + i);
      assertThat(lists.offsets()[i + 1] - lists.offsets()[i]).isEqualTo(i % 3);
      for (int k = lists.offsets()[i]; k < lists.offsets()[i + 1]; k++) {
        assertThat(lists.values()[k]).isEqualTo((float) (k - lists.offsets()[i] + 1 + i));
      }
    }
  }

  @Test
  void fingerprintsIgnoreTheOrderOfKeysAndNothingElse() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", Map.of("x", 1, "y", List.of(1, 2)));
    one.put("b", 2.5);
    Map<String, Object> two = new LinkedHashMap<>();
    two.put("b", 2.5);
    two.put("a", Map.of("y", List.of(1, 2), "x", 1));
    assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(two)).hasSize(16);
    two.put("b", 2.25);
    assertThat(Fingerprint.of(one)).isNotEqualTo(Fingerprint.of(two));
  }

  @Test
  void aManifestIsReadBack() throws Exception {
    Manifest manifest = Manifest.of("ingest", Manifest.class, Map.of("path", "x"))
        .withFacts(Map.of("edges", 3_000_000_000L))
        .withFiles(List.of(new DataFile("_data/u/part-00000.parquet", 3_000_000_000L, 5_000_000_000L, "ab")));
    Path stage = new Path(warehouse.root(), "m");
    // Its names are forced to the disk before the manifest is written.
    warehouse.root().getFileSystem(warehouse.configuration()).mkdirs(new Path(stage, "_data/u"));
    assertThat(manifest.publish(warehouse, stage)).isTrue();
    assertThat(manifest.publish(warehouse, stage)).as("once").isFalse();
    Manifest read = Manifest.read(warehouse, stage);
    assertThat(read).isEqualTo(manifest);
    assertThat(read.count("edges")).isEqualTo(3_000_000_000L);
    assertThatThrownBy(() -> read.fact("lines")).hasMessageContaining("no fact 'lines'");
  }
}
