package io.sparsewalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sparsewalk.cli.CommandLineTest.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written or said, no secret of an address is in it. */
@Tag("spark")
class NoSecretsTest {
  private static final String SECRET = "s3cretOfTheTest";
  private static final String JOB = "src/test/resources/plain.conf";

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"graph.path", "graph.labels", "graph.features", "graph.split", "graph.table", "graph.dataset",
      "graph.unknown-label", "warehouse", "name"})
  void aPasswordIsRefusedInEveryKeyAndNotRepeated(String key) throws IOException {
    for (String address : List.of("https://me:" + SECRET + "@host/x?y=" + SECRET,
        "s3a://key:" + SECRET + "@bucket/x")) {
      Result line = CommandLineTest.run("sweep", "plan", JOB, "-D", key + "=" + address);
      Path file = Files.writeString(directory.resolve("job.conf"), key + " = \"" + address + "\"\n");
      Result job = CommandLineTest.run("sweep", "plan", file.toString());
      for (Result result : List.of(line, job)) {
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(key + " must not hold a password").hasLineCount(1);
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
      }
    }
  }

  @Test
  void aSignedAddressIsReadAndItsSignatureIsNowhere() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder edges = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      edges.append(random.nextInt(200)).append(' ').append(random.nextInt(200)).append(' ').append(i).append('\n');
    }
    server.createContext("/", exchange -> {
      boolean isSigned = String.valueOf(exchange.getRequestURI().getQuery()).contains(SECRET);
      byte[] body = edges.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(isSigned ? 200 : 403, isSigned ? body.length : -1);
      if (isSigned) {
        exchange.getResponseBody().write(body);
      }
      exchange.close();
    });
    server.start();
    try {
      String at = "http://127.0.0.1:" + server.getAddress().getPort();
      List<String> said = new ArrayList<>();
      Result good = run("pipeline", at + "/e.txt?X-Amz-Signature=" + SECRET);
      assertThat(good.code()).as(good.err()).isZero();
      said.add(good.out() + good.err());
      server.removeContext("/");
      Result lost = run("pipeline", at + "/lost.txt?X-Amz-Signature=" + SECRET);
      assertThat(lost.code()).isEqualTo(ExitCode.DATA_REFUSED);
      said.add(lost.out() + lost.err());
      // Pages of Parquet are compressed: what is in them is asked for.
      for (String sql : List.of("SELECT config_json FROM trials", "SELECT message, command FROM runs",
          "SELECT file FROM quarantine")) {
        Result rows = CommandLineTest.run("query", "--warehouse", warehouse(), "--format", "json", sql);
        assertThat(rows.code()).isZero();
        said.add(rows.out());
      }
      assertThat(said.get(2)).contains("/e.txt?X-Amz-Signature=***");
      assertThat(said).noneMatch(text -> text.contains(SECRET));
    } finally {
      server.stop(0);
    }
    try (Stream<Path> files = Files.walk(Path.of(warehouse()))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(SECRET);
        assertThat(file.toString()).doesNotContain(SECRET);
      }
    }
  }

  private String warehouse() {
    return directory.resolve("w").toString();
  }

  private Result run(String command, String path) {
    return CommandLineTest.run(command, JOB, "--warehouse", warehouse(), "-D", "graph.path=" + path, "-D",
        "training.epochs=1", "-D", "sweep.seeds=[1]", "-D", "sweep.methods=[dense]", "-D", "sweep.embeddings=[dense]");
  }
}
