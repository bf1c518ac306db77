package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.StageFiles;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.SweepTables;
import io.sparsewalk.table.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class ViewsTest extends SparkTest {

  @Test
  void tablesThatNobodyWroteYetAreEmptyButHaveTheirColumns() {
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    for (TableSchema schema : SweepTables.ALL) {
      assertThat(spark.table(schema.name()).count()).isZero();
      assertThat(spark.table(schema.name()).schema()).isEqualTo(schema.sparkSchema());
    }
    assertThat(spark.table("summary").count()).isZero();
  }

  @Test
  void stageTablesAreThereWithTheirFingerprintsAsText() {
    publish("edges", "12345678e1234567", spark.range(5).toDF("src"));
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThat(spark.sql("select count(*), max(fingerprint) from edges").first())
        .isEqualTo(RowFactory.create(5L, "12345678e1234567"));
  }

  /** As a stage does. */
  private org.apache.hadoop.fs.Path publish(String table, String fingerprint, Dataset<Row> rows) {
    org.apache.hadoop.fs.Path stage = warehouse.stage(table, fingerprint);
    org.apache.hadoop.fs.Path data = warehouse.newData(stage);
    rows.write().parquet(data.toString());
    Manifest.of(table, ViewsTest.class, Map.of())
        .withFiles(StageFiles.written(warehouse, stage, data))
        .publish(warehouse, stage);
    return data;
  }

  @Test
  void foreignFilesAreNoRowsAndLostOnesAreNamed() throws Exception {
    new SweepFixture(warehouse).trial("one", row -> row.put("accuracy", 0.75));
    publish("edges", "f", spark.range(5).toDF("src"));
    Path trials = directory.resolve("warehouse/trials");
    Path one = trials.resolve("sweep_id=" + SweepFixture.SWEEP + "/trial_id=one");
    Files.writeString(one.resolveSibling("notes.csv"), "a,b");
    Files.copy(one.resolve("part-0.parquet"), one.resolve("copy.parquet"));
    Files.copy(one.resolve("part-0.parquet"),
        Files.createDirectories(trials.resolve("backup")).resolve("part-0.parquet"));
    spark.range(7).toDF("src").write().parquet(warehouse.newData(warehouse.stage("edges", "f")).toString());
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThat(spark.table("trials").count()).isEqualTo(1);
    assertThat(spark.table("edges").count()).as("and not what nobody has published").isEqualTo(5);

    Path lost = Path.of(Manifest.read(warehouse, warehouse.stage("edges", "f"))
        .paths(warehouse, warehouse.stage("edges", "f"))
        .get(0)
        .toUri()
        .getPath());
    Files.delete(lost);
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertRefused("select count(*) from edges where src > 7",
        "the table edges is damaged: file:" + lost + " is missing: run the job again");
    assertThat(printed("select count(*) from trials", ResultFormat.CSV)).as("others answer").isEqualTo("count(1)\n1\n");
    new Views(spark, warehouse, SweepFixture.MARGIN, Set.of(new org.apache.hadoop.fs.Path(lost.toUri()))).register();
    assertThat(printed("select count(*) from edges", ResultFormat.CSV)).as("of the other file")
        .isEqualTo("count(1)\n3\n");

    Path manifest = lost.getParent().getParent().getParent().resolve("_manifest.json");
    Files.writeString(manifest, "{");
    Files.write(one.resolve("part-0.parquet"), new byte[0]);
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertRefused("select dst from edges", "_manifest.json is no manifest, or half of one");
    assertRefused("select method, accuracy_mean from summary", "trial_id=one/part-0.parquet is empty: delete it");
    assertRefused("select 1 from trials", "the table trials is damaged: ");
    assertThat(printed("select count(*) from failures", ResultFormat.CSV)).isEqualTo("count(1)\n0\n");
  }

  private static void assertRefused(String query, String why) {
    assertThatThrownBy(() -> printed(query, ResultFormat.CSV)).isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(why)
        .hasMessageEndingWith("; --skip-damaged leaves out what is damaged");
  }

  @Test
  void rowsOfATrialAreSeenWhenItsOwnRowIs() {
    new SweepFixture(warehouse).sweep();
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    long epochs = spark.table("epochs").count();
    String killed = "dense-rigl-0.5-1";
    warehouse.discard(warehouse.trial("trials", SweepFixture.SWEEP, killed));
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThat(spark.table("epochs").count()).isEqualTo(epochs - 40);
    assertThat(spark.table("rankings").where("trial_id = '" + killed + "'").count()).isZero();
    assertThat(spark.sql("select trial_id from epochs except select trial_id from trials").count()).isZero();
  }

  @Test
  void duckDbReadsTheFilesThatManifestsNameByTheDocumentedStatement() throws Exception {
    publish("edges", "f1", spark.range(0, 5, 1, 2).toDF("src"));
    publish("edges", "12e3", spark.range(5, 12).toDF("src"));
    spark.range(7).toDF("src").write().parquet(warehouse.newData(warehouse.stage("edges", "f1")).toString());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duck.createStatement()) {
      statement.execute(
          "SET VARIABLE files = (SELECT list(replace(filename, '_manifest.json', file.name)) FROM (SELECT filename, unnest(files) AS file"
              + " FROM read_json('" + directory.resolve("warehouse")
              + "/edges/*/_manifest.json', columns = {files: 'STRUCT(name VARCHAR)[]'}," + " filename = true)))");
      ResultSet rows =
          statement.executeQuery("SELECT fingerprint, count(*), sum(src) FROM read_parquet(getvariable('files'),"
              + " hive_partitioning = true, hive_types_autocast = false) GROUP BY ALL ORDER BY ALL");
      rows.next();
      assertThat(List.of(rows.getString(1), rows.getLong(2), rows.getLong(3))).isEqualTo(List.of("12e3", 7L, 56L));
      rows.next();
      assertThat(List.of(rows.getString(1), rows.getLong(2), rows.getLong(3))).isEqualTo(List.of("f1", 5L, 10L));
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aFlippedBitIsRefusedByTheChecksumsOfPages() throws Exception {
    SweepFixture fixture = new SweepFixture(warehouse);
    fixture.trial("flipped", row -> row.put("accuracy", 0.75));
    Path file =
        directory.resolve("warehouse/trials/sweep_id=" + SweepFixture.SWEEP + "/trial_id=flipped/part-0.parquet");
    byte[] content = Files.readAllBytes(file);
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThat(printed("select accuracy from trials", ResultFormat.CSV)).isEqualTo("accuracy\n0.75\n");
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 0.75);
    int at = indexOf(content, number.array());
    content[at + 6] ^= 4;
    Files.write(file, content);
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThatThrownBy(() -> printed("select accuracy from trials", ResultFormat.CSV))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageStartingWith("trial flipped: cannot read ");
  }

  private static int indexOf(byte[] content, byte[] wanted) {
    for (int at = 0; at + wanted.length <= content.length; at++) {
      if (Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("not stored as it is");
  }

  @Test
  void aCorruptFileIsNamedWithItsTrialAndTheOthersStayReadable() throws Exception {
    SweepFixture fixture = new SweepFixture(warehouse);
    fixture.trial("good", row -> row.put("accuracy", 0.75));
    fixture.trial("torn", row -> row.put("accuracy", 0.80));
    Path file = directory.resolve("warehouse/trials/sweep_id=" + SweepFixture.SWEEP + "/trial_id=torn/part-0.parquet");
    Files.deleteIfExists(file.resolveSibling(".part-0.parquet.crc"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThatThrownBy(() -> printed("select accuracy from trials", ResultFormat.CSV))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageStartingWith("trial torn: cannot read file:")
        .hasMessageContaining("trial_id=torn/part-0.parquet")
        .hasMessageContaining("not a Parquet file");
    assertThatThrownBy(() -> ReportData.of(spark, SweepFixture.SWEEP)).isInstanceOf(UnreadableFileException.class);
    assertThat(printed("select accuracy from trials where trial_id <> 'torn'", ResultFormat.CSV))
        .isEqualTo("accuracy\n0.75\n");
    for (String others : List.of("trial_id = 'good'", "trial_id in ('good', 'none')", "not (trial_id = 'torn')",
        "trial_id <=> 'good' and accuracy > 0", "trial_id = 'good' or trial_id = 'none'")) {
      assertThat(printed("select accuracy from trials where " + others, ResultFormat.CSV)).as(others)
          .isEqualTo("accuracy\n0.75\n");
    }
    for (String all : List.of("accuracy < 0", "trial_id = 'good' or accuracy < 0", "not (trial_id = 'good')",
        "trial_id like 'g%'", "sweep_id = '" + SweepFixture.SWEEP + "'")) {
      assertThatThrownBy(() -> printed("select accuracy from trials where " + all, ResultFormat.CSV)).as(all)
          .isInstanceOf(UnreadableFileException.class);
    }
  }

  @Test
  void aQuestionRegistersWhatItReadsAndWhatThatIsMadeOf() {
    new SweepFixture(warehouse).sweep();
    for (Row view : spark.sql("show views").collectAsList()) {
      spark.catalog().dropTempView(view.getString(1));
    }
    String question = "with t as (select * from SUMMARY) select * from t where n > (select count(*) from failures)";
    Optional<Set<String>> names = ReadingSql.tables(spark, List.of("explain " + question));
    assertThat(names).isEqualTo(ReadingSql.tables(spark, List.of(question)))
        .contains(Set.of("summary", "t", "failures"));
    new Views(spark, warehouse, SweepFixture.MARGIN, Set.of()).register(names.get());
    assertThat(spark.sql("show views").collectAsList()).extracting(view -> view.getString(1))
        .containsExactlyInAnyOrder("trials", "trial_ratios", "summary", "failures");
    assertThat(spark.sql(question).count()).isEqualTo(22);
    assertThat(ReadingSql.tables(spark, List.of("describe lineage", "select 1"))).contains(Set.of("lineage"));
    assertThat(ReadingSql.tables(spark, List.of("select 1", "show tables"))).isEmpty();
  }

  @Test
  void duckDbReadsTheSameDirectoriesByTheDocumentedGlob() throws Exception {
    new SweepFixture(warehouse).sweep();
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    Row ours = spark.sql(
        "select accuracy_mean, n from summary where method = 'rigl' and sparsity = 0.75" + " and embedding = 'topk'")
        .first();
    String glob = directory.resolve("warehouse/trials") + "/sweep_id=*/trial_id=*/*.parquet";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet theirs = duck.createStatement()
            .executeQuery("select avg(accuracy), count(*), max(sweep_id) from" + " read_parquet('" + glob
                + "', hive_partitioning = true, hive_types_autocast = false)"
                + " where method = 'rigl' and sparsity = 0.75 and embedding = 'topk'")) {
      assertThat(theirs.next()).isTrue();
      assertThat(theirs.getDouble(1)).isCloseTo(ours.getDouble(0), within(1e-12));
      assertThat(theirs.getLong(2)).isEqualTo(ours.getLong(1)).isEqualTo(3);
      assertThat(theirs.getString(3)).isEqualTo(SweepFixture.SWEEP);
    }
  }

  @Test
  void rowsArePrintedAsTableCsvAndJson() {
    String query = "select * from values ('a,\"b\"', 1, 0.123456789D), ('', null, double('NaN')), (null, 3, 1e9D)"
        + " t(name, n, x)";
    assertThat(printed(query, ResultFormat.CSV)).isEqualTo("""
        name,n,x
        "a,""b""\",1,0.123456789
        "",,NaN
        ,3,1.0E9
        """);
    assertThat(printed(query, ResultFormat.JSON)).isEqualTo("""
        [
        {"name":"a,\\"b\\"","n":1,"x":0.123456789},
        {"name":"","n":null,"x":"NaN"},
        {"name":null,"n":3,"x":1.0E9}
        ]
        """);
    assertThat(printed(query, ResultFormat.TABLE)).isEqualTo("""
        name   n           x
        -----  -  ----------
        a,"b"  1    0.123457
                         NaN
               3  1000000000
        """);
  }

  @Test
  void csvKeepsLongValuesSpacesAndLineBreaks() {
    assertThat(printed("select repeat('x', 100000) a, ' b ' b, 'c\\nd' c", ResultFormat.CSV))
        .isEqualTo("a,b,c\n" + "x".repeat(100_000) + ", b ,\"c\nd\"\n");
  }

  @Test
  void theTerminalSummaryHasARowForEveryCell() {
    new SweepFixture(warehouse).sweep();
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TerminalSummary.print(ReportData.of(spark, SweepFixture.SWEEP),
        new PrintStream(bytes, true, StandardCharsets.US_ASCII));
    assertThat(bytes.toString(StandardCharsets.US_ASCII))
        .contains("of the weights can be removed with a loss of at most 0.01")
        .containsPattern("topk +rigl +0.96875 +3 +0\\.\\d{4} \\+- 0\\.\\d{4} .* 0\\.0313\n")
        .doesNotContain("?")
        .hasLineCount(1 + 2 + 22 + 1 + 2)
        .contains("AUC without a model: common neighbours 0.9500, popularity 0.7000",
            "A trivial baseline beats the network: AUC 0.950 without an embedding or a network (common neighbours), 0.91");
  }

  private static String printed(String query, ResultFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.print(spark.sql(query), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
