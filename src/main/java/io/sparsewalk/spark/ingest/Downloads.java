package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import io.sparsewalk.common.WebAddress;
import io.sparsewalk.spark.NotStartedException;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files behind http and https, copied whole before anything is read of them. A copy is used again only while the server says by
 * ETag, Last-Modified and length that it has no other; a server that says neither is asked for the whole file every time.
 */
final class Downloads {
  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final long PROGRESS = 1 << 20;

  /**
   * How long and how much.
   *
   * @param silence after which a server is given up
   * @param pause before another try; every try doubles it
   * @param tries without progress; 0: the server is never asked, only copies that are there count
   */
  record Limits(Duration silence, Duration pause, int tries, long mostBytes) {
    static Limits of(long mostBytes) {
      return new Limits(Duration.ofSeconds(60), Duration.ofMillis(500), 5, mostBytes);
    }

    private Limits withTries(int number) {
      return new Limits(silence, pause, number, mostBytes);
    }
  }

  private final DownloadStore store;
  private final Limits limits;
  private final WebClient client;

  Downloads(Warehouse warehouse, Limits limits) {
    store = new DownloadStore(warehouse);
    this.limits = limits;
    client = new WebClient(limits.silence());
  }

  /** Those that were made before, for whoever only asks: nothing is fetched or written. */
  static Downloads held(Warehouse warehouse) {
    return new Downloads(warehouse, Limits.of(0).withTries(0));
  }

  /**
   * The file of today, as a copy.
   *
   * @throws DataRefusedException if the server has none, or it cannot be had whole
   * @throws NotStartedException if the server must not be asked and there is no copy
   */
  FileStatus get(String address) {
    String key = key(address);
    WebVersion held = store.held(key);
    if (limits.tries() == 0) {
      return copy(address, held);
    }
    try (Download download = store.begin(key)) {
      WebVersion now = fetched(address, held, download);
      if (!now.sha256().isEmpty()) {
        return store.file(now);
      }
      String hash = Sha256.hex(Files.newInputStream(download.file()));
      FileStatus kept = store.keep(download, key, now.withContent(download.length(), hash));
      if (!now.isKnown()) {
        LOG.info("{}: the server says neither ETag nor Last-Modified: it is read again every time",
            WebAddress.shown(address));
      }
      return kept;
    } catch (IOException e) {
      throw refused(address, e.getMessage(), e);
    }
  }

  private FileStatus copy(String address, WebVersion held) {
    if (held.sha256().isEmpty()) {
      throw new NotStartedException(WebAddress.shown(address) + " has not been downloaded yet");
    }
    try {
      return store.file(held);
    } catch (IOException e) {
      throw refused(address, e.getMessage(), e);
    }
  }

  /** The copy that was made last, without asking the server again; {@link #get} if there is none. */
  FileStatus last(String address) {
    WebVersion held = store.held(key(address));
    return held.sha256().isEmpty() ? get(address) : copy(address, held);
  }

  private static String key(String address) {
    return Sha256.hex(address.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static DataRefusedException refused(String address, String why, Exception cause) {
    return new DataRefusedException(WebAddress.shown(address) + ": " + why, cause);
  }

  /** What the server has: the held version, or one that lies in the download. */
  private WebVersion fetched(String address, WebVersion held, Download download) throws IOException {
    for (int attempt = 1; true; attempt++) {
      long before = download.length();
      try {
        return attempted(address, held, download);
      } catch (IOException e) {
        LOG.debug("attempt {}", attempt, e);
        attempt = download.length() - before >= PROGRESS ? 1 : attempt;
        if (attempt >= limits.tries()) {
          throw refused(address, brokenOff(download, e), e);
        }
        pause(attempt);
      }
    }
  }

  private String brokenOff(Download download, IOException e) throws IOException {
    String why = reason(e);
    long length = download.version().length();
    if (download.length() == 0) {
      download.remove();
      return "cannot be had: " + why;
    }
    String got = String.format(Locale.ROOT, "only %,d of %s bytes came: ", download.length(),
        length < 0 ? "unknown" : String.format(Locale.ROOT, "%,d", length));
    if (download.canGoOn() && store.isLocal()) {
      return got + why + "; they are kept, and the next run goes on from there";
    }
    download.remove();
    return got + why;
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private void pause(int attempt) {
    try {
      Thread.sleep(limits.pause().toMillis() << Math.min(attempt - 1, 6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while downloading", e);
    }
  }

  private WebVersion attempted(String address, WebVersion held, Download download) throws IOException {
    HttpResponse<InputStream> answer = client.get(WebAddress.uri(address), headers(held, download));
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 304) {
        return held;
      }
      if (answer.statusCode() == 416) {
        download.begin(WebVersion.NONE);
        throw new IOException("the server has no such part");
      }
      checkStatus(address, answer);
      boolean part = answer.statusCode() == 206;
      ContentLength length = ContentLength.of(answer.headers(), part);
      WebVersion now = WebVersion.of(answer.headers(), length.whole());
      if (!part && now.isSame(held)) {
        return held;
      }
      if (part && (length.from() != download.length() || !now.range().equals(download.version().range()))) {
        download.begin(WebVersion.NONE);
        throw new IOException("the server sent another part than was asked for");
      }
      if (!part) {
        download.begin(now);
      }
      copy(address, body, download);
      return download.version();
    }
  }

  private void copy(String address, InputStream body, Download download) throws IOException {
    long whole = download.version().length();
    checkSize(address, whole, download);
    client.read(body, (bytes, count) -> {
      download.append(bytes, count);
      checkSize(address, download.length(), download);
    });
    if (whole >= 0 && download.length() != whole) {
      throw new IOException("the connection broke off");
    }
    if (whole < 0) {
      LOG.warn("{}: the server does not say how long it is: nobody can tell whether {} bytes are all",
          WebAddress.shown(address), download.length());
    }
  }

  private void checkSize(String address, long bytes, Download download) throws IOException {
    if (bytes > limits.mostBytes()) {
      download.remove();
      throw refused(address, String.format(Locale.ROOT,
          "has %,d bytes or more, graph.max-download-gib allows %,d: set it higher", bytes, limits.mostBytes()), null);
    }
  }

  private static Map<String, String> headers(WebVersion held, Download download) {
    Map<String, String> headers = new HashMap<>();
    if (download.canGoOn()) {
      headers.put("Range", "bytes=" + download.length() + "-");
      headers.put("If-Range", download.version().range());
    } else if (held.isKnown() && !held.etag().isEmpty()) {
      headers.put("If-None-Match", held.etag());
    } else if (held.isKnown()) {
      headers.put("If-Modified-Since", held.modified());
    }
    return headers;
  }

  private static void checkStatus(String address, HttpResponse<?> answer) throws IOException {
    int status = answer.statusCode();
    if (status == 200 || status == 206) {
      return;
    }
    if (status == 429 || status >= 500) {
      throw new IOException("the server answers " + status);
    }
    String to = answer.headers().firstValue("Location").map(WebAddress::shown).orElse("nowhere");
    throw refused(address,
        status == 401 || status == 403
            ? "the server answers " + status + ": it wants a password, or an address that is signed and not expired"
            : status / 100 == 3
                ? "the server redirects to " + to
                    + ", which is not followed: only http and https are, never from https to http, and not for ever"
                : "the server answers " + status + (status == 404 ? ": there is no such file" : ""),
        null);
  }
}
