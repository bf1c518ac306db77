package io.sparsewalk.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir
  private java.nio.file.Path folder;

  @Test
  void permissionsAreThoseThatHadoopSets() throws IOException {
    try (FileSystem plain = initialized(new LocalFileSystem()); FileSystem ours = initialized(new LocalFiles())) {
      for (String mode : new String[] {"600", "644", "750", "777", "1777"}) {
        assertThat(made(ours, "ours" + mode, mode)).isEqualTo(made(plain, "plain" + mode, mode));
      }
      assertThat(Files.exists(folder.resolve("ours600/.file.crc"))).isTrue();
      assertThatThrownBy(() -> ours.setPermission(path("missing"), new FsPermission("600")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsListedIsWhatHadoopLists() throws IOException {
    Files.writeString(folder.resolve("a: b.txt"), "text");
    Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a: b.txt"));
    Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
    Files.setPosixFilePermissions(folder.resolve("inner"), PosixFilePermissions.fromString("rwx-w--w-"));
    try (FileSystem plain = initialized(new LocalFileSystem()); FileSystem ours = initialized(new LocalFiles())) {
      assertThat(described(ours)).hasSize(3).isEqualTo(described(plain));
      assertThatThrownBy(() -> ours.getFileStatus(path("missing"))).isInstanceOf(FileNotFoundException.class);
    }
  }

  /** Everything that is told of what is in the folder. */
  private List<String> described(FileSystem files) throws IOException {
    return Stream.of(files.listStatus(new Path(folder.toUri())))
        .map(file -> String.join(" ", file.getPath().toString(), Boolean.toString(file.isDirectory()),
            file.isDirectory() ? "" : Long.toString(file.getLen()), Long.toString(file.getBlockSize()),
            Long.toString(file.getModificationTime()), file.getPermission().toString(), file.getOwner(),
            file.getGroup()))
        .sorted()
        .toList();
  }

  @Test
  void sessionsOfThisMachineUseThem() {
    assertThat(SparkSessions.localFiles("local[2]")).isTrue();
    assertThat(SparkSessions.localFiles("local")).isTrue();
    assertThat(SparkSessions.localFiles("local-cluster[2,1,1024]")).isFalse();
    assertThat(SparkSessions.localFiles("spark://host:7077")).isFalse();
  }

  private static FileSystem initialized(FileSystem files) throws IOException {
    files.initialize(java.net.URI.create("file:///"), new Configuration());
    return files;
  }

  /** Permissions of a file and of a directory made without a mode, then of the file with one. */
  private String made(FileSystem files, String name, String mode) throws IOException {
    files.mkdirs(path(name));
    files.create(path(name + "/file")).close();
    String made = permissions(name) + " " + permissions(name + "/file");
    files.setPermission(path(name + "/file"), new FsPermission(mode));
    return made + " " + permissions(name + "/file");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }
}
