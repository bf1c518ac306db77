package io.sparsewalk.spark.ingest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a server says of the version of a file, and its content once it is here. No address is in it: that may hold a secret.
 *
 * @param etag empty if the server has none
 * @param modified empty if the server does not say
 * @param length bytes; negative if the server does not say
 * @param sha256 of the content; empty while it is not here
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record WebVersion(String etag, String modified, long length, String sha256) {
  static final WebVersion NONE = new WebVersion("", "", -1, "");
  private static final ObjectMapper JSON = new ObjectMapper();

  static WebVersion of(HttpHeaders headers, long length) {
    return new WebVersion(headers.firstValue("ETag").orElse(""), headers.firstValue("Last-Modified").orElse(""), length,
        "");
  }

  /** What was written; {@link #NONE} if that cannot be read. */
  static WebVersion read(Path file) {
    try {
      return parsed(Files.readAllBytes(file));
    } catch (IOException e) {
      return NONE;
    }
  }

  static WebVersion parsed(byte[] json) throws IOException {
    WebVersion read = JSON.readValue(json, WebVersion.class);
    return read.etag == null || read.modified == null || read.sha256 == null ? NONE : read;
  }

  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  void write(Path file) throws IOException {
    Files.write(file, json());
  }

  /** True if the server tells versions apart at all. */
  boolean isKnown() {
    return !etag.isEmpty() || !modified.isEmpty();
  }

  /** True if the server means the same bytes; never if it does not tell versions apart. */
  boolean isSame(WebVersion other) {
    return isKnown() && etag.equals(other.etag) && modified.equals(other.modified)
        && (length < 0 || other.length < 0 || length == other.length);
  }

  /** What makes sure that the rest of a file is of the same version as its beginning: a strong ETag or a date; empty if there is none. */
  String range() {
    return !etag.isEmpty() && !etag.startsWith("W/") ? etag : modified;
  }

  WebVersion withContent(long bytes, String hash) {
    return new WebVersion(etag, modified, bytes, hash);
  }
}
