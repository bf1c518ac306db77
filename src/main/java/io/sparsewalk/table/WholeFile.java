package io.sparsewalk.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that appears whole or not at all: the one step that publishes.
 *
 * <p>On an object store that is one PUT. On a local disk or HDFS a draft in {@code _attempts} gets the file's name, by a hard
 * link or by a rename, neither of which replaces: of several writers exactly one wins there. A store has no such step in the
 * Hadoop of Spark 3.5: of two writers that find nothing at the same moment the later one replaces the file, whole.
 */
final class WholeFile {
  /** Schemes of object stores whose files appear when they are closed, and whose renames are copies. */
  private static final Set<String> STORES = Set.of("s3", "s3a", "gs", "oss", "cosn", "obs");

  private static final long YOUNG_MILLISECONDS = Duration.ofDays(1).toMillis();
  private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);

  private final Warehouse warehouse;
  private final Path file;

  WholeFile(Warehouse warehouse, Path file) {
    this.warehouse = warehouse;
    this.file = file;
  }

  /**
   * Writes the file unless there is one.
   *
   * @return false if there is one, which stays
   * @throws UncheckedIOException if the file system refuses; there is no file then, at least none of this content
   */
  boolean create(byte[] content) {
    return !warehouse.exists(file) && put(content, false);
  }

  /** Writes the file, in the place of an older one if there is one. */
  void replace(byte[] content) {
    put(content, true);
  }

  /**
   * Makes the file as young as a new one if it is older than a day, so that nobody takes it for a leftover. Where nothing may be written it
   * stays as it is.
   */
  void renew() {
    try {
      FileSystem files = file.getFileSystem(warehouse.configuration());
      long now = System.currentTimeMillis();
      if (now - files.getFileStatus(file).getModificationTime() < YOUNG_MILLISECONDS) {
        return;
      }
      if (STORES.contains(file.toUri().getScheme())) {
        // They keep the time of the last PUT and nothing else.
        byte[] content;
        try (InputStream in = files.open(file)) {
          content = in.readAllBytes();
        }
        write(files, file, content);
      } else {
        files.setTimes(file, now, -1);
      }
    } catch (IOException e) {
      LOG.debug("{} stays as old as it is", file, e);
    }
  }

  private boolean put(byte[] content, boolean overwrite) {
    try {
      String scheme = file.toUri().getScheme();
      if (STORES.contains(scheme)) {
        write(file.getFileSystem(warehouse.configuration()), file, content);
        return true;
      }
      Path draft = warehouse.newAttempt();
      try {
        return Warehouse.isDisk(file) ? linkAndForce(draft, content, overwrite) : rename(draft, content, overwrite);
      } finally {
        warehouse.discard(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** A stream that failed is never closed: closing is what makes its file appear. */
  private static void write(FileSystem files, Path to, byte[] content) throws IOException {
    FSDataOutputStream out = files.create(to, true);
    try {
      out.write(content);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    } catch (IOException e) {
      if (out.hasCapability(CommonPathCapabilities.ABORTABLE_STREAM)) {
        out.abort();
      }
      throw e;
    }
    out.close();
  }

  private boolean rename(Path draft, byte[] content, boolean overwrite) throws IOException {
    write(draft.getFileSystem(warehouse.configuration()), draft, content);
    FileContext context = FileContext.getFileContext(file.toUri(), warehouse.configuration());
    context.mkdir(file.getParent(), FsPermission.getDirDefault(), true);
    try {
      context.rename(draft, file, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean linkAndForce(Path draft, byte[] content, boolean overwrite) throws IOException {
    boolean isOurs = link(draft, content, overwrite);
    Disk.forceNames(file.getParent());
    return isOurs;
  }

  /** Java's own files, as Hadoop's local rename looks first and moves then. Content is on the disk before its name is. */
  private boolean link(Path draft, byte[] content, boolean overwrite) throws IOException {
    java.nio.file.Path from = Disk.local(draft);
    java.nio.file.Path to = Disk.local(file);
    Files.createDirectories(from.getParent());
    Files.createDirectories(to.getParent());
    try (FileChannel out = FileChannel.open(from, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(content));
      out.force(true);
    }
    if (overwrite) {
      // An older version wrote through Hadoop's file system of checksums, which would hold its own against the new content.
      Files.deleteIfExists(to.resolveSibling("." + to.getFileName() + ".crc"));
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
    try {
      Files.createLink(to, from);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return move(from, to);
    }
  }

  /** For disks without hard links: of two at the same moment the later one may replace the file, whole. */
  private static boolean move(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    try {
      Files.move(from, to);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
