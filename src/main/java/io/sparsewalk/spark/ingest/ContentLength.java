package io.sparsewalk.spark.ingest;

import java.net.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says of its length.
 *
 * @param from first byte of a part; 0 of a whole file
 * @param whole bytes of the file; negative if it is not said
 */
record ContentLength(long from, long whole) {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  static ContentLength of(HttpHeaders headers, boolean part) {
    if (!part) {
      return new ContentLength(0, headers.firstValueAsLong("Content-Length").orElse(-1));
    }
    Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return range.matches() ? new ContentLength(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
        : new ContentLength(-1, -1);
  }
}
