package io.sparsewalk.cli;

import io.sparsewalk.common.DataRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of vertices by the ids of the edge list.
 *
 * @param file as it was given
 * @param lines but empty ones and comments
 */
record VertexLines(String file, List<Line> lines) {
  /**
   * One line.
   *
   * @param number from 1
   * @param vertices as many as were asked for
   */
  record Line(int number, List<String> vertices) {}

  /**
   * Reads a file.
   *
   * @param count vertices a line; what stands behind them is passed by
   * @throws DataRefusedException if there is no such file, or a line has fewer
   */
  static VertexLines read(String file, int count) {
    List<String> text = new GivenFile(file).text()
        .orElseThrow(() -> new DataRefusedException(file + ": no such file, or not readable"))
        .lines()
        .map(String::strip)
        .toList();
    List<Line> lines = new ArrayList<>();
    for (int n = 0; n < text.size(); n++) {
      String line = text.get(n);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("[,\\s]+");
      if (fields.length < count) {
        throw new DataRefusedException(file + " line " + (n + 1) + ": two vertices expected, was '" + line + "'");
      }
      lines.add(new Line(n + 1, List.of(fields).subList(0, count)));
    }
    return new VertexLines(file, lines);
  }

  /** All vertices, once each. */
  List<String> vertices() {
    return lines.stream().flatMap(line -> line.vertices().stream()).distinct().toList();
  }
}
