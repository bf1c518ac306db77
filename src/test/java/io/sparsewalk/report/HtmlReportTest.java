package io.sparsewalk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparsewalk.report.ReportData.Graph;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.table.Warehouse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest extends SparkTest {
  private static final Graph GRAPH = new Graph(59_835, 1_899, "2004-04-15 to 2004-10-26",
      new DataCard(
          List.of(
              new DataCard.Histogram("Degrees", "edges at a vertex", "vertices", DataCard.Scale.LOG,
                  List.of(new DataCard.Bar(1, 2, 700), new DataCard.Bar(2, 4, 1_199)), List.of(), "SELECT 1"),
              new DataCard.Histogram("Edges over time", "time (UTC)", "edges", DataCard.Scale.TIME,
                  List.of(new DataCard.Bar(1.0819e12, 1.09e12, 40_000), new DataCard.Bar(1.09e12, 1.0987e12, 19_835)),
                  List.of(new DataCard.Mark(1.095e12, "test")), "SELECT 2")),
          List.of(List.of("edges from a vertex to itself", "7"))));
  private static final String HOSTILE =
      "</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>{{data}}\"'&";

  @TempDir
  private static Path shared;
  /** The report of the whole made-up sweep; many tests look at it. */
  private static String whole;

  @BeforeEach
  void reportOfTheWholeSweep() {
    if (whole == null) {
      new SweepFixture(wholeWarehouse()).sweep();
      whole = report(wholeWarehouse());
    }
  }

  private static Warehouse wholeWarehouse() {
    return new Warehouse(shared.toString(), spark.sparkContext().hadoopConfiguration());
  }

  /** The views of the whole sweep in the session. */
  private static void useWhole() {
    Views.register(spark, wholeWarehouse(), SweepFixture.MARGIN);
  }

  @Test
  void chartsHoldTheFiguresOfTheSummary() throws Exception {
    String page = whole;
    List<JsonNode> specs = specs(page);
    assertThat(specs).hasSize(16);
    JsonNode levels = specs.get(3).at("/datasets/levels");
    assertThat(levels).hasSize(10);
    double mean = spark
        .sql("select accuracy_mean from summary" + " where embedding = 'dense' and method = 'slr' and sparsity = 0.5")
        .first()
        .getDouble(0);
    assertThat(levels)
        .filteredOn(point -> point.get("method").asText().equals("SLR") && point.get("remaining").asDouble() == 0.5)
        .singleElement()
        .satisfies(point -> {
          assertThat(point.get("mean").asDouble()).isEqualTo(mean);
          assertThat(point.get("low").asDouble()).isLessThan(mean);
        });
    assertThat(specs.get(3).at("/datasets/dense")).hasSize(1);
    double dense = specs.get(3).at("/datasets/dense/0/mean").asDouble();
    assertThat(specs.get(3).at("/datasets/tolerated/0/high").asDouble()).isEqualTo(dense);
    assertThat(specs.get(3).at("/datasets/tolerated/0/low").asDouble()).as("the margin by default")
        .isCloseTo(dense - 0.01, within(1e-12));
    JsonNode slrTraining = specs.get(11);
    assertThat(slrTraining.at("/datasets/phases").findValuesAsText("phase")).containsExactly("dense", "reweight",
        "retrain");
    assertThat(slrTraining.at("/datasets/phases").findValuesAsText("start")).containsExactly("0.5", "20.5", "30.5");
  }

  @Test
  void theFirstLineSaysWhatTheFiguresAreOf() {
    assertThat(whole.replace('\u202f', ' ')).contains(
        "59 835 edges · 1 899 vertices · times 2004-04-15 to 2004-10-26 · 66 trials, 1 failed · 3 seeds · 44 % of the test examples scored"
            + " · 2026-11-01 · sweep " + SweepFixture.SWEEP);
  }

  @Test
  void everyHeadingIsInTheContents() {
    String page = whole;
    List<String> headings = Pattern.compile("<h2 id=\"([\\w-]+)\">([^<]+)</h2>")
        .matcher(page)
        .results()
        .map(found -> "<a href=\"#" + found.group(1) + "\">" + found.group(2) + "</a>")
        .toList();
    assertThat(headings).hasSizeGreaterThan(8)
        .doesNotHaveDuplicates()
        .allSatisfy(link -> assertThat(page).contains(link));
  }

  @Test
  void costsAreThoseOfTheSummaryAndTheBestAreBeatenByNone() throws Exception {
    useWhole();
    List<JsonNode> specs = specs(whole);
    for (int chart = 0; chart < 3; chart++) {
      String column = List.of("flops_ratio_mean", "seconds_ratio", "model_bytes_ratio").get(chart);
      List<Row> cells =
          spark.sql("SELECT auc_mean AS quality, " + column + " AS cost FROM summary ORDER BY 2, 1").collectAsList();
      List<List<Double>> drawn = new ArrayList<>();
      for (JsonNode point : specs.get(chart).at("/datasets/points")) {
        double quality = point.get("quality").asDouble();
        double cost = point.get("cost").asDouble();
        drawn.add(List.of(cost, quality));
        boolean isBeaten = cells.stream()
            .anyMatch(other -> other.getDouble(0) >= quality && other.getDouble(1) <= cost
                && (other.getDouble(0) > quality || other.getDouble(1) < cost));
        assertThat(point.get("best").asBoolean()).as("%s %s", column, point).isNotEqualTo(isBeaten);
      }
      assertThat(drawn).containsExactlyInAnyOrderElementsOf(
          cells.stream().map(row -> List.of(row.getDouble(1), row.getDouble(0))).toList());
    }
  }

  @Test
  void aMethodsLayersAreShownAtTheLevelOfThePaper() throws Exception {
    List<JsonNode> specs = specs(whole);
    assertThat(specs.get(8).at("/datasets/curves").findValuesAsText("method")).contains("dense", "RigL", "SLR");
    JsonNode layers = specs.get(9).at("/datasets/layers");
    assertThat(layers).hasSize(2 * 2 * 40);
    for (JsonNode layer : layers) {
      boolean isPruned = layer.get("method").asText().equals("RigL") || layer.get("epoch").asInt() > 20;
      assertThat(layer.get("density").asDouble())
          .isCloseTo(!isPruned ? 1 : layer.get("layer").asInt() == 0 ? 192 / 2048.0 : 12 / 128.0, within(1e-12));
    }
  }

  @Test
  void theQueryUnderAPictureGivesItsFigures() throws Exception {
    useWhole();
    String page = whole;
    List<String> queries = Pattern.compile("<pre>(SELECT [^<]+);</pre>")
        .matcher(page)
        .results()
        .map(found -> found.group(1).replace("&gt;", ">").replace("&lt;", "<"))
        .toList();
    List<JsonNode> specs = specs(page);
    assertThat(queries).hasSize(16);
    List<Long> rows = queries.stream().map(query -> spark.sql(query).count()).toList();
    assertThat(rows.get(0)).isEqualTo(specs.get(0).at("/datasets/points").size());
    assertThat(rows.get(3)).isEqualTo(specs.get(3).at("/datasets/levels").size() + 1L);
    assertThat(rows.get(9)).isEqualTo(specs.get(9).at("/datasets/layers").size());
    assertThat(rows.get(11)).isEqualTo(specs.get(11).at("/datasets/curves").size());
    assertThat(page).contains("<pre>data,method,embedding,sparsity,cost,quality,dense,best\npoints,dense,dense,");
  }

  @Test
  void theStatisticsTheRanksTheBaselinesAndThePublishedTableAreThere() {
    useWhole();
    String page = whole;
    assertThat(page).contains("How far each method can go", "Which method at which sparsity", "Ranks of test edges",
        "A trivial baseline beats the network: AUC 0.950 without an embedding or a network (common neighbours), 0.91",
        "FLOPs as published", "III-C corrected");
    assertThat(page).containsPattern(
        "ia-email</td><td[^>]*>16-128-1</td><td[^>]*>sparse-training</td><td[^>]*>1.38 %</td>" + "<td[^>]*>0.0067");
    double best = spark.sql("select max(mrr_mean) from ranking_summary").first().getDouble(0);
    assertThat(page).contains(String.format(Locale.ROOT, "%.4f", best));
    List<Row> told = spark.sql("select * from comparisons where sparsity = 0.96875 and embedding = 'dense'"
        + " and measure = 'accuracy' and method = 'rigl' and other = 'slr'").collectAsList();
    assertThat(told).singleElement().satisfies(row -> assertThat(row.<Double>getAs("p_holm")).isLessThan(0.05));
    assertThat(page).containsPattern(
        "dense</td><td[^>]*>96.875 %</td><td[^>]*>RigL</td><td[^>]*>RigL</td><td[^>]*>–</td><td[^>]*>SLR</td>");
  }

  @Test
  void headlineTerminalAndRecommendationSayTheSame() {
    useWhole();
    String page = whole;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TerminalSummary.print(ReportData.of(spark, SweepFixture.SWEEP),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Row best = spark.sql(
        "select * from recommendation order by sparsity_safe desc, sparsity_by_mean desc, flops_ratio, embedding limit 1")
        .first();
    assertThat(best.<String>getAs("method")).isEqualTo("rigl");
    assertThat(best.<Double>getAs("sparsity_safe")).isBetween(0.5, 0.9);
    String verdict = best.getAs("verdict");
    assertThat(verdict).contains(
        "of the weights can be removed with a loss of at most 0.01 of accuracy and of AUC (3 seeds, 95 % sure)",
        "times fewer training FLOPs", "training seconds", "times the bytes of the model",
        "Scored: 44 % of the test edges");
    assertThat(page).contains("<p>" + verdict + "</p>");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\n" + verdict + "\n");
    for (Row row : spark.sql("select verdict from recommendation").collectAsList()) {
      assertThat(page).contains(row.getString(0));
    }
    // What needs no network is better: that comes first.
    assertThat(page.indexOf("A trivial baseline beats the network")).isBetween(0, page.indexOf(verdict));
  }

  @Test
  void theHeadlineIsTheSparsestLevelThatSurelyKeepsQuality() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (int seed = 1; seed <= 3; seed++) {
      quality(fixture, "dense", 0, seed, 0.85);
      quality(fixture, "slr", 0.5, seed, 0.846 + 0.001 * seed);
      quality(fixture, "slr", 0.75, seed, 0.844 + 0.001 * seed);
      quality(fixture, "slr", 0.9, seed, 0.839 + 0.001 * seed);
      quality(fixture, "rigl", 0.5, seed, 0.849 + 0.0001 * seed);
    }
    assertThat(report()).contains("75 % of the weights can be removed with a loss of at most 0.01")
        .contains("By mean alone at least 90 % can be removed.")
        .contains("At least 50 % of the weights can be removed");
  }

  @Test
  void twoSeedsAreTooFewToTell() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (int seed = 1; seed <= 2; seed++) {
      quality(fixture, "dense", 0, seed, 0.85 + 0.05 * seed);
      quality(fixture, "slr", 0.5, seed, 0.80 + 0.05 * seed);
      quality(fixture, "rigl", 0.5, seed, 0.85 + 0.05 * seed);
    }
    assertThat(report())
        .contains("RigL on the dense embedding: 2 seeds: too few to tell; add sweep.seeds. By mean alone at least 50 %",
            "SLR on the dense embedding: 2 seeds: too few to tell")
        .doesNotContain("of the weights can be removed with")
        .doesNotContainPattern("0\\.\\d{4} ±");
  }

  @Test
  void theHeadlineIsHonestWhenNothingKeepsQuality() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (int seed = 1; seed <= 3; seed++) {
      quality(fixture, "dense", 0, seed, 0.85);
      quality(fixture, "rigl", 0.5, seed, 0.80 + 0.001 * seed);
      quality(fixture, "rigl", 0.75, seed, 0.70);
    }
    assertThat(report()).contains("RigL on the dense embedding: no tested sparsity is sure to keep quality (3 seeds",
        "at 50 % the loss of accuracy may be up to 0.051 (mean 0.048). By mean alone none does either.");
  }

  @Test
  void nothingIsSaidOfANetworkThatLearnedNothing() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (int seed = 1; seed <= 3; seed++) {
      quality(fixture, "dense", 0, seed, 0.501 + 0.001 * seed);
      quality(fixture, "rigl", 0.96875, seed, 0.501);
    }
    assertThat(report())
        .contains("RigL on the dense embedding: nothing can be said about its sparsity: dense training learned nothing")
        .doesNotContain("can be removed");
  }

  @Test
  void anotherRecipeOfTheDenseBaselineIsTold() {
    SweepFixture fixture = new SweepFixture(warehouse);
    String optimizer =
        "{\"optimizer\":{\"kind\":\"sgd\",\"learning-rate\":%s,\"momentum\":0.9,\"weight-decay\":0,\"schedule\":\"cosine\"}}";
    String config = "{\"methods\":{\"dense\":" + optimizer.formatted("0.05") + ",\"slr\":" + optimizer.formatted("0.05")
        + ",\"rigl\":" + optimizer.formatted("0.1") + "}}";
    for (String method : List.of("dense", "slr", "rigl")) {
      fixture.trial(method, row -> row.putAll(Map.of("method", method, "sparsity", method.equals("dense") ? 0.0 : 0.5,
          "accuracy", 0.8, "epochs", method.equals("dense") ? 20 : 40, "config_json", config)));
    }
    assertThat(report()).contains("Dense training has another recipe than its challengers",
        "dense 20 epochs of sgd at 0.05, momentum 0.9", "RigL 40 epochs of sgd at 0.1", "SLR 40 epochs of sgd at 0.05");
    for (String method : List.of("dense", "slr", "rigl")) {
      fixture.trial(method + "b", row -> row.putAll(Map.of("dataset", "other", "method", method, "accuracy", 0.8,
          "epochs", 40, "config_json", config.replace("0.1", "0.05"))));
    }
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    assertThat(ReportData.of(spark, SweepFixture.SWEEP).evidence().recipes()).hasSize(1);
  }

  @Test
  void theBestIsNamedOnlyIfItIsToldFromTheOthers() {
    SweepFixture fixture = new SweepFixture(warehouse);
    for (int seed = 1; seed <= 3; seed++) {
      quality(fixture, "slr", 0.5, seed, 0.80 + 0.01 * seed);
      quality(fixture, "rigl", 0.5, seed, 0.81 + 0.01 * (seed * seed % 4));
      quality(fixture, "slr", 0.75, seed, 0.80 + 0.001 * seed);
      quality(fixture, "rigl", 0.75, seed, 0.7);
    }
    assertThat(report()).containsPattern("50 %</td><td[^>]*>no method is told from the best mean</td>")
        .containsPattern("75 %</td><td[^>]*>SLR</td><td[^>]*>SLR</td><td[^>]*>–</td><td[^>]*>RigL</td>");
  }

  @Test
  void aSweepWithoutBaselineOrWithFailuresOnlyIsStillReported() {
    quality(new SweepFixture(warehouse), "rigl", 0.5, 1, 0.80);
    assertThat(report())
        .contains("nothing can be said about its sparsity: there is no finished dense training to compare with");
    assertThatThrownBy(() -> ReportData.of(spark, "other")).hasMessage("no trials of sweep other in this warehouse");
  }

  @Test
  void aPrunedGraphIsTold() {
    SweepFixture fixture = new SweepFixture(warehouse);
    quality(fixture, "dense", 0, 1, 0.8);
    assertThat(report()).doesNotContain("prunes the graph");
    fixture.trial("joint",
        row -> row.putAll(Map.of("method", "ugs", "sparsity", 0.5, "accuracy", 0.8, "graph_sparsity", 0.2)));
    assertThat(report()).contains("UGS prunes the graph too: 20 % of its edges are gone.");
  }

  @Test
  void namesFromTheTablesStayText() throws Exception {
    new SweepFixture(warehouse).dataset(HOSTILE).sweep();
    String page = report();
    String visible = page.replaceAll("(?s)<script>.*?</script>", "");
    assertThat(page.length() - visible.length()).as("only our own scripts")
        .isEqualTo(Stream.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js")
            .mapToInt(name -> "<script></script>".length() + Resource.text(name).length())
            .sum());
    assertThat(visible).doesNotContain("<img").doesNotContain("<b>here");
    assertThat(count(visible, "<script")).isEqualTo(16);
    assertThat(count(visible, "</script")).isEqualTo(16);
    assertThat(specs(page)).hasSize(16);
    assertThat(dom(page)).contains("<h1>How sparse can &lt;/script&gt;").doesNotContain("<title>pwned");
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    String page = whole.replaceAll("(?s)<script>.*?</script>", "");
    assertThat(page).contains("default-src 'none'; script-src 'sha256-").doesNotContain("unsafe-eval");
    Pattern loading = Pattern.compile("\\b(src|href(?!=\"#)|srcset|action|data)\\s*=|url\\(|@import|<link|<iframe");
    assertThat(loading.matcher(page).results().map(found -> found.group())).isEmpty();
  }

  @Test
  void vendoredScriptsAreThePinnedOnes() throws Exception {
    List<String> files = new ArrayList<>();
    for (String line : Resource.text("VENDORED").lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] entry = line.split(" ");
      byte[] content = Resource.text(entry[0]).getBytes(StandardCharsets.UTF_8);
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))).as(entry[0])
          .isEqualTo(entry[4]);
      assertThat(Resource.text("LICENSES.txt")).contains("\n" + entry[1] + " " + entry[2] + " (" + entry[3] + ")\n");
      files.add(entry[0]);
    }
    assertThat(files).containsExactly("vega.min.js", "vega-lite.min.js", "vega-embed.min.js");
  }

  @Test
  void aBrowserDrawsEveryChart() throws Exception {
    String dom = dom(whole);
    assertThat(count(dom, "version=\"1.1\" class=\"marks\"")).isEqualTo(16);
    assertThat(count(dom, "mark-line role-mark")).isGreaterThanOrEqualTo(12);
    assertThat(dom).doesNotContain("class=\"chart failed").contains("90.6%");
  }

  /** Frames as wide as a desktop, a tablet and a phone: nothing is wider than its place but tables, which scroll in theirs. */
  @Test
  void nothingIsCutOnAnyScreen() throws Exception {
    String measure = "<script>addEventListener('load', () => setTimeout(() => {"
        + "const over = [...document.querySelectorAll('.chart')].filter(chart => chart.firstElementChild.scrollWidth > chart.clientWidth + 1);"
        + "parent.document.documentElement.setAttribute('data-w' + innerWidth,"
        + " (document.documentElement.scrollWidth - document.documentElement.clientWidth) + ' ' + over.length + ' '"
        + " + document.querySelectorAll('.chart svg').length); }, 4000));</script>";
    // Without its policy, which forbids scripts of others.
    String open = whole.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    int end = open.lastIndexOf("</body>");
    String measured = open.substring(0, end) + measure + open.substring(end);
    String frames = Stream.of(1280, 768, 390)
        .map(width -> "<iframe style=\"width:" + width + "px; height:20000px; border:0\" srcdoc=\""
            + measured.replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe>")
        .collect(Collectors.joining());
    String dom = dom("<!DOCTYPE html><html><body>" + frames + "</body></html>");
    for (int width : List.of(1280, 768, 390)) {
      assertThat(dom).as("pixels beyond the screen, charts that are cut, charts")
          .contains("data-w" + width + "=\"0 0 16\"");
    }
  }

  @Test
  void aThousandCellsAreFoldedAndDrawnToo() throws Exception {
    new SweepFixture(warehouse).cells(1_000);
    String page = report();
    assertThat(page).contains("<summary>Table, 1\u202f002 rows</summary>");
    String dom = dom(page);
    assertThat(count(dom, "version=\"1.1\" class=\"marks\"")).isEqualTo(specs(page).size());
    assertThat(dom).doesNotContain("class=\"chart failed");
  }

  private static void quality(SweepFixture fixture, String method, double sparsity, long seed, double quality) {
    fixture.trial(method + sparsity + seed, row -> row.putAll(
        Map.of("seed", seed, "method", method, "sparsity", sparsity, "accuracy", quality, "auc", quality + 0.05)));
  }

  private String report() {
    return report(warehouse);
  }

  private static String report(Warehouse warehouse) {
    Views.register(spark, warehouse, SweepFixture.MARGIN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(ReportData.of(spark, SweepFixture.SWEEP), Optional.of(GRAPH), out);
    return out.toString(StandardCharsets.UTF_8).replace('\u00a0', ' ');
  }

  private static List<JsonNode> specs(String page) throws Exception {
    List<JsonNode> specs = new ArrayList<>();
    Matcher matcher = Pattern.compile("<script type=\"application/json\" id=\"[\\w-]+\">(.*?)</script>").matcher(page);
    while (matcher.find()) {
      specs.add(new ObjectMapper().readTree(matcher.group(1)));
    }
    return specs;
  }

  private String dom(String page) throws Exception {
    return Chromium.dom(page, directory);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
