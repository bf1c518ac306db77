package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.WebAddress;
import io.sparsewalk.table.ContentHashes;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of an input as it lies on a file system.
 *
 * @param name for people; of the copy of a file of the web its address, without secrets
 * @param sha256 of its content, in hex
 */
public record InputFile(FileStatus status, String name, String sha256) implements Serializable {

  static InputFile of(FileStatus status, ContentHashes hashes) {
    return new InputFile(status, status.getPath().toString(), hashes.of(status));
  }

  /** The copy of a file of the web, whose name is the hash of its content. */
  static InputFile copied(String address, FileStatus copy) {
    return new InputFile(copy, WebAddress.shown(address), copy.getPath().getName());
  }

  String path() {
    return status.getPath().toString();
  }

  /** Its name without folders, and its content, for the identity of what is read from it: a copy elsewhere is the same file. */
  public List<Object> identity() {
    return List.of(name.substring(name.lastIndexOf('/') + 1).replaceFirst("[?].*", ""), sha256);
  }
}
