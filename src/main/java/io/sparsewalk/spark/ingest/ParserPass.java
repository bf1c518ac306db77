package io.sparsewalk.spark.ingest;

import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.TextLayout;
import org.apache.hadoop.conf.Configuration;

/** One pass of the parser over the beginning of a file, without Spark: what the benchmark times. */
public final class ParserPass {
  private ParserPass() {}

  /**
   * Reads lines {@code source target time}, separated by a blank.
   *
   * @param bytes length of the beginning
   * @return number of lines read
   */
  public static long lines(String file, long bytes, Configuration configuration) {
    EdgeInput input = EdgeInput.text(file, TextLayout.of(EdgeFormat.TEMPORAL, ' '));
    RangeLines lines = new RangeLines(new EdgeLines.Range(0, input, 0, bytes), configuration);
    long sum = 0;
    while (lines.next()) {
      lines.edge().readNumbers();
      sum += lines.edge().sourceNumber() + lines.edge().targetNumber() + lines.edge().time();
    }
    // The sum keeps the compiler from leaving the parsing out.
    return sum == 0 ? 0 : lines.count();
  }
}
