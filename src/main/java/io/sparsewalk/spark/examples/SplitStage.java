package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.LeaksConfig;
import io.sparsewalk.dataset.PairShare;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.TimeCuts;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
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
  public record Division(Protocol protocol, SplitConfig config, boolean pairs) implements Serializable {}

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
    return StageOutput.of(warehouse, Manifest.of(ExampleFiles.TABLE, SplitStage.class, inputs), (spark, attempt) -> {
      warnIfAtRandom(edges, protocol, config);
      return new SplitWork(spark, warehouse, attempt, new SplitWork.Order(edges,
          new Division(protocol, config, division.pairs()), ids(edges, protocol, config.leaks()), seeds(seed))).run();
    });
  }

  private static void warnIfAtRandom(Manifest edges, Protocol protocol, SplitConfig config) {
    if (protocol == Protocol.STRICT && config.by() == SplitConfig.By.RANDOM) {
      LOG.warn("random split: {}", EdgeTable.hasTimes(edges)
          ? "split.by = random, so training edges may be later than test edges" : "this graph has no times");
    }
  }

  /** What the walks may see under a protocol. */
  public static WalkStage.Input walkable(Warehouse warehouse, Manifest edges, Protocol protocol, SplitConfig open,
      long seed) {
    SplitConfig config = settled(edges, protocol, open);
    long all = edges.count("edges");
    if (protocol == Protocol.STRICT && config.by() == SplitConfig.By.RANDOM) {
      return new WalkStage.Input(edges.fingerprint(), all, ids(edges, protocol, config.leaks()), false,
          PairShare.of(config.walked(), seeds(seed)));
    }
    long first = protocol == Protocol.STRICT
        ? TimeCuts.of(all, EdgeTable.times(warehouse, edges.fingerprint()), config).walkable()
        : config.leaks().testWalks() ? all : TimeCuts.beforePublishedTest(SplitWork.publishedEdges(edges),
            new StoredEdges(warehouse, edges.fingerprint(), protocol).timeOfRank());
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

  /** All edges, for a task whose labels are none of them. */
  public static WalkStage.Input everything(Manifest edges, Protocol protocol) {
    return new WalkStage.Input(edges.fingerprint(), edges.count("edges"), ids(edges, protocol, LeaksConfig.ALL),
        protocol == Protocol.PAPER);
  }

  /** With the paper's phantoms every integer up to the largest raw id is an id. */
  private static int ids(Manifest edges, Protocol protocol, LeaksConfig leaks) {
    long largest = edges.count("max_raw_integer_id");
    return Math.toIntExact(
        protocol == Protocol.PAPER && leaks.phantomIds() && largest >= 0 ? largest + 1 : edges.count("vertices"));
  }
}
