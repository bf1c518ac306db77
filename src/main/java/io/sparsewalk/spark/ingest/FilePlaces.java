package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.GraphConfig.IdOrder;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.api.java.UDF2;

/**
 * The place of every file in the order in which vertices are numbered: that of the input for {@link IdOrder#BY_FILE}, the same for all of them
 * where no file comes first.
 */
final class FilePlaces implements UDF2<Integer, String, Integer>, Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] ofRanges;
  private final HashMap<String, Integer> ofFiles = new HashMap<>();
  private final boolean byFile;

  private FilePlaces(List<EdgeInput> files, List<EdgeLines.Range> ranges, boolean byFile) {
    this.byFile = byFile;
    for (int f = 0; f < files.size(); f++) {
      ofFiles.put(files.get(f).path(), f);
    }
    Map<EdgeInput, Integer> ofInputs = new HashMap<>();
    for (int f = 0; f < files.size(); f++) {
      ofInputs.put(files.get(f), f);
    }
    ofRanges = ranges.stream().mapToInt(range -> byFile ? ofInputs.get(range.input()) : 0).toArray();
  }

  /** @param ranges of the text files among them, in their order */
  static FilePlaces of(List<EdgeInput> files, List<EdgeLines.Range> ranges, IdOrder order) {
    return new FilePlaces(files, ranges, order == IdOrder.BY_FILE);
  }

  /** Of the lines of a range. */
  int ofRange(int range) {
    return ofRanges[range];
  }

  /**
   * Of a parsed row, as {@link EdgeLines#SCHEMA} has it.
   *
   * @param range negative for a row of Parquet
   * @param file of a row of Parquet
   */
  @Override
  public Integer call(Integer range, String file) {
    if (range >= 0) {
      return ofRanges[range];
    }
    // Spark names files by their URIs, in which a blank is %20.
    return byFile ? ofFiles.get(new Path(URI.create(file)).toString()) : 0;
  }
}
