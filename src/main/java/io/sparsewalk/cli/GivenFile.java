package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.PlainFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that a command line names: on this machine, among the files that spark-submit was told to send, at a Hadoop path, or {@code -}.
 *
 * @param name as it was given
 */
record GivenFile(String name) {
  private static final String STANDARD = "-";
  /** What spark-submit makes of {@code --files}. In its working folder a driver has them only on some clusters. */
  private static final String[] SENT = {"spark.files", "spark.yarn.dist.files"};

  /** On this machine; empty if it is not a file here. */
  Optional<java.nio.file.Path> here() {
    if (name.equals(STANDARD)) {
      return Optional.empty();
    }
    java.nio.file.Path file = java.nio.file.Path.of(name.startsWith("file:") ? new Path(name).toUri().getPath() : name);
    return Files.exists(file) && !Files.isDirectory(file) ? Optional.of(file) : Optional.empty();
  }

  /**
   * What stands in it; empty if there is no such file.
   *
   * @throws DataRefusedException if it is not UTF-8
   */
  Optional<String> text() {
    try {
      Optional<byte[]> bytes = bytes();
      return bytes.isEmpty() ? Optional.empty()
          : Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString());
    } catch (CharacterCodingException e) {
      throw new DataRefusedException(name + ": is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  private Optional<byte[]> bytes() throws IOException {
    if (name.equals(STANDARD)) {
      return Optional.of(System.in.readAllBytes());
    }
    Optional<java.nio.file.Path> here = here();
    if (here.isPresent()) {
      return Optional.of(Files.readAllBytes(here.get()));
    }
    Path path = path();
    try (InputStream in = PlainFiles.of(path, SparkSessions.hadoop()).open(path)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Where it is, if it is not on this machine. */
  private Path path() {
    return new Path(sent().findFirst().orElse(name));
  }

  /** The files of {@code --files} that bear this name; {@code #} gives another name to one. */
  private Stream<String> sent() {
    return Arrays.stream(SENT)
        .map(key -> System.getProperty(key, ""))
        .flatMap(files -> Arrays.stream(files.split(",")))
        .filter(file -> !file.isEmpty() && nameOf(file).equals(name))
        .map(file -> file.replaceFirst("#[^#/]*$", ""));
  }

  private static String nameOf(String file) {
    int hash = file.lastIndexOf('#');
    return hash < 0 ? new Path(file).getName() : file.substring(hash + 1);
  }

  /** A file that this one names: among those of {@code --files}, or beside this one. */
  GivenFile beside(String other) {
    boolean isAlone = name.equals(STANDARD) || new GivenFile(other).sent().findFirst().isPresent();
    return isAlone ? new GivenFile(other) : new GivenFile(new Path(path().getParent(), other).toString());
  }

  /** To write it, in the place of an older one. */
  OutputStream create() throws IOException {
    if (name.equals(STANDARD)) {
      return CloseShieldOutputStream.wrap(System.out);
    }
    Path path = new Path(name);
    FileSystem files = PlainFiles.of(path, SparkSessions.hadoop());
    return files.create(path);
  }
}
