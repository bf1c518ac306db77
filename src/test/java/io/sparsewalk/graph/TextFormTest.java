package io.sparsewalk.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest {
  private static final List<List<String>> HEADERS = List.of(List.of("src", "dst", "time"),
      List.of("Source", "Target", "Timestamp"), List.of("FromNodeId", "ToNodeId", "ts"),
      List.of("user_id", "item_id", "timestamp"), List.of("u", "v", "t"), List.of("node1", "node2", "date"),
      List.of("SOURCE_SUBREDDIT", "TARGET_SUBREDDIT", "day"), List.of("sender", "recipient", "unixtime"));

  /** An edge as it stands in the file. */
  private record Edge(String source, String target, String time) {}

  @ParameterizedTest
  @ValueSource(chars = {'\t', ',', ';', '|'})
  void columnsOfAnyOrderSeparatorAndQuotesGiveTheSameEdges(char separator) {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Edge> edges = edges(random, separator, 1 + random.nextInt(30));
      List<String> names = new ArrayList<>(HEADERS.get(random.nextInt(HEADERS.size())));
      List<List<String>> columns = new ArrayList<>(List.of(edges.stream().map(Edge::source).toList(),
          edges.stream().map(Edge::target).toList(), edges.stream().map(Edge::time).toList()));
      for (int extra = random.nextInt(4); extra > 0; extra--) {
        names.add("feature" + extra);
        columns.add(edges.stream().map(edge -> random.nextInt(3) == 0 ? "" : "x" + random.nextInt(9)).toList());
      }
      int[] order = shuffled(random, names.size());
      List<String> lines =
          new ArrayList<>(List.of(line(random, Arrays.stream(order).mapToObj(names::get).toList(), separator)));
      for (int i = 0; i < edges.size(); i++) {
        int row = i;
        lines.add(line(random, Arrays.stream(order).mapToObj(c -> columns.get(c).get(row)).toList(), separator));
      }
      TextForm form = TextForm.of(new TextForm.Sample(List.of(), lines), graph());
      assertThat(form.layout().header()).as("header of %s", lines).isTrue();
      EdgeLineParser parser = new EdgeLineParser(form.layout());
      for (int i = 0; i < edges.size(); i++) {
        byte[] bytes = lines.get(i + 1).getBytes(StandardCharsets.UTF_8);
        assertThat(parser.parse(bytes, 0, bytes.length)).as("seed %s: %s", seed, lines.get(i + 1)).isNull();
        assertThat(parser.source()).isEqualTo(edges.get(i).source());
        assertThat(parser.target()).isEqualTo(edges.get(i).target());
        assertThat(BigDecimal.valueOf(parser.time(), parser.decimals())).isEqualByComparingTo(edges.get(i).time());
      }
    }
  }

  private static List<Edge> edges(SplittableRandom random, char separator, int count) {
    boolean numeric = random.nextBoolean();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String time = BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000_000_000L), random.nextInt(5)).toString();
      edges.add(new Edge(id(random, numeric, separator), id(random, numeric, separator), time));
    }
    return edges;
  }

  private static String id(SplittableRandom random, boolean numeric, char separator) {
    List<String> pieces = List.of("a", "é", " ", "b c", "\"", String.valueOf(separator), "7", ".");
    return numeric ? Long.toString(random.nextLong(-50, 1000))
        : IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> pieces.get(random.nextInt(pieces.size())))
            .collect(Collectors.joining("", "n", "z"));
  }

  private static int[] shuffled(SplittableRandom random, int size) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    for (int i = size - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  /** RFC 4180: quotes where they must be, and now and then where they may be. */
  private static String line(SplittableRandom random, List<String> fields, char separator) {
    return fields.stream()
        .map(field -> field.indexOf(separator) >= 0 || field.indexOf('"') >= 0 || random.nextInt(6) == 0
            ? '"' + field.replace("\"", "\"\"") + '"' : field)
        .collect(Collectors.joining(String.valueOf(separator)));
  }

  @Test
  void theFastParserAndTheSplitterOfTheLibraryAgreeOnEveryLine() {
    for (char separator : new char[] {'\t', ',', ';', '|', ' '}) {
      FieldSplitter splitter = new FieldSplitter(separator);
      EdgeLineParser parser = new EdgeLineParser(TextLayout.of(EdgeFormat.STATIC, separator));
      for (int seed = 0; seed < 2000; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> fields = IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> separator == ' ' ? "x" + random.nextInt(99) : id(random, false, separator))
            .toList();
        String line = separator == ' ' ? String.join(random.nextBoolean() ? " " : " \t ", fields)
            : line(random, fields, separator);
        assertThat(splitter.split(line)).isEqualTo(fields);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        String reason = parser.parse(bytes, 0, bytes.length);
        assertThat(reason == null).as(line).isEqualTo(fields.size() == 2);
        if (reason == null) {
          assertThat(List.of(parser.source(), parser.target())).isEqualTo(fields);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      // A header is known by what is below it, or by its words.
      "node1,node2,time/1,2,3|0 1 2 TIME header", "id_1,id_2/0,0|0 1 -1 NONE header",
      "day,src,dst/0,0,1|1 2 0 TIME header", "1 2 3/2 3 4|0 1 2 TIME", "a b/b c|0 1 -1 NONE",
      "Richard Fox,Jane Tyler,5/Reggie Man,Richard Fox,6|0 1 2 TIME", "source target/alice bob|0 1 -1 NONE header",
      "u v/v u|0 1 -1 NONE", "x y/y z|0 1 -1 NONE", ",u,i,ts/0,1,41,0.0/1,2,42,10.0|1 2 3 TIME header",
      "Source,Target,Weight,Type,Timestamp/0,1,1,undirected,1861|0 1 4 TIME header",
      "src,dst,weight/0,1,0.5/1,2,0.7|0 1 -1 NONE header",
      "a,b,when/x,y,2020-01-02/z,x,2020-01-03T04:05:06Z|0 1 2 DATE header", "1 2 7 99/2 3 7 98|0 1 3 TIME",
      "day,src,dst,callsign,typecode/2019-01-01,KEWR,KJFK,UAL1,B737|1 2 0 DATE header",
      "user_id,item_id,timestamp,state_label,comma_separated_list_of_features/0,0,0.0,0,-0.17,0.5/1,1,1.0,0,-0.1,0.4|0 1 2 TIME header"})
  void columnsAreFoundByHeaderOrPosition(String text, String expected) {
    TextForm form = form(text, graph());
    TextLayout.Roles roles = form.layout().roles();
    assertThat(roles.source() + " " + roles.target() + " " + roles.value() + " " + roles.kind()
        + (form.layout().header() ? " header" : "")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"alpha,beta,gamma/1,2,3/2,3,4|which columns are the ends",
      "1,2,3,4,5/2,3,4,5,6|5 columns without a header",
      "src,dst,foo/1,2,3/2,3,4|whether column 3 'foo' is a time, a weight or neither",
      "a,b/1,2,3/2,3,4|the header names 2 columns, the lines have 3", "1,2,3,x/2,3,4,y|which column is the time",
      "1 2 925516800 1/2 3 925516801 4|which column is the time"})
  void whatIsNotClearIsRefusedAndNeverGuessed(String text, String message) {
    assertThatThrownBy(() -> form(text, graph())).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void settingsNameColumnsByNameOrNumber() {
    String text = "amount,b,a,x/0.5,1,2,9/0.7,2,3,8";
    GraphConfig byName = graph().withColumns(new GraphConfig.Columns("a", "B", "", "amount", List.of()));
    GraphConfig byNumber = graph().withColumns(new GraphConfig.Columns("3", "2", "", "1", List.of()));
    assertThat(form(text, byName).layout()).isEqualTo(form(text, byNumber).layout());
    assertThat(form(text, byName).layout().roles()).isEqualTo(new TextLayout.Roles(2, 1, 0, TextLayout.Value.WEIGHT));
    assertThatThrownBy(() -> form(text, graph().withColumns(new GraphConfig.Columns("a", "c", "", "", List.of()))))
        .hasMessageContaining("no column 'c' among [amount, b, a, x]");
    assertThatThrownBy(() -> form("1 2 3", graph().withColumns(new GraphConfig.Columns("1", "7", "", "", List.of()))))
        .hasMessageContaining("no column '7' among 3 columns");
    assertThat(
        form("1 2 3/2 3 4", graph().withColumns(new GraphConfig.Columns("auto", "auto", "auto", "", List.of("3"))))
            .layout()
            .roles()
            .kind())
        .isEqualTo(TextLayout.Value.NONE);
  }

  @Test
  void separatorsAreFoundFromAllLines() {
    Map<String, Character> separators =
        Map.of("1;2;3,5/2;3;4,5", ';', "user 1,item 2/user 2,item 3", ',', "a\tb\t1,2,3/c\td\t3,4,5", '\t',
            "1,2,x;y;z;w/3,4,a;b;c;d", ',', "1\t2 3/4\t5 6", ' ', "a|b|1/c|d|2", '|', "a b/c d", ' ', "1;a,b/2;c", ';');
    separators.forEach(
        (text, separator) -> assertThat(TextForm.separator(List.of(text.split("/")))).as(text).isEqualTo(separator));
  }

  @Test
  void filesThatSayWhatTheyAreAreTakenAtTheirWord() {
    TextForm matrix = TextForm.of(new TextForm.Sample(List.of("%%MatrixMarket matrix coordinate pattern symmetric"),
        List.of("453 453 2", "186 1", "207 1")), graph());
    assertThat(matrix.undirected() && matrix.layout().header()).isTrue();
    assertThat(matrix.layout().roles().kind()).isEqualTo(TextLayout.Value.NONE);
    TextForm weighted = TextForm.of(
        new TextForm.Sample(List.of("%%MatrixMarket matrix coordinate real general"), List.of("3 4 1", "1 4 2.5")),
        graph());
    assertThat(weighted.layout().roles().kind()).isEqualTo(TextLayout.Value.WEIGHT);
    assertThat(weighted.bipartite()).isTrue();
    for (String kind : List.of("array real general", "coordinate complex general", "coordinate real skew-symmetric")) {
      assertThatThrownBy(
          () -> TextForm.of(new TextForm.Sample(List.of("%%MatrixMarket matrix " + kind), List.of("1 1 1")), graph()))
          .hasMessageContaining("is MatrixMarket of a kind");
    }
    assertThat(konect("% bip unweighted", "1 1").bipartite()).isTrue();
    assertThat(konect("% sym unweighted", "1 2").undirected()).isTrue();
    assertThat(konect("% asym posweighted", "1 2 5").layout().roles().kind()).isEqualTo(TextLayout.Value.WEIGHT);
    assertThat(konect("% asym signed", "1 2 -1 99").layout().roles())
        .isEqualTo(new TextLayout.Roles(0, 1, 3, TextLayout.Value.TIME));
    assertThatThrownBy(() -> konect("% asym dynamic", "1 2 -1 99")).hasMessageContaining("appear and disappear");
    TextForm snap = TextForm
        .of(new TextForm.Sample(List.of("# Nodes: 3", "# ToNodeId\tFromNodeId"), List.of("1\t2", "2\t3")), graph());
    assertThat(snap.layout().roles()).as("the order in the comment")
        .isEqualTo(new TextLayout.Roles(1, 0, -1, TextLayout.Value.NONE));
  }

  private static TextForm konect(String first, String line) {
    return TextForm.of(new TextForm.Sample(List.of(first), List.of(line)), graph());
  }

  @Test
  void momentsAreSecondsInUtcAsJavaHasThem() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      Instant moment = Instant.ofEpochMilli(random.nextLong(-5_000_000_000_000L, 5_000_000_000_000L));
      BigDecimal expected = BigDecimal.valueOf(moment.toEpochMilli(), 3);
      ZoneOffset zone = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-600, 600));
      for (String text : List.of(moment.toString(), moment.toString().replace('T', ' ').replace("Z", ""),
          moment.atOffset(zone).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))) {
        assertThat(ValueText.isMoment(text)).as(text).isTrue();
        ValueText value = ValueText.moment(text);
        assertThat(BigDecimal.valueOf(value.value(), value.decimals())).as(text).isEqualByComparingTo(expected);
      }
    }
    assertThat(ValueText.moment("2019-01-01").value()).isEqualTo(1546300800);
    assertThat(ValueText.moment("2019-02-30")).isNull();
    assertThat(ValueText.moment("2019-03").value()).isEqualTo(1551398400);
    assertThat(ValueText.moment("20190101").value()).as("in a column of dates").isEqualTo(1546300800);
    assertThat(ValueText.isMoment("20190101")).as("a number elsewhere").isFalse();
  }

  @Test
  void timesComeToTheFinestUnitThatFitsAndRoundToTheNearest() {
    long[] earliest = new long[19];
    long[] latest = new long[19];
    Arrays.fill(earliest, Long.MAX_VALUE);
    Arrays.fill(latest, Long.MIN_VALUE);
    earliest[18] = latest[18] = 12345678901234567L;
    earliest[13] = latest[13] = 12345678901234567L;
    assertThat(TimeScale.of(-1, earliest, latest).decimals()).isEqualTo(15);
    assertThat(TimeScale.of(6, earliest, latest).decimals()).isEqualTo(6);
    assertThatThrownBy(() -> TimeScale.of(17, earliest, latest)).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining("graph.time-unit = 1e-17");
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5000; i++) {
      long time = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
      int from = random.nextInt(10);
      int to = random.nextInt(5);
      assertThat(new TimeScale(to).apply(time, from)).isEqualTo(
          BigDecimal.valueOf(time, from).setScale(to, RoundingMode.HALF_EVEN).unscaledValue().longValueExact());
    }
    assertThatThrownBy(() -> new TimeScale(1).apply(Long.MAX_VALUE / 5, 0)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void weightsBelowZeroFollowTheSetting() {
    for (GraphConfig.Weights rule : GraphConfig.Weights.values()) {
      EdgeLineParser parser = new EdgeLineParser(form("a b -2.5",
          graph().withFormat(EdgeFormat.WEIGHTED)
              .withReading(new GraphConfig.Reading(GraphConfig.Choice.AUTO, "auto", rule, GraphConfig.Preset.NONE)))
          .layout());
      byte[] line = "a b -2.5".getBytes(StandardCharsets.UTF_8);
      assertThat(parser.parse(line, 0, line.length)).isEqualTo(switch (rule) {
        case REFUSE -> "weight is not above 0: -2.5";
        case ABSOLUTE -> null;
        case DROP -> EdgeLineParser.DROPPED;
      });
      assertThat(rule != GraphConfig.Weights.ABSOLUTE || parser.weight() == 2.5).isTrue();
    }
  }

  private static TextForm form(String text, GraphConfig graph) {
    return TextForm.of(new TextForm.Sample(List.of(), List.of(text.split("/"))), graph);
  }

  private static GraphConfig graph() {
    return new GraphConfig(List.of("x"), "", "", "", "", "d", EdgeFormat.AUTO, GraphConfig.Columns.FOUND, true,
        GraphConfig.SelfLoops.KEEP, 0, 1024);
  }
}
