package io.sparsewalk.spark;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the readers of labels share. */
final class LabelFiles {
  private LabelFiles() {}

  /**
   * Path, length and time of a file, for the identity of what is read from it.
   *
   * @throws DataRefusedException if it is not there
   */
  static List<Object> identity(Warehouse warehouse, String path) {
    Path file = new Path(path);
    try {
      FileStatus status = file.getFileSystem(warehouse.configuration()).getFileStatus(file);
      return List.of(path, status.getLen(), status.getModificationTime());
    } catch (IOException e) {
      throw new DataRefusedException("cannot read " + path + ": " + e.getMessage());
    }
  }

  /**
   * The fields of all lines that are no comments, in the driver.
   *
   * @param fields of a line
   * @throws DataRefusedException if a line has not so many
   */
  static List<String[]> lines(SparkSession spark, String path, int fields, String expected) {
    List<String[]> lines = new ArrayList<>();
    List<Row> rows = spark.read().text(path).collectAsList();
    for (int n = 0; n < rows.size(); n++) {
      String line = rows.get(n).getString(0).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("%")) {
        continue;
      }
      String[] parts = line.split("[,\\s]+");
      if (parts.length != fields) {
        throw new DataRefusedException(path + ":" + (n + 1) + ": " + expected + " expected, was '" + line + "'");
      }
      lines.add(parts);
    }
    return lines;
  }

  /**
   * Labels by vertex.
   *
   * @param unknown a label that says that there is none; may be empty
   * @param advice end of the message of the refusal
   * @throws DataRefusedException if a vertex has two
   */
  static Map<String, String> labels(SparkSession spark, String path, String unknown, String advice) {
    Map<String, String> labels = pairs(spark, path, "label", advice);
    labels.values().removeIf(unknown::equals);
    return labels;
  }

  /**
   * What lines say of vertices.
   *
   * @param what for example a part
   * @param advice end of the message of the refusal
   * @throws DataRefusedException if a vertex has two
   */
  static Map<String, String> pairs(SparkSession spark, String path, String what, String advice) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String[] fields : lines(spark, path, 2, "a vertex and a " + what)) {
      String before = pairs.put(fields[0], fields[1]);
      if (before != null && !before.equals(fields[1])) {
        throw new DataRefusedException(
            path + ": vertex " + fields[0] + " has more than one " + what + ": " + before + " and " + fields[1]
                + advice);
      }
    }
    return pairs;
  }

  /**
   * Vertices and their labels, of which a vertex may have several.
   *
   * @param unknown a label that says that there is none; may be empty
   */
  static Set<Map.Entry<String, String>> several(SparkSession spark, String path, String unknown) {
    Set<Map.Entry<String, String>> labels = new LinkedHashSet<>();
    lines(spark, path, 2, "a vertex and a label").forEach(fields -> labels.add(Map.entry(fields[0], fields[1])));
    labels.removeIf(label -> label.getValue().equals(unknown));
    return labels;
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
