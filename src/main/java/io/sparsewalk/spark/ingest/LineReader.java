package io.sparsewalk.spark.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of a stream as bytes, without their ends; keeps one buffer. */
final class LineReader {
  private static final int CHUNK = 1 << 17;
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int at;
  private int filled;
  private byte[] line = new byte[256];
  private int length;
  private long consumed;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false at the end. Of a line longer than 1 MiB only the beginning is kept. */
  boolean next() throws IOException {
    length = 0;
    boolean any = false;
    while (true) {
      if (at == filled) {
        filled = in.read(chunk);
        at = 0;
        if (filled < 0) {
          filled = 0;
          return any;
        }
      }
      any |= at < filled;
      int end = at;
      while (end < filled && chunk[end] != '\n') {
        end++;
      }
      append(end);
      boolean complete = end < filled;
      consumed += end - at + (complete ? 1 : 0);
      at = complete ? end + 1 : end;
      if (complete) {
        return true;
      }
    }
  }

  private void append(int end) {
    int more = Math.min(end - at, LONGEST - length);
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
    }
    System.arraycopy(chunk, at, line, length, more);
    length += more;
  }

  /** Where the text of the line begins: behind a byte order mark, if the line is the first of a file and has one. */
  int first(boolean firstOfFile) {
    return firstOfFile && length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF ? 3
        : 0;
  }

  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** Bytes of all lines so far, with their ends. */
  long consumed() {
    return consumed;
  }
}
