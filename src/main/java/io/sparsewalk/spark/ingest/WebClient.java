package io.sparsewalk.spark.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** GET of http and https: redirects only to the same scheme or to https, and no wait for a silent server without end. */
final class WebClient {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int CHUNK = 1 << 16;

  private final Duration silence;
  private final HttpClient client;

  /**
   * @param silence after which a server is given up
   */
  WebClient(Duration silence) {
    this.silence = silence;
    client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(silence.compareTo(CONNECT) < 0 ? silence : CONNECT)
        .build();
  }

  /** What takes the bytes of an answer. */
  interface Sink {
    void take(byte[] bytes, int count) throws IOException;
  }

  /** The answer's head; its body is to be read or closed. */
  HttpResponse<InputStream> get(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(silence).header("User-Agent", "sparsewalk");
    headers.forEach(request::header);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  /**
   * Reads a body to its end.
   *
   * @throws IOException if it breaks off, as far as HTTP can tell, or nothing comes for too long
   */
  void read(InputStream body, Sink sink) throws IOException {
    AtomicLong last = new AtomicLong(System.nanoTime());
    AtomicBoolean silent = new AtomicBoolean();
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "watches a download");
      thread.setDaemon(true);
      return thread;
    });
    try (body) {
      Future<?> unused = watch.scheduleWithFixedDelay(() -> {
        if (System.nanoTime() - last.get() > silence.toNanos()) {
          silent.set(true);
          closeQuietly(body);
        }
      }, silence.toMillis(), Math.max(1, silence.toMillis() / 4), TimeUnit.MILLISECONDS);
      byte[] bytes = new byte[CHUNK];
      for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
        last.set(System.nanoTime());
        sink.take(bytes, count);
      }
    } catch (IOException e) {
      throw silent.get() ? silence(e) : e;
    } finally {
      watch.shutdownNow();
    }
    if (silent.get()) {
      throw silence(null);
    }
  }

  private IOException silence(IOException cause) {
    return new IOException("nothing came for " + silence.toMillis() / 1000.0 + " s", cause);
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Whoever reads it finds out.
    }
  }
}
