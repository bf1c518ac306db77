package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.examples.LabelStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of edges as people have them: each kind becomes the right tables, or is refused by name. */
class EdgeFilesTest extends SparkTest {
  private static final byte[] EDGES = "7 8 1\n8 9 2\n".getBytes(StandardCharsets.UTF_8);

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  @Test
  void packedFilesAreKnownByTheirFirstBytesWhateverTheirNames() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plain.gz", EDGES);
    files.put("gzip.txt", packed(GZIPOutputStream::new, EDGES));
    files.put("members.dat", joined(packed(GZIPOutputStream::new, "7 8 1\n".getBytes(StandardCharsets.UTF_8)),
        packed(GZIPOutputStream::new, "8 9 2\n".getBytes(StandardCharsets.UTF_8))));
    files.put("bzip2", packed(BZip2CompressorOutputStream::new, EDGES));
    files.put("zstd.csv", packed(ZstdOutputStream::new, EDGES));
    files.put("xz.tsv", packed(XZCompressorOutputStream::new, EDGES));
    files.put("e.zip", zip(Map.of("x/e.edges", EDGES, "x/readme.html", "<html>".getBytes(StandardCharsets.UTF_8))));
    files.put("d.tar.gz",
        packed(GZIPOutputStream::new, tar(Map.of("d/a.txt", "7 8 1\n", "d/b.txt", "8 9 2\n", "d/README.md", "Edges"))));
    files.put("d.tar", tar(Map.of("d/a.txt", "7 8 1\n", "d/b.txt", "8 9 2\n")));
    files.put("bom.txt", joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, EDGES));
    files.put("crlf.txt", "7 8 1\r\n8 9 2\r\n".getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Manifest edges = ingest(graph(write(file.getKey(), file.getValue())));
      assertThat(rows("edges", edges)).as(file.getKey()).containsExactly("[0,1,1]", "[1,2,2]");
      assertThat(rows("vertices", edges)).as(file.getKey()).containsExactly("[0,7]", "[1,8]", "[2,9]");
    }
  }

  @Test
  void whatIsNoListOfEdgesIsNamed() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("is text in UTF-16", "1 2 3\n".getBytes(StandardCharsets.UTF_16));
    files.put("UTF-16 or UTF-32", "1 2 3\n".getBytes(StandardCharsets.UTF_16LE));
    files.put("is a 7z archive", new byte[] {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 0});
    files.put("is an HDF5 file", new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'});
    files.put("is a web page", "<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8));
    files.put("is JSON", "{\"nodes\": []}".getBytes(StandardCharsets.UTF_8));
    files.put("is XML", "<?xml version=\"1.0\"?>\n<graphml/>".getBytes(StandardCharsets.UTF_8));
    files.put("Git LFS",
        "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n".getBytes(StandardCharsets.UTF_8));
    files.put("carriage return only", "1 2 3\r2 3 4\r".getBytes(StandardCharsets.UTF_8));
    files.put("decimal", "1;2;3,5\n2;3;4,5\n".getBytes(StandardCharsets.UTF_8));
    int n = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = write("f" + n++, file.getValue());
      String expected = file.getKey().equals("decimal") ? "time is not a number: 3,5" : file.getKey();
      assertRefused(graph(path), expected);
      assertRefused(graph(path), path);
    }
  }

  @Test
  void pathsAreTakenAsTheyStandAndFilesOnce() throws IOException {
    for (String name : List.of("a#b/e#1.txt", "d[1]/e.txt", "my data/e{2}.txt", "c*/e?.txt")) {
      assertThat(ingest(graph(write(name, EDGES))).count("edges")).as(name).isEqualTo(2);
    }
    String uri = directory.resolve("my data/e{2}.txt").toUri().toString();
    assertThat(uri).contains("%20");
    assertThat(ingest(graph(uri)).count("edges")).isEqualTo(2);
    GraphConfig twice = new GraphConfig(List.of(write("t/e.txt", EDGES), directory + "/t/e*", directory + "/t"), "", "",
        "", "", "d", EdgeFormat.AUTO, columns(), true, GraphConfig.SelfLoops.KEEP, 0, 1024);
    assertThat(ingest(twice).count("edges")).isEqualTo(2);
    assertRefused(graph("s3a://bucket/e.txt"), "spark.jars.packages=org.apache.hadoop:hadoop-aws");
  }

  @Test
  void filesOfOneInputMustBeAlike() throws IOException {
    write("m/a.txt", EDGES);
    write("m/README.txt", "Here are the edges".getBytes(StandardCharsets.UTF_8));
    write("m/labels.tsv", "7 x y\n".getBytes(StandardCharsets.UTF_8));
    write("m/empty.txt", new byte[0]);
    write("m/comments.txt", "# nothing\n".getBytes(StandardCharsets.UTF_8));
    Manifest edges = ingest(graph(directory.resolve("m").toString()));
    assertThat(edges.count("lines")).as("the readme and the labels are left out").isEqualTo(3);
    write("m/b.txt", "1 2 3 4\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(graph(directory.resolve("m").toString()), "m/b.txt: differs from");
    write("n/a.csv", "src,dst,time\n1,2,3\n".getBytes(StandardCharsets.UTF_8));
    write("n/b.csv", "time,src,dst\n3,1,2\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(graph(directory.resolve("n").toString()), "n/b.csv: differs from");
    spark.sql("SELECT 1L AS src, 2L AS dst, 3L AS time").write().parquet(directory.resolve("n/c").toString());
    assertRefused(graph(directory.resolve("n").toString()), "differs from");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "user_id,item_id,timestamp,label/0,0,1.0,0/1,0,2.0,1|[0,2,1] [1,2,2]|source:0 source:1 target:0",
      "% bip unweighted/1 1/1 2/2 2|[0,2,0] [0,3,0] [1,3,0]|source:1 source:2 target:1 target:2",
      "src,dst,time/1.0,2.0,10.0/1e1,1.0,12.5|[0,1,100] [2,0,125]|1 2 10",
      "1.000000000000000000e+00 2.000000000000000000e+00 1.082040961000000000e+09|[0,1,1082040961]|1 2",
      "\"source\",\"target\",\"time\"/\"Smith, J\",\"Doe\",5|[1,0,5]|Doe Smith, J",
      "day,src,dst/2019-01-01,a,b/2019-01-02,b,a|[0,1,1546300800] [1,0,1546387200]|a b",
      "%%MatrixMarket matrix coordinate pattern symmetric/9 9 2/3 1/9 3|[0,1,0] [1,0,0] [1,2,0] [2,1,0]|1 3 9",
      "%%MatrixMarket matrix coordinate real general/9 9 2/3 1 0.5/9 3 1e-3|[1,0,0,0.5] [2,1,0,0.001]|1 3 9",
      "1 2 3/2 3 4/x 1 5|[0,1,3] [1,2,4] [3,0,5]|1 2 3 x"})
  void tablesHoldWhatThePersonMeant(String text, String edges, String vertices) throws IOException {
    Manifest read = ingest(graph(write("e.txt", text.replace('/', '\n').getBytes(StandardCharsets.UTF_8))));
    assertThat(String.join(" ", rows("edges", read))).isEqualTo(edges);
    assertThat(rows("vertices", read).stream().map(row -> row.replaceAll("^\\[\\d+,|\\]$", "")).toList())
        .isEqualTo(List.of(vertices.split(" (?!J)")));
  }

  @Test
  void timesAreRoundedToTheUnitThatFitsOrIsWantedAndThatIsSaid() throws IOException {
    String path = write("e.txt",
        "0,1,0.012345678901234567\n1,2,123.45678901234567\n2,0,1234.5678901234567\n".getBytes(StandardCharsets.UTF_8));
    Manifest auto = ingest(graph(path));
    assertThat(rows("edges", auto)).containsExactly("[0,1,12345678901235]", "[1,2,123456789012345670]",
        "[2,0,1234567890123456700]");
    assertThat(auto.facts()).containsEntry("rounded", true).containsEntry("time_decimals", 15);
    Manifest wanted = ingest(graph(path).withReading(reading("1e-2", GraphConfig.Weights.REFUSE)));
    assertThat(rows("edges", wanted)).containsExactly("[0,1,1]", "[1,2,12346]", "[2,0,123457]");
    assertRefused(graph(path).withReading(reading("1e-17", GraphConfig.Weights.REFUSE)), "graph.time-unit = 1e-17");
  }

  private static GraphConfig.Reading reading(String unit, GraphConfig.Weights weights) {
    return new GraphConfig.Reading(GraphConfig.Choice.AUTO, unit, weights, GraphConfig.Preset.NONE);
  }

  @Test
  void everyLineIsAccountedForWhateverTheRulesAre() throws IOException {
    for (int seed = 0; seed < 2; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "src,dst,weight\n" : "1,2,1\n");
      int lines = 1 + random.nextInt(200);
      for (int i = 0; i < lines; i++) {
        text.append(
            List.of("# c\n", "1,2,-1\n", "3,3,0\n", "1,2\n", "x y,2,1.5\n", "\n", "4,5,2e3\n").get(random.nextInt(7)));
      }
      String path = write("w" + seed + ".csv", (text + "8,9,1\n").getBytes(StandardCharsets.UTF_8));
      for (GraphConfig.Weights rule : GraphConfig.Weights.values()) {
        GraphConfig graph = new GraphConfig(List.of(path), "", "", "", "", "d", EdgeFormat.WEIGHTED, columns(), true,
            random.nextBoolean() ? GraphConfig.SelfLoops.KEEP : GraphConfig.SelfLoops.DROP, 1, 1024);
        Manifest edges = new IngestStage(spark, warehouse, 1000).run(graph.withReading(reading("auto", rule)));
        assertThat(edges.count("lines")).isEqualTo(lines + 2L)
            .isEqualTo(edges.count("edges") + edges.count("quarantined") + edges.count("comments")
                + edges.count("dropped_self_loops") + edges.count("dropped_weights"));
        assertThat(rows("edges", edges)).noneMatch(row -> row.endsWith(",0.0]") || row.contains("-"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0.001, true", "3, 0, false", "2, 0.001, false", "2, 0.5, true", "1500, 0.001, true"})
  void oneBadLineIsQuarantinedWhereThereAreThreeOrTheShareAllowsIt(int lines, double share, boolean read)
      throws IOException {
    String path = write("e.txt", ("1 2 3\n".repeat(lines - 1) + "1 2 x\n").getBytes(StandardCharsets.UTF_8));
    if (read) {
      assertThat(ingest(graph(path, share)).count("quarantined")).isEqualTo(1);
    } else {
      assertRefused(graph(path, share), "1 of " + lines + " lines are bad");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "SELECT 1L src, 2L dst, TIMESTAMP_NTZ '2022-06-17 13:56:07.5' time|[0,1,16554741675]",
      "SELECT 1L src, 2L dst, TIMESTAMP '2022-06-17 13:56:07Z' time|[0,1,1655474167]",
      "SELECT 1L src, 2L dst, DATE '2019-01-01' time|[0,1,1546300800]", "SELECT 1L src, 2L dst, 1.25D time|[0,1,125]",
      "SELECT 1L src, 2L dst, 1289241911.75D time|[0,1,128924191175]", "SELECT 1L src, 2L dst, '10' time|[0,1,10]",
      "SELECT 1L src, 2L dst, '2019-01-01T00:00:01Z' time|[0,1,1546300801]",
      "SELECT 1L src, 2L dst, cast(7 as tinyint) time|[0,1,7]",
      "SELECT 1L src, 2L dst, cast(7.50 as decimal(38, 10)) time|[0,1,75]",
      "SELECT 1D src, 10000000D dst, 3L time|[0,1,3]", "SELECT 5L ts, 'a' `src.id`, 'b' `dst.id`|[0,1,5]",
      "SELECT 5L day, 'a' user_id, 'a' item_id|[0,1,5]"})
  void parquetOfAnyTypeIsReadAsTextOfTheSameValuesIs(String query, String expected) {
    String path = directory.resolve("e.parquet").toString();
    spark.sql(query).write().parquet(path);
    assertThat(rows("edges",
        ingest(graph(path)
            .withColumns(query.contains("user_id") ? new GraphConfig.Columns("user_id", "item_id", "day", "", List.of())
                : columns())
            .withReading(query.contains("user_id") ? new GraphConfig.Reading(GraphConfig.Choice.TRUE, "auto",
                GraphConfig.Weights.REFUSE, GraphConfig.Preset.NONE) : GraphConfig.Reading.FOUND))))
        .containsExactly(expected);
  }

  @Test
  void parquetPartsMayDifferInWidthsAndBeNamedAnyhow() throws IOException {
    spark.sql("SELECT 1 src, 2 dst, 10 time").coalesce(1).write().parquet(directory.resolve("t/one").toString());
    spark.sql("SELECT 3L src, 1L dst, 11L time").coalesce(1).write().parquet(directory.resolve("t/two").toString());
    assertThat(rows("edges", ingest(graph(directory.resolve("t").toString())))).containsExactly("[0,1,10]", "[2,0,11]");
    Path part;
    try (var files = Files.walk(directory.resolve("t/one"))) {
      part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    String named = write("data[1]/edges.pq", Files.readAllBytes(part));
    assertThat(ingest(graph(named)).count("edges")).isEqualTo(1);
    byte[] bytes = Files.readAllBytes(part);
    assertRefused(graph(write("cut.parquet", Arrays.copyOf(bytes, bytes.length - 9))),
        "cut.parquet: not readable as Parquet");
    spark.sql("SELECT 1 src, 2 dst, 3 day UNION ALL SELECT 2, 3, 4")
        .write()
        .partitionBy("day")
        .parquet(directory.resolve("hive").toString());
    assertThat(rows("edges", ingest(graph(directory.resolve("hive").toString())))).containsExactly("[0,1,3]",
        "[1,2,4]");
  }

  @Test
  void nullsAreNamedByFileRowAndColumnAndNanosecondsAreExact() throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType(
        "message m { optional int64 src; optional int64 dst; optional int64 time " + "(TIMESTAMP(NANOS,true)); }");
    String file = directory.resolve("e.parquet").toString();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file)).withType(schema).build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(schema);
      writer.write(groups.newGroup().append("src", 1L).append("dst", 2L).append("time", 1289241911728359937L));
      writer.write(groups.newGroup().append("src", 1L).append("time", 5L));
    }
    Manifest edges = ingest(graph(file, 1));
    assertThat(rows("edges", edges)).containsExactly("[0,1,1289241911728359937]");
    assertThat(edges.count("time_decimals")).isEqualTo(9);
    assertThat(rows("quarantine", edges)).singleElement()
        .asString()
        .contains("e.parquet,2,")
        .contains("column 'dst' is null");
    assertRefused(graph(file), "e.parquet:2: column 'dst' is null");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"\"1\",\"a\"/\"2\",\"b\"|a b",
      "1,Machine Learning/2,Data Bases|Data Bases,Machine Learning", "id,label/1,x/2,y|x y", "1 b/2 a|a b",
      "1.0,0.5/2.0,-1.0|-1.0 0.5", "1\tx y/2\tz|x y,z", "\"1\" \"x y\"/\"2\" z|x y,z", "1 x y/2 z|x y,z",
      "1;a,b/2;c|a,b c", "label/10/9/10/10|9 10"})
  void labelsAreReadAsEdgesAre(String text, String classes) throws IOException {
    Manifest edges = ingest(graph(write("e.txt", "0 1 1\n1 2 2\n".getBytes(StandardCharsets.UTF_8))));
    String path = write("l.csv", text.replace('/', '\n').getBytes(StandardCharsets.UTF_8));
    Manifest labels = readLabels(edges, path);
    List<?> names = (List<?>) labels.fact(LabelStage.CLASS_NAMES);
    assertThat(names.stream().map(String::valueOf).toList()).isIn(List.of(classes.split(" ")),
        List.of(classes.split(",")));
  }

  @Test
  void labelsOfStrangersAreCountedAndAFileOfThemIsRefused() throws IOException {
    Manifest edges = ingest(graph(write("e.txt", "0 1 1\n1 2 2\n".getBytes(StandardCharsets.UTF_8))));
    String strangers = write("l.csv", "x0,a\nx1,b\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> readLabels(edges, strangers)).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("none of the 2 vertices in the file is in the graph (first: x0)");
    String some = write("s.csv", "0,a\n1,b\n9,b\n".getBytes(StandardCharsets.UTF_8));
    assertThat(readLabels(edges, some).count("without_edges")).isEqualTo(1);
  }

  private void assertRefused(GraphConfig graph, String message) {
    assertThatThrownBy(() -> ingest(graph)).isInstanceOf(DataRefusedException.class).hasMessageContaining(message);
  }

  private List<String> rows(String table, Manifest manifest) {
    return new ParquetColumns(warehouse, warehouse.stage(table, manifest.fingerprint())).files()
        .stream()
        .flatMap(file -> spark.read().parquet(file.toString()).collectAsList().stream())
        .map(Row::toString)
        .toList();
  }

  private String write(String name, byte[] bytes) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes).toString();
  }

  private static byte[] joined(byte[] one, byte[] other) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(one);
    out.write(other);
    return out.toByteArray();
  }

  private static byte[] packed(Compressor compressor, byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.over(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> file : new ArrayList<>(entries.entrySet())) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length());
        tar.putArchiveEntry(entry);
        tar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}
