package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.WebAddress;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of an input as it lies on a file system.
 *
 * @param name for people; of the copy of a file of the web its address, without secrets
 * @param version what changes when the file does
 */
public record InputFile(FileStatus status, String name, Serializable version) implements Serializable {

  static InputFile of(FileStatus status) {
    return new InputFile(status, status.getPath().toString(), status.getModificationTime());
  }

  /** The copy of a file of the web, whose name is the hash of its content. */
  static InputFile copied(String address, FileStatus copy) {
    return new InputFile(copy, WebAddress.shown(address), "sha256:" + copy.getPath().getName());
  }

  String path() {
    return status.getPath().toString();
  }

  /** Name, length and version, for the identity of what is read from it. */
  public List<Object> identity() {
    return List.of(name, status.getLen(), version);
  }
}
