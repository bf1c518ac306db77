package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.LinkSplit;
import io.sparsewalk.dataset.PairFeatures;
import io.sparsewalk.dataset.PairHistory;
import io.sparsewalk.dataset.PairShare;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.TimeCuts;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edges to examples of link prediction, in the table of {@link ExampleFiles}. The leak audit and what trivial baselines reach
 * stand in the manifest.
 */
public final class SplitStage {
  private static final Logger LOG = LoggerFactory.getLogger(SplitStage.class);

  private final SparkSession spark;
  private final Warehouse warehouse;

  public SplitStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * Splits, unless the same split is published.
   *
   * @param pairs true: with pair features
   */
  public Manifest run(Manifest edges, Protocol protocol, SplitConfig open, boolean pairs, long seed) {
    return output(warehouse, edges, new Division(protocol, open, pairs), seed).run(spark);
  }

  /**
   * How edges become examples.
   *
   * @param pairs true: with pair features
   */
  public record Division(Protocol protocol, SplitConfig config, boolean pairs) {}

  /**
   * The examples, to look up or to make.
   *
   * @throws DataRefusedException if the graph has no times and is to be split by time
   */
  public static StageOutput output(Warehouse warehouse, Manifest edges, Division division, long seed) {
    Protocol protocol = division.protocol();
    SplitConfig config = settled(edges, protocol, division.config());
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("edges", edges.fingerprint());
    inputs.put("protocol", Settings.word(protocol));
    inputs.put("seed", seed);
    inputs.put("pairs", division.pairs());
    inputs.put("ranking", Settings.of(config.ranking()));
    inputs.putAll(protocol == Protocol.STRICT ? Settings.of(config) : Map.of("leaks", Settings.of(config.leaks())));
    int ids = ids(edges, protocol, config.leaks());
    return StageOutput.of(warehouse, Manifest.of(ExampleFiles.TABLE, SplitStage.class, inputs),
        (spark, attempt) -> new SplitStage(spark, warehouse).split(new Task(warehouse, attempt.toString(),
            edges.fingerprint(), ids, protocol, config, division.pairs(), seed)));
  }

  /** What the walks may see under a protocol. */
  public static WalkStage.Input walkable(Warehouse warehouse, Manifest edges, Protocol protocol, SplitConfig open,
      long seed) {
    SplitConfig config = settled(edges, protocol, open);
    int all = Math.toIntExact(edges.count("edges"));
    if (protocol == Protocol.STRICT && config.by() == SplitConfig.By.RANDOM) {
      return new WalkStage.Input(edges.fingerprint(), all, ids(edges, protocol, config.leaks()), false,
          PairShare.of(config.walked(), seeds(seed)));
    }
    int first = protocol == Protocol.STRICT
        ? TimeCuts.of(all, EdgeTable.times(warehouse, edges.fingerprint()), config).walkable()
        : config.leaks().testWalks() ? all : beforeTest(all, EdgeTable.times(warehouse, edges.fingerprint()));
    return new WalkStage.Input(edges.fingerprint(), first, ids(edges, protocol, config.leaks()),
        protocol == Protocol.PAPER);
  }

  /** Who splits a graph at random must not do it by accident, and who splits one without times by time cannot. */
  private static SplitConfig settled(Manifest edges, Protocol protocol, SplitConfig config) {
    boolean times = EdgeTable.hasTimes(edges);
    if (protocol == Protocol.STRICT && config.by() == SplitConfig.By.TIME && !times) {
      throw new DataRefusedException(
          "the graph has no times, split.by = time cannot divide it: -D split.by=random divides its pairs");
    }
    return config.on(times);
  }

  private static Seeds seeds(long seed) {
    return Seeds.of(seed).child("split");
  }

  private static int beforeTest(int edges, IntToLongFunction times) {
    long min = times.applyAsLong(0);
    long max = times.applyAsLong(edges - 1);
    return TimeCuts.beforePublishedTest(edges, rank -> PublishedTimes.narrowed(times.applyAsLong(rank), min, max));
  }

  /** All edges, for a task whose labels are none of them. */
  public static WalkStage.Input everything(Manifest edges, Protocol protocol) {
    return new WalkStage.Input(edges.fingerprint(), Math.toIntExact(edges.count("edges")),
        ids(edges, protocol, LeaksConfig.ALL), protocol == Protocol.PAPER);
  }

  /** With the paper's phantoms every integer up to the largest raw id is an id. */
  private static int ids(Manifest edges, Protocol protocol, LeaksConfig leaks) {
    long largest = edges.count("max_raw_integer_id");
    return Math.toIntExact(
        protocol == Protocol.PAPER && leaks.phantomIds() && largest >= 0 ? largest + 1 : edges.count("vertices"));
  }

  private Map<String, ?> split(Task task) {
    if (task.protocol == Protocol.STRICT && task.config.by() == SplitConfig.By.RANDOM) {
      LOG.warn("random split: {}", EdgeTable.hasTimes(EdgeTable.manifest(warehouse, task.edges))
          ? "split.by = random, so training edges may be later than test edges" : "this graph has no times");
    }
    Result result =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(0), 1).map(task).first();
    if (!result.refusal().isEmpty()) {
      throw new DataRefusedException(result.refusal());
    }
    if (result.newVertices()) {
      LOG.warn(
          "no training edge is between two vertices of the history (split.history = {}): every training edge after it is an example,"
              + " and no walk has seen its new vertices",
          task.config.history());
    }
    List<LeakAudit.Figure> audit = new ArrayList<>(ExampleFiles.figures(result.facts().get(ExampleFiles.AUDIT)));
    // Bounded: examples are thinned.
    LogisticBaseline.fit(result.logistic().fit())
        .ifPresent(fitted -> audit.addAll(Baselines.of(result.logistic(), fitted)));
    result.facts().put(ExampleFiles.AUDIT, ExampleFiles.fact(audit));
    return result.facts();
  }

  /**
   * What the task found.
   *
   * @param newVertices true if training examples are of vertices that no walk has seen, for want of others
   * @param refusal why the graph is none to split; empty if it is. No exception, which Spark would print at length
   */
  private record Result(HashMap<String, Object> facts, LogisticBaseline.Rows logistic, boolean newVertices,
      String refusal) implements Serializable {}

  private static final class Task implements Function<Integer, Result> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String directory;
    private final String edges;
    private final int ids;
    private final Protocol protocol;
    private final SplitConfig config;
    private final boolean pairs;
    private final long seed;

    Task(Warehouse warehouse, String directory, String edges, int ids, Protocol protocol, SplitConfig config,
        boolean pairs, long seed) {
      this.warehouse = warehouse;
      this.directory = directory;
      this.edges = edges;
      this.ids = ids;
      this.protocol = protocol;
      this.config = config;
      this.pairs = pairs;
      this.seed = seed;
    }

    private LinkSplit split(TimedEdges all) {
      Seeds seeds = seeds(seed);
      if (protocol == Protocol.STRICT) {
        return LinkSplit.strict(all, config, seeds);
      }
      PublishedTimes.narrowInPlace(all.time(), all.time()[0], all.time()[all.size() - 1]);
      return LinkSplit.paper(all, ids, config, seeds);
    }

    private static HashMap<String, Object> facts(LinkSplit split, TimedEdges edges, PairHistory known) {
      HashMap<String, Object> facts = new HashMap<>();
      facts.put("train_edges", (long) split.train().ranks().length);
      facts.put("valid_edges", (long) split.valid().ranks().length);
      facts.put("test_edges", (long) split.test().ranks().length);
      facts.put("rows",
          2L * (split.train().ranks().length + split.valid().ranks().length + split.test().ranks().length));
      facts.put("ranking_positives", (long) split.ranking().positives());
      facts.put("ranking_negatives", (long) split.ranking().negatives());
      List<LeakAudit.Figure> audit = new ArrayList<>(LeakAudit.of(split, edges));
      audit.addAll(Baselines.of(split, known));
      facts.put(ExampleFiles.AUDIT, ExampleFiles.fact(audit));
      return facts;
    }

    @Override
    public Result call(Integer only) {
      TimedEdges all = EdgeTable.read(warehouse, edges);
      LinkSplit split;
      try {
        split = split(all);
      } catch (DataRefusedException e) {
        return new Result(new HashMap<>(), null, false, e.getMessage());
      }
      PairHistory history = new PairHistory(ids, all, split.known());
      PairFeatures earlier = pairs ? new PairFeatures(new PairHistory(ids, all, split.earlier())) : null;
      PairFeatures known = pairs ? new PairFeatures(history) : null;
      write(0, i -> "train", featured(split.train().examples(), earlier));
      write(1, i -> "valid", featured(split.valid().examples(), known));
      write(2, i -> "test", featured(split.test().examples(), known));
      Ranking ranking = split.ranking();
      int each = ranking.positives() * ranking.negatives();
      write(3,
          i -> "ranking "
              + (i < ranking.positives() ? "positive" : Ranking.Kind.values()[(i - ranking.positives()) / each].key()),
          featured(ranking.examples(), known));
      return new Result(facts(split, all, history), Baselines.logisticRows(split, all, history),
          split.account().trainedOnNewVertices(), "");
    }

    private static Examples featured(Examples examples, PairFeatures features) {
      return features == null ? examples : examples.withPairs(features.of(examples));
    }

    private void write(int part, IntFunction<String> name, Examples examples) {
      ExampleFiles.write(warehouse, directory, part, name, examples);
    }
  }
}
