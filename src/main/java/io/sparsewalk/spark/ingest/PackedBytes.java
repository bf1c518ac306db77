package io.sparsewalk.spark.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of a file as they lie on the disk. What is unpacked from them may be much longer, but not without bounds. */
final class PackedBytes extends PushbackInputStream {
  /** No list of edges that anybody has is packed by more; what is made to fill a disk or a night is. */
  private static final long MOST = 1000;
  private static final long FREE = 64L << 20;

  private final FSDataInputStream raw;

  PackedBytes(FSDataInputStream raw, int pushback) {
    super(raw, pushback);
    this.raw = raw;
  }

  /** What is unpacked from these bytes, up to the bound. */
  InputStream capped(InputStream unpacked) {
    return new FilterInputStream(unpacked) {
      private long length;

      @Override
      public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        int read = super.read(bytes, from, count);
        count(read);
        return read;
      }

      private void count(int more) throws IOException {
        length += Math.max(0, more);
        if (length > FREE && length / MOST > raw.getPos()) {
          throw new IOException(
              "it unpacks to more than " + MOST + " times its size; unpack it yourself if it is meant to");
        }
      }
    };
  }
}
