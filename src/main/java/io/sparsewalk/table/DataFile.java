package io.sparsewalk.table;

import io.sparsewalk.common.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A published file, as its manifest describes it.
 *
 * @param name path inside the directory of the manifest
 * @param rows of a Parquet file; 0 for any other
 * @param bytes its length
 * @param sha256 of its content, 64 hex digits
 */
public record DataFile(String name, long rows, long bytes, String sha256) implements Serializable {
  static final String PARQUET = ".parquet";

  /**
   * Describes a file by reading it whole, after it is on the disk: a manifest must not outlive its files when the power goes. HDFS has it on
   * several machines by then, stores have it for good.
   *
   * @param directory that its name is to be inside of
   */
  public static DataFile of(Configuration configuration, Path directory, Path file) {
    try {
      if (Warehouse.isDisk(file)) {
        Disk.force(file);
      }
      FileSystem files = file.getFileSystem(configuration);
      return new DataFile(name(directory, file), rows(configuration, file), files.getFileStatus(file).getLen(),
          sha256(files, file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The path of a file inside a directory that it is in. */
  static String name(Path directory, Path file) {
    return file.toUri().getPath().substring(directory.toUri().getPath().length() + 1);
  }

  private static long rows(Configuration configuration, Path file) throws IOException {
    if (!file.getName().endsWith(PARQUET)) {
      return 0;
    }
    try (ParquetFileReader reader = open(configuration, file)) {
      return reader.getRecordCount();
    }
  }

  /** Opens a Parquet file whose pages are compared with their checksums where they have some. */
  public static ParquetFileReader open(Configuration configuration, Path file) throws IOException {
    return ParquetFileReader.open(HadoopInputFile.fromPath(file, configuration),
        HadoopReadOptions.builder(configuration).usePageChecksumVerification().build());
  }

  private static String sha256(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Sha256.hex(in);
    }
  }

  /** True if it is there and has its length. */
  public boolean isThere(Configuration configuration, Path directory) {
    Path file = new Path(directory, name);
    try {
      return file.getFileSystem(configuration).getFileStatus(file).getLen() == bytes;
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file, e);
    }
  }

  /** True if the content is still the same; reads it whole. */
  public boolean isIntact(Configuration configuration, Path directory) {
    Path file = new Path(directory, name);
    try {
      FileSystem files = file.getFileSystem(configuration);
      return files.getFileStatus(file).getLen() == bytes && sha256(files, file).equals(sha256);
    } catch (FileNotFoundException | ChecksumException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The Parquet files of a directory that is being written, by name. */
  public static List<Path> parquet(Configuration configuration, Path directory) {
    try {
      List<Path> files = new ArrayList<>();
      for (FileStatus status : directory.getFileSystem(configuration).listStatus(directory)) {
        String name = status.getPath().getName();
        if (name.endsWith(PARQUET) && !name.startsWith("_") && !name.startsWith(".")) {
          files.add(status.getPath());
        }
      }
      files.sort(null);
      return List.copyOf(files);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
