package io.sparsewalk.spark.ingest;

import static io.sparsewalk.spark.ingest.ScriptedServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.table.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.examples.LabelStage;
import org.junit.jupiter.api.Test;

/** Graphs and labels behind http. */
class WebInputTest extends SparkTest {
  private static final byte[] EDGES = "7 8 1\n8 9 2\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void gzipOfSeveralMembersIsReadWholeHoweverItArrives() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int m = 0; m < 5; m++) {
      members.write(gzip((m + " " + (m + 1) + " " + m + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    byte[] body = members.toByteArray();
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      send(out, "200 OK\nContent-Length: " + body.length, body, 0, 1);
      for (int i = 1; i < body.length; i++) {
        Thread.sleep(1);
        out.write(body, i, 1);
        out.flush();
      }
    })) {
      assertThat(ingest(graph(server.url("/e.gz?sig=s3cret"))).count("edges")).isEqualTo(5);
    }
  }

  @Test
  void changedContentIsAnotherGraphAndTheSameContentIsNot() throws IOException {
    byte[][] body = {EDGES};
    try (ScriptedServer server = new ScriptedServer(
        (request, out) -> send(out, "200 OK\nContent-Length: " + body[0].length, body[0], 0, body[0].length))) {
      Manifest first = ingest(graph(server.url("/e.txt?sig=first")));
      assertThat(ingest(graph(server.url("/e.txt?sig=second"))).fingerprint()).as("signed anew")
          .isEqualTo(first.fingerprint());
      assertThat(first.inputs().toString()).contains("e.txt, " + Sha256.hex(EDGES)).doesNotContain("first");
      body[0] = "7 8 1\n8 9 3\n".getBytes(StandardCharsets.UTF_8);
      Manifest second = ingest(graph(server.url("/e.txt?sig=first")));
      assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
      assertThat(second.count("max_time")).isEqualTo(3);
    }
  }

  @Test
  void whoAsksAboutAGraphOfTheWebSendsNoRequest() throws IOException {
    int[] requests = {0};
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      requests[0]++;
      send(out, "200 OK\nContent-Length: " + EDGES.length, EDGES, 0, EDGES.length);
    })) {
      GraphConfig graph = graph(server.url("/e.txt?sig=s3cret"));
      assertThatThrownBy(() -> IngestStage.published(warehouse, graph, () -> spark))
          .isInstanceOf(NotStartedException.class)
          .hasMessageContaining("/e.txt?sig=*** has not been downloaded yet");
      assertThat(directory.resolve("warehouse")).doesNotExist();
      assertThat(requests[0]).isZero();
      Manifest edges = ingest(graph);
      int asked = requests[0];
      assertThat(IngestStage.published(warehouse, graph, () -> spark)).map(Manifest::fingerprint)
          .contains(edges.fingerprint());
      assertThat(requests[0]).isEqualTo(asked).isPositive();
    }
  }

  @Test
  void parquetAndLabelsComeFromTheWebToo() throws IOException {
    spark.sql("SELECT 7L AS src, 8L AS dst, 1L AS time").coalesce(1).write().parquet(directory.resolve("p").toString());
    byte[] parquet;
    try (var files = Files.list(directory.resolve("p"))) {
      parquet =
          Files.readAllBytes(files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
    byte[] labels = "7 a\n8 b\n".getBytes(StandardCharsets.UTF_8);
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      byte[] body = request.line().contains("labels") ? labels : parquet;
      send(out, "200 OK\nContent-Length: " + body.length, body, 0, body.length);
    })) {
      Manifest edges = ingest(graph(server.url("/e.parquet")));
      assertThat(edges.count("edges")).isEqualTo(1);
      Manifest read = readLabels(edges, server.url("/labels.txt?key=s3cret"));
      assertThat(read.fact(LabelStage.CLASS_NAMES)).isEqualTo(List.of("a", "b"));
      assertThat(read.inputs().toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void filesThatAreNotTheStatedOnesAreRefused() throws IOException {
    String path = Files.write(directory.resolve("e.txt"), EDGES).toString();
    assertThat(ingest(stated(path, List.of(Sha256.hex(EDGES)))).fingerprint())
        .isEqualTo(ingest(graph(path)).fingerprint());
    String other = "0".repeat(64);
    assertThatThrownBy(() -> ingest(stated(path, List.of(other)))).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(Sha256.hex(EDGES))
        .hasMessageContaining(other)
        .hasMessageContaining("e.txt");
    assertThatThrownBy(() -> ingest(stated(path, List.of(other, other))))
        .hasMessageContaining("has 2 hashes for 1 files");
  }

  @Test
  void whatUnpacksWithoutEndIsRefused() throws IOException {
    Path bomb = directory.resolve("bomb.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> {
      try (var in = Packing.open(bomb.toString(), "", warehouse.configuration())) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
    }).isInstanceOf(IOException.class).hasMessageContaining("unpacks to more than 1000 times its size");
  }

  private static GraphConfig stated(String path, List<String> hashes) {
    return graph(path)
        .withSource(new GraphConfig.Source("", "", hashes, 1, GraphConfig.Expect.NOTHING, GraphConfig.IdOrder.SORTED));
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }
}
