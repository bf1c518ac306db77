package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Compares files with the hashes that a job states. */
final class Checksums {
  private Checksums() {}

  /**
   * Compares.
   *
   * @param expected SHA-256 of the files, in their order; empty: nothing is compared
   * @throws DataRefusedException if one differs, or there are more or fewer files
   */
  static void check(List<String> expected, Collection<InputFile> files) {
    if (!expected.isEmpty() && expected.size() != files.size()) {
      throw new DataRefusedException("graph.sha256 has " + expected.size() + " hashes for " + files.size() + " files: "
          + files.stream().map(InputFile::name).toList());
    }
    Iterator<InputFile> next = files.iterator();
    for (String hash : expected) {
      InputFile file = next.next();
      if (!file.sha256().equals(hash)) {
        throw new DataRefusedException(
            file.name() + ": its SHA-256 is " + file.sha256() + ", graph.sha256 says " + hash);
      }
    }
  }
}
