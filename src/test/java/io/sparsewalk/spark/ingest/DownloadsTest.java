package io.sparsewalk.spark.ingest;

import static io.sparsewalk.spark.ingest.ScriptedServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from a server is the whole file, or it is refused: whatever the server does. */
class DownloadsTest {
  private static final byte[] BODY = body(1, 20_000);
  private static final byte[] OTHER = body(2, 20_000);
  private static final String ETAG = "200 OK\nETag: \"one\"\nContent-Length: 20000";

  @TempDir
  private Path directory;

  private static byte[] body(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "8123", "19999"})
  void aCutBodyIsRefusedWithBothLengths(int came) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer((request, out) -> send(out, "200 OK\nContent-Length: 20000", BODY, 0, came))) {
      assertThatThrownBy(() -> get(server, "/e.txt")).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining(server.url("/e.txt"))
          .hasMessageContaining(came == 0 ? "cannot be had" : String.format("only %,d of 20,000 bytes came", came));
      assertThat(server.requests).as("tried again, from the beginning")
          .hasSize(3)
          .allMatch(request -> request.header("range").isEmpty());
      assertThat(left()).as("nothing is kept that nobody can go on with").isEmpty();
    }
  }

  @Test
  void aDownloadThatBreaksOffGoesOnWhereItWas() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      int from = from(request);
      String head = from == 0 ? ETAG : "206 Partial Content\nETag: \"one\"\nContent-Length: " + (20_000 - from)
          + "\nContent-Range: bytes " + from + "-19999/20000";
      send(out, head, BODY, from, Math.min(20_000, from + 9000));
    })) {
      assertThat(content(get(server, "/e.txt"))).isEqualTo(BODY);
      assertThat(server.requests.stream().map(request -> request.header("range")).toList()).containsExactly("",
          "bytes=9000-", "bytes=18000-");
      assertThat(server.requests.get(1).header("if-range")).isEqualTo("\"one\"");
    }
  }

  @Test
  void theNextRunGoesOnAndOfAnotherVersionBeginsAgain() throws IOException {
    for (String later : List.of("one", "two")) {
      try (ScriptedServer server = new ScriptedServer((request, out) -> {
        int from = request.header("if-range").equals("\"" + later + "\"") ? from(request) : 0;
        if (request.number() < 3) {
          send(out, ETAG, BODY, 0, request.number() == 0 ? 5000 : 0);
        } else {
          send(out,
              (from == 0 ? "200 OK" : "206 Partial Content\nContent-Range: bytes " + from + "-19999/20000")
                  + "\nETag: \"" + later + "\"\nContent-Length: " + (20_000 - from),
              later.equals("one") ? BODY : OTHER, from, 20_000);
        }
      })) {
        assertThatThrownBy(() -> get(server, "/e.txt")).isInstanceOf(DataRefusedException.class);
        assertThat(content(get(server, "/e.txt"))).isEqualTo(later.equals("one") ? BODY : OTHER);
      }
    }
  }

  @Test
  void aPartThatWasNotAskedForIsNotPutBehindTheBeginning() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      if (from(request) > 0) {
        send(out, "206 Partial Content\nETag: \"one\"\nContent-Length: 10000\nContent-Range: bytes 10000-19999/20000",
            BODY, 10_000, 20_000);
      } else {
        send(out, ETAG, BODY, 0, request.number() == 0 ? 9000 : 20_000);
      }
    })) {
      assertThat(content(get(server, "/e.txt"))).isEqualTo(BODY);
      assertThat(server.requests).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag: \"one\"", "ETag: W/\"one\"", "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT"})
  void aCopyIsUsedAgainWhileTheServerSaysThatItIsTheSame(String validator) throws IOException {
    boolean[] changed = {false};
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      boolean asked = !request.header("if-none-match").isEmpty() || !request.header("if-modified-since").isEmpty();
      if (asked && !changed[0]) {
        send(out, "304 Not Modified", BODY, 0, 0);
      } else {
        send(out, "200 OK\n" + (changed[0] ? validator.replace("one", "two").replace("2015", "2016") : validator)
            + "\nContent-Length: 20000", changed[0] ? OTHER : BODY, 0, 20_000);
      }
    })) {
      FileStatus first = get(server, "/e.txt");
      assertThat(get(server, "/e.txt").getPath()).isEqualTo(first.getPath());
      assertThat(server.requests).hasSize(2);
      changed[0] = true;
      assertThat(content(get(server, "/e.txt"))).isEqualTo(OTHER);
      assertThat(content(downloads().last(server.url("/e.txt")))).isEqualTo(OTHER);
      assertThat(server.requests).as("the last copy costs no question").hasSize(3);
    }
  }

  @Test
  void aServerThatTellsNoVersionsIsAskedForEverythingEveryTime() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> send(out, "200 OK\nContent-Length: 20000",
        request.number() == 0 ? BODY : OTHER, 0, 20_000))) {
      assertThat(content(get(server, "/e.txt"))).isEqualTo(BODY);
      assertThat(content(get(server, "/e.txt"))).isEqualTo(OTHER);
    }
  }

  @Test
  void copiesThatOthersReplacedAreDeletedADayLater() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        (request, out) -> send(out, "200 OK\nContent-Length: 20000", body(request.number() + 7, 20_000), 0, 20_000))) {
      FileStatus replaced = get(server, "/e.txt");
      FileStatus last = get(server, "/e.txt");
      FileStatus ofAnother = get(server, "/other.txt");
      for (FileStatus copy : List.of(replaced, last, ofAnother)) {
        assertThat(Path.of(copy.getPath().toUri())).as("all are of today").exists();
        Files.setLastModifiedTime(Path.of(copy.getPath().toUri()),
            FileTime.from(Instant.now().minus(Duration.ofHours(25))));
      }
      get(server, "/e.txt");
      assertThat(Path.of(replaced.getPath().toUri())).doesNotExist();
      assertThat(Path.of(last.getPath().toUri())).as("a job of today may read it").exists();
      assertThat(Path.of(ofAnother.getPath().toUri())).exists();
    }
  }

  @Test
  void queriesReachTheServerAndNoFile() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> send(out, ETAG, BODY, 0, 20_000))) {
      FileStatus copy = get(server, "/my%20data/e f.txt?X-Sig=s3cr%2Ft&a=b+c");
      assertThat(server.requests.get(0).line()).isEqualTo("GET /my%20data/e%20f.txt?X-Sig=s3cr%2Ft&a=b+c HTTP/1.1");
      assertThat(copy.getPath().getName()).isEqualTo(Sha256.hex(BODY));
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(file + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain("s3cr");
        }
      }
      assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("warehouse/_downloads"))))
          .isEqualTo("rwx------");
    }
  }

  @ParameterizedTest
  @CsvSource({"file:///etc/hostname, redirects to file", "/loop, redirects to /loop",
      "ftp://127.0.0.1/e.txt, redirects to ftp"})
  void redirectsAreFollowedWithinTheWebOnly(String to, String message) throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      if (request.line().contains("/good")) {
        send(out, "302 Found\nContent-Length: 0\nLocation: /e.txt", BODY, 0, 0);
      } else if (request.line().contains("/e.txt")) {
        send(out, ETAG, BODY, 0, 20_000);
      } else {
        send(out, "302 Found\nContent-Length: 0\nLocation: " + to, BODY, 0, 0);
      }
    })) {
      assertThat(content(get(server, "/good"))).isEqualTo(BODY);
      assertThatThrownBy(() -> get(server, "/bad")).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void aServerThatFallsSilentIsGivenUpAndOneThatDribblesIsNot() throws IOException {
    try (ScriptedServer server = new ScriptedServer((request, out) -> {
      send(out, ETAG, BODY, 0, 10_000);
      if (request.line().contains("/slow")) {
        for (int i = 10_000; i < 20_000; i += 1000) {
          Thread.sleep(60);
          out.write(BODY, i, 1000);
          out.flush();
        }
      } else {
        Thread.sleep(1500);
      }
    })) {
      assertThat(content(get(server, "/slow"))).isEqualTo(BODY);
      Downloads impatient =
          new Downloads(warehouse(), new Downloads.Limits(Duration.ofMillis(300), Duration.ofMillis(1), 1, 1 << 30));
      assertThatThrownBy(() -> impatient.get(server.url("/silent"))).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining("only 10,000 of 20,000 bytes came: nothing came for 0.3 s");
    }
  }

  @ParameterizedTest
  @CsvSource({"404 Not Found, no such file", "403 Forbidden, signed and not expired", "500 Oh, the server answers 500"})
  void whatTheServerRefusesIsToldWithoutSecrets(String status, String message) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer((request, out) -> send(out, status + "\nContent-Length: 0", BODY, 0, 0))) {
      assertThatThrownBy(() -> get(server, "/e.txt?token=s3cret")).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining(message)
          .hasMessageContaining("/e.txt?token=***")
          .hasMessageNotContaining("s3cret");
      assertThat(server.requests).as("an error of the server may pass").hasSize(status.startsWith("500") ? 3 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 20000", "X-None: 0"})
  void whatIsTooLargeIsRefused(String length) throws IOException {
    try (
        ScriptedServer server = new ScriptedServer((request, out) -> send(out, "200 OK\n" + length, BODY, 0, 20_000))) {
      Downloads small =
          new Downloads(warehouse(), new Downloads.Limits(Duration.ofSeconds(5), Duration.ofMillis(1), 3, 5000));
      assertThatThrownBy(() -> small.get(server.url("/e.txt"))).isInstanceOf(DataRefusedException.class)
          .hasMessageContaining("graph.max-download-gib");
      assertThat(content(get(server, "/e.txt"))).isEqualTo(BODY);
    }
  }

  private static int from(ScriptedServer.Request request) {
    return request.header("range").isEmpty() ? 0 : Integer.parseInt(request.header("range").replaceAll("\\D", ""));
  }

  private Warehouse warehouse() {
    return new Warehouse(directory.resolve("warehouse").toString(), new Configuration());
  }

  private Downloads downloads() {
    return new Downloads(warehouse(), new Downloads.Limits(Duration.ofSeconds(5), Duration.ofMillis(1), 3, 1 << 30));
  }

  private FileStatus get(ScriptedServer server, String path) {
    return downloads().get(server.url(path));
  }

  private static byte[] content(FileStatus file) throws IOException {
    try (InputStream in = file.getPath().getFileSystem(new Configuration()).open(file.getPath())) {
      return in.readAllBytes();
    }
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
