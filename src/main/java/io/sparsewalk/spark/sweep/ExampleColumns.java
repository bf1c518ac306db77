package io.sparsewalk.spark.sweep;

import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.table.ParquetColumns;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows of a file of the table of examples as arrays. */
final class ExampleColumns {
  private ExampleColumns() {}

  /**
   * Pairs of vertices.
   *
   * @param features of a pair; 0: the column is not read
   */
  static Examples pairs(ParquetColumns columns, int features, boolean[] chosen) {
    Examples pairs = new Examples(columns.ints("src", row -> chosen[row]), columns.ints("dst", row -> chosen[row]),
        columns.booleans("positive", row -> chosen[row]), columns.booleans("both_seen", row -> chosen[row]));
    return features == 0 ? pairs : pairs.withPairs(features(columns.floatLists("pair_features"), chosen));
  }

  /** The features of chosen rows. */
  private static float[] features(ParquetColumns.FloatLists all, boolean[] chosen) {
    float[] features = new float[all.values().length];
    int size = 0;
    for (int row = 0; row < chosen.length; row++) {
      int width = all.offsets()[row + 1] - all.offsets()[row];
      if (chosen[row]) {
        System.arraycopy(all.values(), all.offsets()[row], features, size, width);
        size += width;
      }
    }
    return Arrays.copyOf(features, size);
  }

  /** Labelled vertices. */
  static Examples vertices(ParquetColumns columns, Labels.Classes labels, boolean[] chosen) {
    ParquetColumns.IntLists all = columns.intLists("classes");
    int[] rows = IntStream.range(0, chosen.length).filter(row -> chosen[row]).toArray();
    return labels.ofVertices(columns.ints("src"), columns.ints("class"), all.values(), all.offsets()).subset(rows);
  }
}
