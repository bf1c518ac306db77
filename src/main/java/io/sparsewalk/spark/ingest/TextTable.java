package io.sparsewalk.spark.ingest;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.WebAddress;
import io.sparsewalk.graph.EdgeLineParser;
import io.sparsewalk.graph.FieldSplitter;
import io.sparsewalk.graph.TextForm;
import io.sparsewalk.table.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A small text file of columns as a whole, in the driver: what is said of vertices. It is read as edges are: packed or not, with one
 * separator, quotes, a header or none.
 *
 * @param lines fields, without a header and comments
 * @param numbers of the lines, from 1
 */
public record TextTable(List<List<String>> lines, List<Integer> numbers) {

  /**
   * Reads a file.
   *
   * @param columns of a line; of two that are separated by blanks the second is the rest of the line
   */
  public static TextTable read(String address, Warehouse warehouse, int columns) {
    Configuration configuration = warehouse.configuration();
    String file = InputPaths.place(address, warehouse);
    String path = WebAddress.shown(address);
    List<String> texts = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    try {
      Packing.Found found = Packing.of(file, configuration);
      if (found.parquet() || !found.entries().isEmpty()) {
        throw new DataRefusedException(
            path + ": must be lines of text, not " + (found.parquet() ? "Parquet" : "an archive"));
      }
      try (InputStream in = Packing.open(file, "", configuration)) {
        LineReader reader = new LineReader(in);
        for (int number = 1; reader.next(); number++) {
          int from = reader.first(number == 1);
          if (!EdgeLineParser.isComment(reader.bytes(), from, reader.length())) {
            texts.add(decoded(ByteBuffer.wrap(reader.bytes(), from, reader.length() - from), path, number));
            numbers.add(number);
          }
        }
      }
    } catch (IOException e) {
      throw new DataRefusedException("cannot read " + path + ": " + e.getMessage(), e);
    }
    return texts.isEmpty() ? new TextTable(List.of(), List.of()) : of(texts, numbers, columns);
  }

  private static String decoded(ByteBuffer line, String path, int number) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(line).toString().strip();
    } catch (CharacterCodingException e) {
      throw new DataRefusedException(path + ":" + number + ": not valid UTF-8", e);
    }
  }

  private static TextTable of(List<String> texts, List<Integer> numbers, int columns) {
    char separator = TextForm.separator(texts.subList(0, Math.min(texts.size(), 500)));
    FieldSplitter splitter = new FieldSplitter(separator);
    List<List<String>> rows = new ArrayList<>();
    for (String text : texts) {
      List<String> fields = splitter.split(text);
      rows.add(separator == ' ' && columns == 2 && fields.size() > 2 ? List.of(text.split("[ \t]+", 2)) : fields);
    }
    boolean header = TextForm.isHeader(rows) || isNamed(rows.get(0));
    int first = header ? 1 : 0;
    List<List<String>> data = rows.subList(first, rows.size());
    List<Integer> places = numbers.subList(first, numbers.size());
    if (columns == 2 && data.stream().allMatch(row -> row.size() == 1)) {
      data = IntStream.range(0, data.size())
          .mapToObj(i -> List.of(Integer.toString(i), rows.get(first + i).get(0)))
          .toList();
    }
    return new TextTable(data.stream().map(TextTable::withPlainId).toList(), places);
  }

  private static boolean isNamed(List<String> row) {
    return row.size() > 1 && row.get(0).matches("(?i)(vertex|node|id|node_?id|vertex_?id|user|user_?id|name)") && row
        .get(1)
        .matches(
            "(?i)(label|labels|class|y|target|category|group|department|community|part|split|set|feature|col(umn)?)(_?id|_?name)?");
  }

  /** An id that a program wrote as a float, as the reader of edges has it. */
  private static List<String> withPlainId(List<String> row) {
    if (!row.get(0).matches("-?\\d+[.]0*")) {
      return row;
    }
    List<String> plain = new ArrayList<>(row);
    plain.set(0, RawIds.whole(row.get(0)));
    return plain;
  }
}
