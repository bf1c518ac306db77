package io.sparsewalk.spark.ingest;

import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Copies of files of the web in a warehouse, for nobody but their owner: {@code ROOT/_downloads/SHA256}, and {@code KEY.json} says
 * of an address which copy is the last. A copy that another one replaced is deleted by a later download, a day or more after it came. All of
 * it may be deleted while nothing is read from it.
 */
final class DownloadStore {
  private static final FsPermission PRIVATE_DIRECTORY = new FsPermission((short) 0700);
  private static final FsPermission PRIVATE = new FsPermission((short) 0600);
  private static final long KEPT_MILLISECONDS = Duration.ofDays(1).toMillis();

  private final Path root;
  private final FileSystem files;

  DownloadStore(Warehouse warehouse) {
    root = new Path(warehouse.root(), "_downloads");
    try {
      files = root.getFileSystem(warehouse.configuration());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + root, e);
    }
  }

  /** True if what broke off stays for the next run. */
  boolean isLocal() {
    return root.toUri().getScheme().equals("file");
  }

  /** The version of the last copy, if that is there; {@link WebVersion#NONE} if it is not. */
  WebVersion held(String key) {
    try (InputStream in = files.open(new Path(root, key + ".json"))) {
      WebVersion version = WebVersion.parsed(in.readAllBytes());
      return file(version).getLen() == version.length() ? version : WebVersion.NONE;
    } catch (IOException | IllegalArgumentException e) {
      return WebVersion.NONE;
    }
  }

  FileStatus file(WebVersion version) throws IOException {
    return files.getFileStatus(new Path(root, version.sha256()));
  }

  /** A download on a disk of this machine: that of the warehouse, if it lies on one, so that a later run can go on. */
  Download begin(String key) throws IOException {
    if (files.mkdirs(root, PRIVATE_DIRECTORY)) {
      files.setPermission(root, PRIVATE_DIRECTORY);
    }
    if (isLocal()) {
      return Download.open(local(root), key);
    }
    java.nio.file.Path scratch = Files.createTempDirectory("sparsewalk-");
    scratch.toFile().deleteOnExit();
    Download download = Download.open(scratch, key);
    download.file().toFile().deleteOnExit();
    return download;
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Moves a whole download to its place, and remembers it as the last copy of an address. */
  FileStatus keep(Download download, String key, WebVersion version) throws IOException {
    // Before: jobs of today may still read the copy that is replaced now.
    discardReplaced();
    Path target = new Path(root, version.sha256());
    if (isLocal()) {
      Files.move(download.file(), local(target), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else if (!files.exists(target)) {
      Path attempt = new Path(root, UUID.randomUUID().toString());
      files.copyFromLocalFile(false, true, new Path(download.file().toUri()), attempt);
      files.rename(attempt, target);
    }
    download.remove();
    files.setPermission(target, PRIVATE);
    Path index = new Path(root, key + ".json");
    try (OutputStream out = files.create(index, true)) {
      out.write(version.json());
    }
    files.setPermission(index, PRIVATE);
    return files.getFileStatus(target);
  }

  private void discardReplaced() throws IOException {
    Set<String> last = new HashSet<>();
    for (FileStatus index : files.listStatus(root, path -> path.getName().matches("[0-9a-f]{32}[.]json"))) {
      try (InputStream in = files.open(index.getPath())) {
        last.add(WebVersion.parsed(in.readAllBytes()).sha256());
      }
    }
    long before = System.currentTimeMillis() - KEPT_MILLISECONDS;
    for (FileStatus copy : files.listStatus(root, path -> path.getName().matches("[0-9a-f]{64}"))) {
      if (!last.contains(copy.getPath().getName()) && copy.getModificationTime() < before) {
        files.delete(copy.getPath(), false);
      }
    }
  }
}
