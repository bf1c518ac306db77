package io.sparsewalk.table;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * SHA-256 of files that tables are made from: what is made is known by their content, wherever they lie and whenever they were copied. A
 * hash is remembered in the warehouse, {@code ROOT/_sources/HASH OF PATH, LENGTH AND TIME}, so that a file that lies as it lay is not read
 * again; all of it may be deleted at any time.
 *
 * @param remembers false: nothing is written, for whoever only asks
 */
public record ContentHashes(Warehouse warehouse, boolean remembers) {
  /** What is younger may change once more within the resolution of its time. */
  private static final long SETTLED_MILLISECONDS = Duration.ofSeconds(3).toMillis();
  private static final int DIGITS = 64;

  /** Where files are. */
  public Configuration configuration() {
    return warehouse.configuration();
  }

  /**
   * All 64 hex digits of a file.
   *
   * @throws DataRefusedException if it cannot be read
   */
  public String of(FileStatus file) {
    Path memo = memo(file);
    String known = known(memo);
    if (!known.isEmpty()) {
      return known;
    }
    try {
      String hash = Sha256.hex(file.getPath().getFileSystem(configuration()).open(file.getPath()));
      boolean settled = System.currentTimeMillis() - file.getModificationTime() > SETTLED_MILLISECONDS;
      if (remembers && settled) {
        new WholeFile(warehouse, memo).create(hash.getBytes(StandardCharsets.US_ASCII));
      }
      return hash;
    } catch (IOException e) {
      throw new DataRefusedException(file.getPath() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Path memo(FileStatus file) {
    String place = file.getPath() + "\n" + file.getLen() + "\n" + file.getModificationTime();
    return new Path(new Path(warehouse.root(), "_sources"), Sha256.hex(place.getBytes(StandardCharsets.UTF_8)));
  }

  private String known(Path memo) {
    try (InputStream in = memo.getFileSystem(configuration()).open(memo)) {
      String text = new String(in.readNBytes(DIGITS + 1), StandardCharsets.US_ASCII);
      return text.matches("[0-9a-f]{64}") ? text : "";
    } catch (IOException e) {
      // None, or none that can be read: the file itself is.
      return "";
    }
  }
}
