package io.sparsewalk.pipeline;

import io.sparsewalk.common.DataRefusedException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;

/**
 * Vectors as files that other tools read, written row by row. The directory is there when all of it is written.
 *
 * @param directory a new one
 */
record VectorFiles(Path directory, int rows, int dimension) {
  /** Of the format NPY 1.0: what comes before the values is a multiple of so many bytes. */
  private static final int ALIGNED = 64;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  VectorFiles {
    if (Files.exists(directory)) {
      throw new DataRefusedException(directory + ": is there already; name a new directory");
    }
  }

  /**
   * {@code vectors.txt}: a line with the number of vectors and of their values, then a line per vector.
   *
   * @param vectors rows (id, vector)
   */
  long word2vec(Iterator<Row> vectors) {
    return whole(draft -> {
      try (Writer out = Files.newBufferedWriter(draft.resolve("vectors.txt"))) {
        out.write(rows + " " + dimension + "\n");
        while (vectors.hasNext()) {
          Row row = vectors.next();
          if (row.getString(0).matches("(?s).*\\s.*")) {
            throw new DataRefusedException("the id '" + row.getString(0)
                + "' has white space, which ends an id in word2vec: --format numpy or parquet");
          }
          out.write(row.getString(0));
          for (Float value : row.<Float>getList(1)) {
            out.write(" " + value);
          }
          out.write("\n");
        }
      }
    });
  }

  /**
   * {@code vectors.npy}, a matrix of 32-bit floats, and {@code ids.txt}, a line per row of it.
   *
   * @param vectors rows (id, vector)
   */
  long numpy(Iterator<Row> vectors) {
    return whole(draft -> {
      try (Writer ids = Files.newBufferedWriter(draft.resolve("ids.txt"));
          OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft.resolve("vectors.npy")))) {
        out.write(header());
        ByteBuffer buffer = ByteBuffer.allocate(4 * dimension).order(ByteOrder.LITTLE_ENDIAN);
        while (vectors.hasNext()) {
          Row row = vectors.next();
          ids.write(row.getString(0) + "\n");
          buffer.clear();
          List<Float> values = row.getList(1);
          for (Float value : values) {
            buffer.putFloat(value);
          }
          out.write(buffer.array());
        }
      }
    });
  }

  /** Files in a directory. */
  private interface Content {
    void write(Path draft) throws IOException;
  }

  private long whole(Content content) {
    Path place = directory.toAbsolutePath();
    Path draft = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(draft);
      try {
        content.write(draft);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileUtils.deleteQuietly(draft.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory, e);
    }
    return rows;
  }

  private byte[] header() {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dimension + "), }";
    int before = MAGIC.length + Short.BYTES;
    int length = (before + text.length() + 1 + ALIGNED - 1) / ALIGNED * ALIGNED - before;
    String padded = text + " ".repeat(length - text.length() - 1) + "\n";
    return ByteBuffer.allocate(before + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) length)
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
