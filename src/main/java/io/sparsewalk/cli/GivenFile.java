package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.PlainFiles;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
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

  /** What goes into a file, and what came of it. */
  interface Content<T> {
    T write(OutputStream out) throws IOException;
  }

  /**
   * Writes it in the place of an older one, whole or not at all: content that fails halfway leaves what was there. Standard output, and what
   * is no file, like a pipe, has it line by line.
   */
  <T> T write(Content<T> content) throws IOException {
    if (name.equals(STANDARD)) {
      return write(content, CloseShieldOutputStream.wrap(System.out));
    }
    Path path = new Path(name);
    FileSystem files = PlainFiles.of(path, SparkSessions.hadoop());
    path = files.makeQualified(path);
    if (isSpecial(path)) {
      return write(content, files.create(path));
    }
    Path draft = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      T result = write(content, files.create(draft));
      replace(files, draft, path);
      return result;
    } finally {
      files.delete(draft, false);
    }
  }

  private static void replace(FileSystem files, Path draft, Path path) throws IOException {
    if (isHere(path)) {
      Files.move(here(draft), here(path), StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    files.delete(path, false);
    if (!files.rename(draft, path)) {
      throw new IOException("cannot rename " + draft + " to " + path);
    }
  }

  private static boolean isHere(Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  private static java.nio.file.Path here(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** True for a link or device of this machine, which another file must not replace. */
  private static boolean isSpecial(Path path) {
    return isHere(path) && Files.exists(here(path)) && !Files.isRegularFile(here(path), LinkOption.NOFOLLOW_LINKS);
  }

  private static <T> T write(Content<T> content, OutputStream to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(to)) {
      return content.write(out);
    }
  }
}
