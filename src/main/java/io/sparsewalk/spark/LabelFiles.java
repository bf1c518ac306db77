package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What the readers of labels share. */
final class LabelFiles {
  private LabelFiles() {}

  /**
   * Length and time of a file, for the identity of what is read from it.
   *
   * @throws DataRefusedException if it is not there
   */
  static List<Object> identity(Warehouse warehouse, String path) {
    Path file = new Path(path);
    try {
      FileStatus status = file.getFileSystem(warehouse.configuration()).getFileStatus(file);
      return List.of(status.getLen(), status.getModificationTime());
    } catch (IOException e) {
      throw new DataRefusedException("cannot read " + path + ": " + e.getMessage());
    }
  }

  /** Distinct names, as whole numbers in their order if all are, else as text. */
  static List<String> inOrder(Collection<String> names) {
    List<String> ordered = new ArrayList<>(new HashSet<>(names));
    boolean numbers = ordered.stream().allMatch(name -> name.matches("-?\\d{1,18}"));
    ordered.sort(numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder());
    return ordered;
  }

  /** Labels to classes, from 0, in their order. */
  static Map<String, Integer> classes(Collection<String> labels) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    inOrder(labels).forEach(label -> classes.put(label, classes.size()));
    return classes;
  }
}
