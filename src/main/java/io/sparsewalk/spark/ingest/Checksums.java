package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Sha256;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Compares files with the hashes that a job states. */
final class Checksums {
  private Checksums() {}

  /**
   * Compares.
   *
   * @param expected SHA-256 of the files, in their order; empty: nothing is compared
   * @throws DataRefusedException if one differs, or there are more or fewer files
   */
  static void check(List<String> expected, Collection<InputFile> files, Configuration configuration) {
    if (!expected.isEmpty() && expected.size() != files.size()) {
      throw new DataRefusedException("graph.sha256 has " + expected.size() + " hashes for " + files.size() + " files: "
          + files.stream().map(InputFile::name).toList());
    }
    Iterator<InputFile> next = files.iterator();
    for (String hash : expected) {
      InputFile file = next.next();
      String found = hash(file, configuration);
      if (!found.equals(hash)) {
        throw new DataRefusedException(file.name() + ": its SHA-256 is " + found + ", graph.sha256 says " + hash);
      }
    }
  }

  private static String hash(InputFile file, Configuration configuration) {
    try {
      return Sha256.hex(file.status().getPath().getFileSystem(configuration).open(file.status().getPath()));
    } catch (IOException e) {
      throw new DataRefusedException(file.name() + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
