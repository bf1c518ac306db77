package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.net.httpserver.HttpServer;
import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.examples.SplitStage;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.Transition;
import io.sparsewalk.walk.WalkConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest extends SparkTest {
  @Test
  void idsAreNumberedByValueAndEdgesSortedByTime() throws IOException {
    Manifest edges = ingest(graph(file("e.txt", "# c\n10 9 7\n2  10 -3\r\n\n10\t9\t7\n9 9 0")));
    assertThat(rows("edges", edges)).containsExactly("[0,2,-3]", "[1,1,0]", "[2,1,7]", "[2,1,7]");
    assertThat(rows("vertices", edges)).containsExactly("[0,2]", "[1,9]", "[2,10]");
    assertThat(edges.facts()).containsEntry("lines", 6L)
        .containsEntry("comments", 2L)
        .containsEntry("duplicate_edges", 1L)
        .containsEntry("self_loops", 1L)
        .containsEntry("max_raw_integer_id", 10L)
        .containsEntry("min_time", -3L)
        .containsEntry("max_time", 7L);
  }

  @Test
  void decimalsMixedFilesAndFormatsBecomeOneUnit() throws IOException {
    file("in/a.txt", "src dst time\nx y 1.5\n");
    file("in/b.csv", "y,x,2\n");
    gzip("in/c.tsv.gz", "x\ty\t0.25\n");
    Manifest edges = ingest(graph(directory.resolve("in").toString()));
    assertThat(rows("edges", edges)).containsExactly("[0,1,25]", "[0,1,150]", "[1,0,200]");
    assertThat(edges.count("time_decimals")).isEqualTo(2);
    assertThat(edges.count("max_raw_integer_id")).isEqualTo(-1);
  }

  @Test
  void compressedAndRemoteFilesAreRead() throws IOException {
    byte[] text = "7 8 1\n8 9 2\n".getBytes(StandardCharsets.UTF_8);
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(warehouse.configuration());
    write("e.txt.bz2", compressed(text, codec::createOutputStream));
    write("e.txt.zst", compressed(text, ZstdOutputStream::new));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/e.txt", exchange -> {
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
      exchange.close();
    });
    server.start();
    try {
      String web = "http://127.0.0.1:" + server.getAddress().getPort() + "/e.txt";
      for (String path : List.of(directory.resolve("e.txt.bz2").toString(), directory.resolve("e.txt.zst").toString(),
          web)) {
        assertThat(rows("edges", ingest(graph(path)))).as(path).containsExactly("[0,1,1]", "[1,2,2]");
      }
      assertRefused(graph(web.replace("e.txt", "none.txt")), "none.txt: the server answers 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void weightsOfTextAndParquetAreKeptAndWalked() throws IOException {
    String text = file("w.txt", "a b 2.5\nb c 0.25\na b 1\nc a 0\n c b -1\n");
    GraphConfig graph = new GraphConfig(List.of(text), "", "", "", "", "d", EdgeFormat.WEIGHTED, columns(), false,
        GraphConfig.SelfLoops.KEEP, 0.5, 1024);
    Manifest edges = ingest(graph);
    List<String> expected =
        List.of("[0,1,0,1.0]", "[0,1,0,2.5]", "[1,0,0,1.0]", "[1,0,0,2.5]", "[1,2,0,0.25]", "[2,1,0,0.25]");
    assertThat(rows("edges", edges)).isEqualTo(expected);
    assertThat(rows("quarantine", edges)).hasSize(2).allMatch(row -> row.contains("weight is not above 0"));
    spark.sql(
        "SELECT * FROM VALUES ('a', 'b', 2.5D), ('b', 'c', 0.25D), ('a', 'b', 1D), ('c', 'a', 0D) AS t(src, dst, w)")
        .coalesce(1)
        .write()
        .parquet(directory.resolve("w.parquet").toString());
    Manifest parquet =
        ingest(new GraphConfig(List.of(directory.resolve("w.parquet").toString()), "", "", "", "", "d", EdgeFormat.AUTO,
            new GraphConfig.Columns("src", "dst", "", "w", List.of()), false, GraphConfig.SelfLoops.KEEP, 0.5, 1024));
    assertThat(rows("edges", parquet)).isEqualTo(expected);
    assertThat(parquet.fact("data_fingerprint")).isEqualTo(edges.fact("data_fingerprint"));

    WalkStage.Input input = SplitStage.walkable(warehouse, edges, Protocol.PAPER, SHARES, 1);
    WalkConfig walk = new WalkConfig(200, 1, Transition.UNIFORM, 0, WalkConfig.Along.OUT, WalkConfig.Order.NONE, 0, 1,
        1, WalkConfig.Start.FIRST, WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT, WalkConfig.Mode.AUTO, 0);
    List<String> walks = rows("walks", new WalkStage(spark, warehouse).run(input, walk, 1));
    // From b, 3.5 of 3.75 go to a.
    assertThat(walks.stream().filter(row -> row.endsWith("(1, 0)]")).count()).isBetween(175L, 198L);
    WalkConfig timed = new WalkConfig(1, 1, Transition.LATER, 0, WalkConfig.Along.OUT, WalkConfig.Order.FORWARD, 0, 1,
        1, WalkConfig.Start.FIRST, WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT, WalkConfig.Mode.AUTO, 0);
    assertThatThrownBy(() -> new WalkStage(spark, warehouse).run(input, timed, 1))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("set walk.order = none");
  }

  @Test
  void badLinesAreQuarantinedWithTheirPlaceAlsoInSplitFiles() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 3000; i++) {
      text.append(i % 1000 == 777 ? "bad line\n" : i + " " + (i + 1) + " " + i + "\n");
    }
    String path = file("e.txt", text.toString());
    Manifest edges = new IngestStage(spark, warehouse, 1000).run(graph(path, 0.01));
    assertThat(rows("quarantine", edges)).containsExactlyInAnyOrder(quarantined(path, 777), quarantined(path, 1777),
        quarantined(path, 2777));
    assertThat(edges.count("lines")).isEqualTo(3000);
    assertThat(edges.count("lines")).isEqualTo(edges.count("edges") + edges.count("quarantined")
        + edges.count("comments") + edges.count("dropped_self_loops"));
  }

  private static String quarantined(String path, int line) {
    return "[file:" + path + "," + line + ",bad line,too few columns: 3 expected, 2 found]";
  }

  @Test
  void unfitInputsAreRefusedByNameAndNothingIsPublished() throws IOException {
    assertRefused(graph(directory.resolve("none.txt").toString()), "none.txt: no such file");
    assertRefused(graph(file("empty.txt", "# only a comment\n")), "no edge in the input");
    assertRefused(graph(file("bad.txt", "1 2 3\n4 5 x\n")), "bad.txt:2: time is not a number: x");
    byte[] zipped = gzipped("1 2 3\n".repeat(5000));
    Path cut = directory.resolve("cut.txt.gz");
    Files.write(cut, Arrays.copyOf(zipped, zipped.length - 20));
    assertRefused(graph(cut.toString()), "cut.txt.gz: cannot be read");
    assertRefused(graph(file("no.parquet", "this is text")), "no.parquet: not readable as Parquet");
    assertThat(Manifest.published(warehouse)).isEmpty();
  }

  @Test
  void theSameGraphInAnotherFormHasTheSameFingerprint() throws IOException {
    Manifest one = ingest(graph(file("a.txt", "1 2 5\n3 4 6\n")));
    Manifest other = ingest(graph(gzip("b.txt.gz", "3,4,6\n1,2,5\n")));
    Manifest different = ingest(graph(file("c.txt", "1 2 5\n3 4 7\n")));
    assertThat(other.fact("data_fingerprint")).isEqualTo(one.fact("data_fingerprint"));
    assertThat(different.fact("data_fingerprint")).isNotEqualTo(one.fact("data_fingerprint"));
  }

  @Test
  void undirectedEdgesGoBothWaysAndSelfLoopsCanBeDropped() throws IOException {
    String path = file("e.txt", "1 2 5\n1 1 6\n");
    Manifest both = ingest(new GraphConfig(List.of(path), "", "", "", "", "d", EdgeFormat.AUTO, columns(), false,
        GraphConfig.SelfLoops.KEEP, 0, 1024));
    assertThat(rows("edges", both)).containsExactly("[0,1,5]", "[1,0,5]", "[0,0,6]");
    Manifest dropped = ingest(new GraphConfig(List.of(path), "", "", "", "", "d", EdgeFormat.AUTO, columns(), true,
        GraphConfig.SelfLoops.DROP, 0, 1024));
    assertThat(rows("edges", dropped)).containsExactly("[0,1,5]");
    assertThat(dropped.count("dropped_self_loops")).isEqualTo(1);
  }

  @Test
  void parquetEdgesAreReadByColumnName() {
    String path = directory.resolve("e.parquet").toString();
    spark.sql("select 'a' as src, 'b' as dst, cast(1.25 as decimal(10,2)) as time union all select 'b', null, 2")
        .write()
        .parquet(path);
    Manifest edges = ingest(graph(path, 1));
    assertThat(rows("edges", edges)).containsExactly("[0,1,125]");
    assertThat(edges.count("quarantined")).isEqualTo(1);
  }

  @Test
  void everyStageIsTheSameForAnyNumberOfPartitionsAndIsSkippedOnceThere() throws IOException {
    List<List<String>> tables = null;
    for (int partitions : new int[] {1, 2, 7}) {
      warehouse = new Warehouse(directory.resolve("w" + partitions).toString(), warehouse.configuration());
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
      List<Manifest> stages = stages(partitions, Protocol.STRICT);
      List<List<String>> now = List.of(rows("edges", stages.get(0)), rows("examples", stages.get(1)),
          rows("walks", stages.get(2)), rows("embeddings", stages.get(3)), rows("sparse_embeddings", stages.get(4)));
      assertThat(tables == null || tables.equals(now)).as("%s partitions", partitions).isTrue();
      tables = now;
      assertThat(stages(partitions, Protocol.STRICT)).extracting(Manifest::fingerprint)
          .isEqualTo(stages.stream().map(Manifest::fingerprint).toList());
    }
    spark.conf().set("spark.sql.shuffle.partitions", 2);
  }

  @Test
  void strictWalksStayInsideTrainingAndPaperWalksStartEverywhere() throws IOException {
    List<Manifest> strict = stages(2, Protocol.STRICT);
    List<Manifest> paper = stages(2, Protocol.PAPER);
    assertThat(strict.get(2).count("starts")).isLessThanOrEqualTo(strict.get(0).count("vertices"));
    assertThat(paper.get(2).count("starts")).isEqualTo(paper.get(0).count("max_raw_integer_id") + 1);
    assertThat(paper.get(3).count("vertices")).isEqualTo(paper.get(2).count("starts"));
    assertThat((List<?>) strict.get(1).fact("audit")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "0.3"})
  void aRandomSplitIsTheSameForAnyPartitionsAndItsWalksSeeOnlyTraining(double history) throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    String path = file("still.txt",
        IntStream.range(0, 900)
            .mapToObj(i -> random.nextInt(70) + " " + random.nextInt(70) + "\n")
            .collect(Collectors.joining()));
    SplitConfig config = new SplitConfig(SplitConfig.By.AUTO, 0.6, 0.2, history, SplitConfig.Negatives.UNIFORM,
        LeaksConfig.ALL, SHARES.ranking());
    List<List<String>> tables = null;
    for (int partitions : new int[] {0, 1, 5}) {
      warehouse = new Warehouse(directory.resolve("r" + partitions).toString(), warehouse.configuration());
      spark.conf().set("spark.sql.shuffle.partitions", Math.max(1, partitions));
      Manifest edges = ingest(graph(path));
      SplitStage splits = new SplitStage(spark, warehouse);
      Manifest examples = splits.run(edges, Protocol.STRICT, config, false, 3);
      Manifest walks =
          new WalkStage(spark, warehouse).run(SplitStage.walkable(warehouse, edges, Protocol.STRICT, config, 3),
              new WalkConfig(4, 6, Transition.UNIFORM, 0, WalkConfig.Along.OUT, WalkConfig.Order.AUTO, 0, 1, 1,
                  WalkConfig.Start.FIRST, WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT,
                  partitions == 0 ? WalkConfig.Mode.REPLICATED : WalkConfig.Mode.PARTITIONED, partitions),
              3);
      List<List<String>> now = List.of(rows("examples", examples), rows("walks", walks));
      assertThat(tables == null || tables.equals(now)).as("%s partitions", partitions).isTrue();
      tables = now;
      assertWalksSeeNoTest(examples, walks);
    }
    spark.conf().set("spark.sql.shuffle.partitions", 2);
  }

  private void assertWalksSeeNoTest(Manifest examples, Manifest walks) {
    Set<List<Integer>> hidden = StageFiles.read(spark, warehouse, "examples", examples.fingerprint())
        .where("positive AND split IN ('valid', 'test')")
        .collectAsList()
        .stream()
        .map(row -> List.of(row.<Integer>getAs("src"), row.<Integer>getAs("dst")))
        .collect(Collectors.toSet());
    assertThat(hidden).hasSizeGreaterThan(200);
    int hops = 0;
    for (Row row : StageFiles.read(spark, warehouse, "walks", walks.fingerprint()).collectAsList()) {
      List<Integer> walk = row.getList(row.fieldIndex("vertices"));
      for (int i = 1; i < walk.size(); i++, hops++) {
        assertThat(hidden).doesNotContain(walk.subList(i - 1, i + 1))
            .doesNotContain(List.of(walk.get(i), walk.get(i - 1)));
      }
    }
    assertThat(hops).isGreaterThan(500);
  }

  @Test
  void numbersInMemoryAndByJoinsGiveTheSameTables() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      long source = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(50) - 20;
      text.append(source)
          .append(' ')
          .append(random.nextInt(50))
          .append(' ')
          .append(random.nextInt(40) - 10)
          .append(i % 3 == 0 ? ".25" : "")
          .append(i % 500 == 7 ? " x" : "")
          .append('\n');
    }
    // A vertex that only a dropped self-loop names is none.
    String path = file("e.txt", "# comment\n" + text + "777 777 3\n");
    String loops = file("loops.txt", "5 5 1\n6 6 2\n");
    for (boolean directed : new boolean[] {true, false}) {
      List<List<String>> tables = new ArrayList<>();
      List<Object> facts = new ArrayList<>();
      for (int mib : new int[] {0, 1024}) {
        warehouse = new Warehouse(directory.resolve("d" + directed + mib).toString(), warehouse.configuration());
        Manifest edges = new IngestStage(spark, warehouse, 5000).run(new GraphConfig(List.of(path), "", "", "", "", "d",
            EdgeFormat.AUTO, columns(), directed, GraphConfig.SelfLoops.DROP, 0.01, mib));
        tables.add(rows("edges", edges));
        tables.add(rows("vertices", edges));
        tables.add(rows("quarantine", edges));
        facts.add(edges.facts());
        GraphConfig empty = new GraphConfig(List.of(loops), "", "", "", "", "d", EdgeFormat.AUTO, columns(), directed,
            GraphConfig.SelfLoops.DROP, 0, mib);
        assertRefused(empty, "no edge is left: all are self-loops");
        assertThat(directory.resolve("d" + directed + mib + "/_attempts").toFile().list()).isEmpty();
      }
      assertThat(tables.get(0)).isEqualTo(tables.get(3)).hasSizeGreaterThan(2900);
      assertThat(tables.get(1)).isEqualTo(tables.get(4)).noneMatch(row -> row.endsWith(",777]"));
      assertThat(tables.get(2)).isEqualTo(tables.get(5)).hasSize(6);
      assertThat(facts.get(0)).isEqualTo(facts.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"LATER, 0, OUT, FORWARD, 0, FIRST, STRICT", "LINEAR, 0, BOTH, BACKWARD, 0.2, ANY, STRICT",
      "SOONER, 200000, IN, FORWARD, 0, ANY, STRICT", "LATER, 0, OUT, FORWARD, 0, AFTER_MINIMUM, PAPER",
      "UNIFORM, 0, BOTH, NONE, 0.1, FIRST, STRICT"})
  void walksOverASpreadGraphAreTheSameToTheBit(Transition bias, long window, WalkConfig.Along along,
      WalkConfig.Order order, double restart, WalkConfig.Start start, Protocol protocol) throws IOException {
    GenerateConfig generate = new GenerateConfig(300, 3000, 5, 0.8, 2.1, 0.3, 0, 600, 1_000_000, 0, 0, 1);
    Manifest edges = ingest(graph(new GenerateStage(warehouse).run(generate)));
    WalkStage.Input input = SplitStage.walkable(warehouse, edges, protocol, SHARES, 1);
    List<String> whole = null;
    for (int partitions : new int[] {0, 1, 2, 7}) {
      warehouse = new Warehouse(directory.resolve("p" + partitions).toString(), warehouse.configuration());
      ingest(
          graph(new GenerateStage(new Warehouse(directory.resolve("warehouse").toString(), warehouse.configuration()))
              .run(generate)));
      Manifest walks = new WalkStage(spark, warehouse).run(input,
          new WalkConfig(3, 12, bias, window, along, order, restart, 1, 1, start,
              protocol == Protocol.PAPER ? WalkConfig.Times.PUBLISHED : WalkConfig.Times.EXACT,
              WalkConfig.Overflow.EXACT, partitions == 0 ? WalkConfig.Mode.REPLICATED : WalkConfig.Mode.PARTITIONED,
              partitions),
          1);
      assertThat(walks.fact("mode")).isEqualTo(partitions == 0 ? "replicated" : "partitioned");
      List<String> rows = rows("walks", walks);
      whole = whole == null ? rows : whole;
      assertThat(rows).as("%s partitions", partitions).isEqualTo(whole);
    }
    assertThat(whole).hasSizeGreaterThan(500).anyMatch(row -> row.split(",").length > 6);
  }

  @ParameterizedTest
  @CsvSource({"1, ZERO", "4, NOISE"})
  void tablesSpreadOverTasksEndTheSameToTheBit(int blocks, EmbeddingConfig.Untrained untrained) {
    Manifest walks = stages(3, Protocol.STRICT).get(2);
    List<List<String>> tables = new ArrayList<>();
    List<Object> pairs = new ArrayList<>();
    for (EmbeddingConfig.Mode mode : List.of(EmbeddingConfig.Mode.WHOLE, EmbeddingConfig.Mode.SPREAD)) {
      Manifest embedding = new EmbedStage(spark, warehouse).run(walks, new EmbeddingConfig(5, 10, 3, 2, 0.05, 1e-2,
          0.75, untrained, blocks, EmbeddingConfig.SharedNegatives.NONE, mode), 9);
      assertThat(embedding.fact("mode")).isEqualTo(mode == EmbeddingConfig.Mode.WHOLE ? "whole" : "spread");
      tables.add(rows("embeddings", embedding));
      pairs.add(List.of(embedding.count("pairs"), embedding.count("trained")));
      warehouse.discard(warehouse.stage("embeddings", embedding.fingerprint()));
    }
    assertThat(tables.get(1)).isEqualTo(tables.get(0)).hasSizeGreaterThan(250);
    assertThat(pairs.get(1)).isEqualTo(pairs.get(0));
  }

  private void assertRefused(GraphConfig graph, String message) {
    assertThatThrownBy(() -> ingest(graph)).isInstanceOf(DataRefusedException.class).hasMessageContaining(message);
  }

  /** In the order of the files: Spark itself reads them by size. */
  private List<String> rows(String table, Manifest manifest) {
    return new ParquetColumns(warehouse, warehouse.stage(table, manifest.fingerprint())).files()
        .stream()
        .flatMap(file -> spark.read().parquet(file.toString()).collectAsList().stream())
        .map(Row::toString)
        .toList();
  }

  private String file(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private String gzip(String name, String text) throws IOException {
    return write(name, gzipped(text));
  }

  private String write(String name, byte[] bytes) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes).toString();
  }

  private static byte[] gzipped(String text) throws IOException {
    return compressed(text.getBytes(StandardCharsets.UTF_8), GZIPOutputStream::new);
  }

  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] text, Compressor compressor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.over(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }
}
