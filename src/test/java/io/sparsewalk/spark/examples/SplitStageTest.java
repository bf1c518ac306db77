package io.sparsewalk.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.LinkSplit;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.RankingConfig;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.dataset.TrivialScores;
import io.sparsewalk.metric.BinaryMetrics;
import io.sparsewalk.metric.RankingMetrics;
import io.sparsewalk.spark.SparkTest;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.walk.PublishedTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The stage on edges in one, two and seven files, compared with the split of all edges at once. */
class SplitStageTest extends SparkTest {
  private static final int EDGES = 2000;
  private static final int VERTICES = 120;
  private static final List<String> COLUMNS =
      List.of("split", "src", "dst", "positive", "both_seen", "class", "pair_features");

  private final TimedEdges graph = graph();

  @Test
  void anyNumberOfFilesOfEdgesMakesTheSameTable() {
    for (Protocol protocol : Protocol.values()) {
      assertFiles(protocol, config(SplitConfig.By.TIME, SplitConfig.Negatives.UNIFORM, 0.2), true);
    }
    assertFiles(Protocol.STRICT, config(SplitConfig.By.RANDOM, SplitConfig.Negatives.DEGREE, 0), false);
    assertFiles(Protocol.STRICT, config(SplitConfig.By.TIME, SplitConfig.Negatives.DEGREE, 0), false);
  }

  private void assertFiles(Protocol protocol, SplitConfig config, boolean pairs) {
    List<List<String>> first = null;
    Object audit = null;
    for (int files : new int[] {1, 2, 7}) {
      Manifest edges = edges(files);
      Manifest examples = new SplitStage(spark, warehouse).run(edges, protocol, config, pairs, 5);
      List<List<String>> rows = rows(examples);
      if (first == null) {
        first = rows;
        audit = examples.fact(ExampleFiles.AUDIT);
        assertWhole(examples, protocol, config, pairs);
      }
      assertThat(rows).as("%s files, %s", files, protocol).isEqualTo(first);
      assertThat(examples.fact(ExampleFiles.AUDIT)).isEqualTo(audit);
    }
  }

  /** Rows are those of the twin, set by set; features those of the histories, baselines those of all edges that are known. */
  private void assertWhole(Manifest manifest, Protocol protocol, SplitConfig config, boolean pairs) {
    Seeds seeds = Seeds.of(5).child("split");
    TimedEdges edges = graph;
    if (protocol == Protocol.PAPER) {
      long[] times = graph.time().clone();
      PublishedTimes.narrowInPlace(times, times[0], times[EDGES - 1]);
      edges = new TimedEdges(VERTICES, graph.source(), graph.target(), times);
    }
    LinkSplit whole = protocol == Protocol.STRICT ? LinkSplit.strict(edges, config, seeds)
        : LinkSplit.paper(edges, VERTICES, config, seeds);
    PairHistory known = history(edges, whole.known());
    PairHistory earlier = history(edges, whole.earlier());
    List<Examples> sets = List.of(whole.train().examples(), whole.valid().examples(), whole.test().examples(),
        whole.ranking().examples());
    for (int set = 0; set < 4; set++) {
      ParquetColumns columns = ExampleFiles.columns(warehouse, manifest.fingerprint(), set);
      assertThat(columns.ints("src")).isEqualTo(sets.get(set).source());
      assertThat(columns.ints("dst")).isEqualTo(sets.get(set).target());
      assertThat(columns.booleans("positive")).isEqualTo(sets.get(set).positive());
      assertThat(columns.booleans("both_seen")).isEqualTo(sets.get(set).bothSeen());
      assertThat(columns.floatLists("pair_features").values())
          .isEqualTo(pairs ? new PairFeatures(set == 0 ? earlier : known).of(sets.get(set)) : new float[0]);
    }
    assertThat(manifest.count("rows")).isEqualTo(sets.get(0).size() + sets.get(1).size() + sets.get(2).size());
    Ranking ranking = whole.ranking();
    int uniform = ranking.firstNegative(Ranking.Kind.UNIFORM, 0);
    int end = ranking.firstNegative(Ranking.Kind.UNIFORM, ranking.positives());
    for (TrivialScores.Baseline baseline : TrivialScores.Baseline.values()) {
      float[] scores = new TrivialScores(known).of(baseline, ranking.examples());
      double auc =
          RankingMetrics.of(Arrays.copyOf(scores, ranking.positives()), Arrays.copyOfRange(scores, uniform, end)).auc();
      assertThat(ExampleFiles.audit(manifest)).extracting(LeakAudit.Figure::name, LeakAudit.Figure::value)
          .contains(tuple("baseline " + baseline.key() + ": uniform ranking AUC", auc))
          .contains(
              tuple("baseline " + baseline.key() + ": AUC", auc(baseline, known, whole.test().examples().seen())));
    }
  }

  private static double auc(TrivialScores.Baseline baseline, PairHistory known, Examples test) {
    return BinaryMetrics.of(new TrivialScores(known).of(baseline, test), test.positive()).auc();
  }

  private static PairHistory history(TimedEdges edges, int[] ranks) {
    return new PairHistory(VERTICES, Arrays.stream(ranks).map(rank -> edges.source()[rank]).toArray(),
        Arrays.stream(ranks).map(rank -> edges.target()[rank]).toArray(),
        Arrays.stream(ranks).mapToLong(rank -> edges.time()[rank]).toArray());
  }

  private List<List<String>> rows(Manifest examples) {
    List<List<String>> rows = new ArrayList<>();
    for (int set = 0; set < 4; set++) {
      ParquetColumns columns = ExampleFiles.columns(warehouse, examples.fingerprint(), set);
      rows.add(List.of(Arrays.toString(columns.strings("split")), Arrays.toString(columns.ints("src")),
          Arrays.toString(columns.ints("dst")), Arrays.toString(columns.booleans("positive")),
          Arrays.toString(columns.booleans("both_seen")), Arrays.toString(columns.ints("class")),
          Arrays.toString(columns.floatLists("pair_features").values())));
      assertThat(rows.get(set)).hasSameSizeAs(COLUMNS);
    }
    return rows;
  }

  @Test
  void aPartOfSelfLoopsOnlyIsRefused() {
    for (int e = 1600; e < EDGES; e++) {
      graph.source()[e] = graph.target()[e];
    }
    Manifest edges = edges(2);
    assertThatThrownBy(() -> new SplitStage(spark, warehouse).run(edges, Protocol.STRICT,
        config(SplitConfig.By.TIME, SplitConfig.Negatives.UNIFORM, 0), false, 1))
        .isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(
            "no example is left for test: of 398 edges there, none is between two different vertices");
  }

  private static SplitConfig config(SplitConfig.By by, SplitConfig.Negatives negatives, double history) {
    return new SplitConfig(by, 0.6, 0.2, history, negatives, LeaksConfig.ALL, new RankingConfig(40, 7));
  }

  /** The graph as a published table of so many files. */
  private Manifest edges(int files) {
    return StageOutput.of(warehouse, Manifest.of(EdgeTable.NAME, SplitStageTest.class,
        Map.of("files", files, "graph", Arrays.hashCode(graph.source()))), (session, attempt) -> {
          for (int file = 0; file < files; file++) {
            int first = EDGES * file / files;
            PartFile.write(warehouse.configuration(), attempt, file,
                "message edges { required int32 src; required int32 dst; required int64 time; }",
                EDGES * (file + 1) / files - first, (out, i) -> {
                  PartFile.put(out, 0, "src", graph.source()[first + i]);
                  PartFile.put(out, 1, "dst", graph.target()[first + i]);
                  PartFile.put(out, 2, "time", graph.time()[first + i]);
                });
          }
          return Map.of("edges", (long) EDGES, "vertices", (long) VERTICES, "max_raw_integer_id", VERTICES - 1L,
              "min_time", graph.time()[0], "max_time", graph.time()[EDGES - 1]);
        }).run(spark);
  }

  /** Vertices come up one after the other; some are hubs. */
  private static TimedEdges graph() {
    SplittableRandom random = new SplittableRandom(9);
    int[] source = new int[EDGES];
    int[] target = new int[EDGES];
    for (int i = 0; i < EDGES; i++) {
      int born = 2 + (VERTICES - 2) * i / EDGES;
      source[i] = random.nextInt(1 + random.nextInt(born));
      target[i] = random.nextInt(born);
    }
    return new TimedEdges(VERTICES, source, target, IntStream.range(0, EDGES).mapToLong(e -> e / 3).toArray());
  }
}
