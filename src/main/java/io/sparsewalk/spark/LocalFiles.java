package io.sparsewalk.spark;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's files of this machine, with their checksums. Without its native library Hadoop runs a process {@code chmod} for every
 * file and directory that it makes, and {@code ls} for every file that it lists, 3 to 9 ms each; Java does both itself.
 */
public final class LocalFiles extends LocalFileSystem {

  /** Called by Hadoop. */
  public LocalFiles() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      java.nio.file.Path file = pathToFile(path).toPath();
      if (permission.getStickyBit() || !Files.getFileStore(file).supportsFileAttributeView("posix")) {
        super.setPermission(path, permission);
      } else {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permission.toString()));
      }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      File file = pathToFile(path);
      PosixFileAttributes found;
      try {
        found = Files.readAttributes(file.toPath(), PosixFileAttributes.class);
      } catch (NoSuchFileException e) {
        throw (IOException) new FileNotFoundException("File " + path + " does not exist").initCause(e);
      } catch (UnsupportedOperationException e) {
        return super.getFileStatus(path);
      }
      FsPermission permission = FsPermission.valueOf("-" + PosixFilePermissions.toString(found.permissions()));
      return new FileStatus(found.size(), found.isDirectory(), 1, getDefaultBlockSize(path),
          found.lastModifiedTime().toMillis(), found.lastAccessTime().toMillis(), permission, found.owner().getName(),
          found.group().getName(), new Path(file.getPath()).makeQualified(getUri(), getWorkingDirectory()));
    }
  }
}
