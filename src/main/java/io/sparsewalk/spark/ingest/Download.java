package io.sparsewalk.spark.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The file that a download grows in. It stays when a download breaks off, and the next one goes on with it. */
final class Download implements Closeable {
  private final Path file;
  private final Path facts;
  private final FileChannel channel;
  private WebVersion version;

  private Download(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    facts = file.resolveSibling(file.getFileName() + ".json");
    version = WebVersion.read(facts);
  }

  /** Opens it for this process; if another one is at it, one with a name of its own. */
  static Download open(Path directory, String key) throws IOException {
    Path file = directory.resolve(key + ".part");
    FileChannel channel = channel(file);
    try {
      if (channel.tryLock() != null) {
        return new Download(file, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread is at it, which is as another process.
    }
    channel.close();
    Path own = directory.resolve(key + "-" + UUID.randomUUID() + ".part");
    return new Download(own, channel(own));
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  Path file() {
    return file;
  }

  long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the bytes that are here belong to. */
  WebVersion version() {
    return version;
  }

  /** True if a server can be asked for the rest of the bytes that are here. */
  boolean canGoOn() {
    return length() > 0 && !version.range().isEmpty();
  }

  /** Forgets what is here, and expects another version. */
  void begin(WebVersion other) throws IOException {
    channel.truncate(0);
    version = other;
    version.write(facts);
  }

  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    long at = channel.size();
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  /** Removes it, after its bytes were taken or are worth nothing. */
  void remove() throws IOException {
    Files.deleteIfExists(facts);
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    if (length() == 0) {
      remove();
    }
    channel.close();
  }
}
