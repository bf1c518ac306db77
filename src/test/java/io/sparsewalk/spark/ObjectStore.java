package io.sparsewalk.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of an S3 server on the loopback as Hadoop's S3A asks for: whole objects by PUT, none of a PUT that was cut off, ranges,
 * listings, copies and deletions. A rename is what it is on a real one: the client's copies and deletions, one by one.
 */
final class ObjectStore implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger copies = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private record Stored(byte[] content, String etag, Instant time) {}

  ObjectStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Settings of Hadoop by which {@code s3a://bucket} is this server. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", "key");
    settings.put("fs.s3a.secret.key", "secret");
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    settings.put("fs.s3a.attempts.maximum", "2");
    return settings;
  }

  /** Objects that were copied by the server. */
  int copies() {
    return copies.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().substring(1);
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, key);
        case "POST" -> deleteAll(exchange, key.replaceAll("/$", ""));
        case "DELETE" -> {
          objects.remove(key);
          answer(exchange, 204, "");
        }
        default -> {
          if (query.containsKey("list-type")) {
            list(exchange, key.replaceAll("/$", ""), query);
          } else {
            get(exchange, key);
          }
        }
      }
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int at = pair.indexOf('=');
      query.put(at < 0 ? pair : pair.substring(0, at),
          at < 0 ? "" : URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private void put(HttpExchange exchange, String key) throws IOException {
    String source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (source != null) {
      Stored copied = objects.get(URLDecoder.decode(source, StandardCharsets.UTF_8).replaceAll("^/", ""));
      if (copied == null) {
        answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
        return;
      }
      copies.incrementAndGet();
      Stored copy = new Stored(copied.content, copied.etag, Instant.now());
      objects.put(key, copy);
      answer(exchange, 200, "<CopyObjectResult><ETag>\"" + copy.etag + "\"</ETag><LastModified>" + copy.time
          + "</LastModified></CopyObjectResult>");
      return;
    }
    String length = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
    byte[] content = length == null ? body : decoded(body, Integer.parseInt(length));
    Stored stored = new Stored(content, md5(content), Instant.now());
    objects.put(key, stored);
    exchange.getResponseHeaders().set("ETag", '"' + stored.etag + '"');
    answer(exchange, 200, "");
  }

  /** Chunks with signatures, as clients send them without TLS. */
  private static byte[] decoded(byte[] body, int length) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(length);
    InputStream in = new ByteArrayInputStream(body);
    while (content.size() < length) {
      StringBuilder header = new StringBuilder();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        header.append((char) b);
      }
      content.write(in.readNBytes(Integer.parseInt(header.substring(0, header.indexOf(";")), 16)));
      in.skipNBytes(2);
    }
    return content.toByteArray();
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    Stored stored = objects.get(key);
    if (stored == null) {
      answer(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>");
      return;
    }
    byte[] content = stored.content;
    exchange.getResponseHeaders().set("ETag", '"' + stored.etag + '"');
    exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(stored.time));
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    Matcher range =
        Pattern.compile("bytes=(\\d+)-(\\d*)").matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    boolean part = range.matches();
    int from = part ? Integer.parseInt(range.group(1)) : 0;
    int to = part && !range.group(2).isEmpty() ? Math.min(Integer.parseInt(range.group(2)) + 1, content.length)
        : content.length;
    if (part) {
      exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
    }
    byte[] wanted = Arrays.copyOfRange(content, from, to);
    exchange.sendResponseHeaders(part ? 206 : 200, wanted.length == 0 ? -1 : wanted.length);
    if (wanted.length > 0) {
      exchange.getResponseBody().write(wanted);
    }
  }

  private void list(HttpExchange exchange, String bucket, Map<String, String> query) throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    int most = Integer.parseInt(query.getOrDefault("max-keys", "1000"));
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    StringBuilder contents = new StringBuilder();
    TreeSet<String> directories = new TreeSet<>();
    int size = 0;
    String last = "";
    boolean more = false;
    for (Map.Entry<String, Stored> entry : objects.tailMap(bucket + "/" + prefix).entrySet()) {
      String key = entry.getKey().substring(bucket.length() + 1);
      if (!key.startsWith(prefix)) {
        break;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String told = end < 0 ? key : key.substring(0, end + 1);
      if (told.compareTo(after) <= 0 || directories.contains(told)) {
        continue;
      }
      if (size++ == most) {
        more = true;
        break;
      }
      last = told;
      if (end >= 0) {
        directories.add(told);
      } else {
        Stored stored = entry.getValue();
        contents.append("<Contents><Key>")
            .append(key)
            .append("</Key><LastModified>")
            .append(stored.time)
            .append("</LastModified><ETag>\"")
            .append(stored.etag)
            .append("\"</ETag><Size>")
            .append(stored.content.length)
            .append("</Size></Contents>");
      }
    }
    directories
        .forEach(name -> contents.append("<CommonPrefixes><Prefix>").append(name).append("</Prefix></CommonPrefixes>"));
    answer(exchange, 200,
        "<ListBucketResult><Name>" + bucket + "</Name><Prefix>" + prefix + "</Prefix><KeyCount>" + Math.min(size, most)
            + "</KeyCount><MaxKeys>" + most + "</MaxKeys><IsTruncated>" + more + "</IsTruncated>"
            + (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "") + contents
            + "</ListBucketResult>");
  }

  private void deleteAll(HttpExchange exchange, String bucket) throws IOException {
    Matcher keys = KEY.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    while (keys.find()) {
      objects.remove(bucket + "/" + keys.group(1));
    }
    answer(exchange, 200, "<DeleteResult></DeleteResult>");
  }

  private static void answer(HttpExchange exchange, int code, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(code, bare ? -1 : body.length);
    if (!bare) {
      exchange.getResponseBody().write(body);
    }
  }
}
