package io.sparsewalk.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Disks of machines: what is forced stays when the power goes. Hadoop's local file systems force nothing. */
final class Disk {
  private Disk() {}

  /** Forces a file, and the sums that Hadoop keeps beside it. */
  static void force(org.apache.hadoop.fs.Path file) throws IOException {
    Path path = local(file);
    force(path, StandardOpenOption.WRITE);
    Path sums = path.resolveSibling("." + path.getFileName() + ".crc");
    if (Files.exists(sums)) {
      force(sums, StandardOpenOption.WRITE);
    }
  }

  /** Forces the names of a directory, where a system can. */
  static void forceNames(org.apache.hadoop.fs.Path directory) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      force(local(directory), StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  static Path local(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }
}
