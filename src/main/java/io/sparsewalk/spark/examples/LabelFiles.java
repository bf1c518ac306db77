package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.ValueText;
import io.sparsewalk.spark.ingest.TextTable;
import io.sparsewalk.table.Warehouse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the readers of labels share. */
final class LabelFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LabelFiles.class);
  private static final int SHOWN = 3;

  private LabelFiles() {}

  /**
   * The fields of all lines that are no comments, in the driver.
   *
   * @param fields of a line
   * @throws DataRefusedException if a line has not so many
   */
  static List<String[]> lines(Warehouse warehouse, String path, int fields, String expected) {
    TextTable table = TextTable.read(path, warehouse, fields);
    List<String[]> lines = new ArrayList<>();
    for (int n = 0; n < table.lines().size(); n++) {
      List<String> line = table.lines().get(n);
      if (line.size() != fields || line.stream().anyMatch(String::isEmpty)) {
        throw new DataRefusedException(
            path + ":" + table.numbers().get(n) + ": " + expected + " expected, was " + line);
      }
      lines.add(line.toArray(String[]::new));
    }
    return lines;
  }

  /**
   * Says how many of the vertices in a file are not in the graph.
   *
   * @throws DataRefusedException if none is
   */
  static void checkKnown(String path, Collection<String> described, Set<String> known) {
    List<String> strangers = described.stream().filter(vertex -> !known.contains(vertex)).distinct().toList();
    long all = described.stream().distinct().count();
    if (all > 0 && strangers.size() == all) {
      throw new DataRefusedException(
          path + ": none of the " + all + " vertices in the file is in the graph (first: " + strangers.get(0) + ")");
    }
    if (!strangers.isEmpty()) {
      LOG.warn("{}: {} of the {} vertices in the file are not in the graph, first {}", path, strangers.size(), all,
          strangers.stream().limit(SHOWN).toList());
    }
  }

  /**
   * Labels by vertex.
   *
   * @param unknown a label that says that there is none; may be empty
   * @param advice end of the message of the refusal
   * @throws DataRefusedException if a vertex has two
   */
  static Map<String, String> labels(Warehouse warehouse, String path, String unknown, String advice) {
    Map<String, String> labels = pairs(warehouse, path, "label", advice);
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
  static Map<String, String> pairs(Warehouse warehouse, String path, String what, String advice) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String[] fields : lines(warehouse, path, 2, "a vertex and a " + what)) {
      String before = pairs.put(fields[0], fields[1]);
      if (before != null && !before.equals(fields[1])) {
        throw new DataRefusedException(path + ": vertex " + fields[0] + " has more than one " + what + ": " + before
            + " and " + fields[1] + advice);
      }
    }
    return pairs;
  }

  /**
   * Vertices and their labels, of which a vertex may have several.
   *
   * @param unknown a label that says that there is none; may be empty
   */
  static Set<Map.Entry<String, String>> several(Warehouse warehouse, String path, String unknown) {
    Set<Map.Entry<String, String>> labels = new LinkedHashSet<>();
    lines(warehouse, path, 2, "a vertex and a label").forEach(fields -> labels.add(Map.entry(fields[0], fields[1])));
    labels.removeIf(label -> label.getValue().equals(unknown));
    return labels;
  }

  /** Distinct names, as numbers in their order if all are, else as text. */
  static List<String> inOrder(Collection<String> names) {
    List<String> ordered = new ArrayList<>(new HashSet<>(names));
    boolean numbers = ordered.stream().allMatch(ValueText::isNumber);
    ordered.sort(
        numbers ? Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder());
    return ordered;
  }

  /** Labels to classes, from 0, in their order. */
  static Map<String, Integer> classes(Collection<String> labels) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    inOrder(labels).forEach(label -> classes.put(label, classes.size()));
    return classes;
  }
}
