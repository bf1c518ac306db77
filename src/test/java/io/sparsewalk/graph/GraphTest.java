package io.sparsewalk.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTest {
  private static final GenerateConfig SMALL =
      new GenerateConfig(500, 20_000, 10, 0.8, 2.1, 0.3, 0.05, 1500, 1_000_000, 0, 0, 1);

  @Test
  void everyEdgeIsInItsSourcesRowByTime() {
    SplittableRandom random = new SplittableRandom(1);
    int[] source = random.ints(1000, 0, 20).toArray();
    int[] target = random.ints(1000, 0, 20).toArray();
    long[] time = random.longs(1000, -50, 50).sorted().toArray();
    TemporalGraph graph = TemporalGraph.of(20, source, target, time);
    assertThat(graph.edges()).isEqualTo(1000);
    for (int v = 0; v < 20; v++) {
      int at = graph.begin(v);
      for (int e = 0; e < 1000; e++) {
        if (source[e] == v) {
          assertThat(graph.target(at)).isEqualTo(target[e]);
          assertThat(graph.time(at++)).isEqualTo(time[e]);
        }
      }
      assertThat(graph.end(v)).isEqualTo(at);
      for (long now = -51; now <= 51; now++) {
        int expected = graph.begin(v);
        while (expected < graph.end(v) && graph.time(expected) <= now) {
          expected++;
        }
        assertThat(graph.firstLater(v, now)).isEqualTo(expected);
      }
    }
  }

  @Test
  void unsortedTimesAndForeignIdsAreRefused() {
    assertThatThrownBy(() -> TemporalGraph.of(2, new int[] {0, 1}, new int[] {1, 0}, new long[] {2, 1}))
        .hasMessageContaining("edge 1 has 1 after 2");
    assertThatThrownBy(() -> TemporalGraph.of(2, new int[] {0}, new int[] {2}, new long[] {2}))
        .hasMessageContaining("an edge goes to 2, vertices are 0 to 1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"TEMPORAL|' '|1 2 3|1|2|3|0",
      "TEMPORAL|' '|  a\tb \t -7 |a|b|-7|0", "TEMPORAL|,|x,y,1.50|x|y|15|1", "TEMPORAL|,|x , y , 0.000000001|x|y|1|9",
      "TEMPORAL4|' '|1 2 1 99|1|2|99|0", "STATIC|' '|1 2|1|2|0|0",
      "TEMPORAL|' '|9223372036854775807 9007199254740993 -9223372036854775808"
          + "|9223372036854775807|9007199254740993|-9223372036854775808|0",
      "TEMPORAL|' '|ü é 5|ü|é|5|0", "TEMPORAL|' '|1 2 5.|1|2|5|0", "TEMPORAL|' '|1 2 1e5|1|2|100000|0",
      "TEMPORAL|' '|1 2 1.082040961000000000e+09|1|2|1082040961|0",
      "TEMPORAL|,|\"Smith, J\",\"a \"\"b\"\"\",\"7\"|Smith, J|a \"b\"|7|0",
      "TEMPORAL|,|user 1,item 2,3|user 1|item 2|3|0", "TEMPORAL|;|a,b;c d;2.5|a,b|c d|25|1",
      "TEMPORAL|' '|1 2 1.5e-3|1|2|15|4", "TEMPORAL|' '|1 2 1289241911.728359937667846680|1|2|1289241911728359938|9",
      "TEMPORAL|' '|1 2 0.1234567890123456789|1|2|123456789012345679|18"})
  void goodLinesAreKeptExactlyOrRoundedToWhatFits(EdgeFormat format, String separator, String line, String source,
      String target, long time, int decimals) {
    EdgeLineParser parser = new EdgeLineParser(TextLayout.of(format, separator.replace("'", "").charAt(0)));
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(parser.parse(bytes, 0, bytes.length)).isNull();
    assertThat(parser.source()).isEqualTo(source);
    assertThat(parser.target()).isEqualTo(target);
    assertThat(parser.time()).isEqualTo(time);
    assertThat(parser.decimals()).isEqualTo(decimals);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"TEMPORAL|' '|1 2|too few columns: 3 expected, 2 found",
      "TEMPORAL|' '|1 2 3 4|too many columns: 3 expected, 4 found",
      "TEMPORAL|' '|1 2 3 4 5 6|too many columns: 3 expected, 6 found", "TEMPORAL|,|1,,3|column 2 is empty",
      "TEMPORAL|,|1,2,|column 3 is empty", "TEMPORAL|' '|1 2 x|time is not a number: x",
      "TEMPORAL|' '|1 2 -|time is not a number: -", "TEMPORAL|' '|1 2 NaN|time is not a number: NaN",
      "TEMPORAL|' '|1 2 .|time is not a number: .", "TEMPORAL|;|1;2;3,5|time is not a number: 3,5",
      "TEMPORAL|' '|1 2 9223372036854775808|time has too many digits for 64 bits: 9223372036854775808",
      "TEMPORAL|' '|1 2 1e300|time has too many digits for 64 bits: 1e300",
      "TEMPORAL|,|\"1,2,3|a quoted field does not end on its line",
      "TEMPORAL|' '|2\0 3 4|column 1 holds a control character (byte 0)",
      "WEIGHTED|' '|1 2 -1|weight is not above 0: -1", "WEIGHTED|' '|1 2 inf|weight is not a number: inf"})
  void badLinesSayWhy(EdgeFormat format, String separator, String line, String reason) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(
        new EdgeLineParser(TextLayout.of(format, separator.replace("'", "").charAt(0))).parse(bytes, 0, bytes.length))
        .isEqualTo(reason);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] bytes = {'1', ' ', (byte) 0xC3, ' ', '3'};
    assertThat(new EdgeLineParser(TextLayout.of(EdgeFormat.TEMPORAL, ' ')).parse(bytes, 0, bytes.length))
        .isEqualTo("id is not valid UTF-8");
    byte[] longLine = new byte[70_000];
    Arrays.fill(longLine, (byte) '1');
    assertThat(new EdgeLineParser(TextLayout.of(EdgeFormat.TEMPORAL, ' ')).parse(longLine, 0, longLine.length))
        .startsWith("line longer");
  }

  @Test
  void commentsAreBlankLinesAndThoseOfHashAndPercent() {
    for (String comment : List.of("", "  \t", "# 1 2 3", " % x")) {
      assertThat(EdgeLineParser.isComment(comment.getBytes(StandardCharsets.UTF_8), 0, comment.length())).isTrue();
    }
    assertThat(EdgeLineParser.isComment("1 2 3".getBytes(StandardCharsets.UTF_8), 0, 5)).isFalse();
  }

  @Test
  void syntheticGraphsFollowTheirSettings() throws IOException {
    List<long[]> edges = edges(SMALL);
    assertThat(edges).hasSize(20_000);
    Set<Long> ids = new HashSet<>();
    Set<List<Long>> pairs = new HashSet<>();
    int loops = 0;
    int repeated = 0;
    long[] degree = new long[500];
    for (int i = 0; i < edges.size(); i++) {
      long[] edge = edges.get(i);
      ids.add(edge[0]);
      ids.add(edge[1]);
      loops += edge[0] == edge[1] ? 1 : 0;
      repeated += pairs.add(List.of(edge[0], edge[1])) ? 0 : 1;
      degree[(int) edge[0] / 3]++;
      assertThat(edge[2]).isGreaterThanOrEqualTo(i == 0 ? 0 : edges.get(i - 1)[2]);
    }
    assertThat(edges.get(edges.size() - 1)[2]).isEqualTo(1_000_000);
    assertThat(ids).allMatch(id -> id % 3 == 0 && id < 1500);
    assertThat(loops).as("0.05 of the lines and their repeats").isBetween(1000, 2000);
    assertThat(repeated).isGreaterThan(6_000);
    long[] sorted = Arrays.stream(degree).sorted().toArray();
    assertThat(sorted[499]).as("heavy tail").isGreaterThan(10 * Math.max(1, sorted[250]));
  }

  @Test
  void syntheticGraphsDependOnTheSeedOnly() throws IOException {
    assertThat(text(SMALL)).isEqualTo(text(SMALL));
    assertThat(text(SMALL))
        .isNotEqualTo(text(new GenerateConfig(500, 20_000, 10, 0.8, 2.1, 0.3, 0.05, 1500, 1_000_000, 0, 0, 2)));
  }

  private static String text(GenerateConfig config) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SyntheticGraph(config).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<long[]> edges(GenerateConfig config) throws IOException {
    return text(config).lines()
        .map(line -> Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray())
        .toList();
  }
}
