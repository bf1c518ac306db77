package io.sparsewalk.spark;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.LinkSplit;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.TimeCuts;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Edges to examples: table {@code examples} (split, src, dst, positive, both_seen), train, valid, test in this order, positives
 * before their negatives. The leak audit stands in the manifest.
 */
public final class SplitStage {
  static final String NAME = "examples";
  private static final StructType SCHEMA = new StructType().add("split", DataTypes.StringType, false)
      .add("src", DataTypes.IntegerType, false).add("dst", DataTypes.IntegerType, false)
      .add("positive", DataTypes.BooleanType, false).add("both_seen", DataTypes.BooleanType, false);

  private final SparkSession spark;
  private final Warehouse warehouse;

  public SplitStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Splits, unless the same split is published. */
  public Manifest run(Manifest edges, Protocol protocol, SplitConfig config, long seed) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("edges", edges.fingerprint());
    inputs.put("protocol", Settings.word(protocol));
    inputs.put("seed", seed);
    if (protocol == Protocol.STRICT) {
      inputs.putAll(Settings.of(config));
    }
    return StageRun.of(warehouse, NAME, inputs, attempt -> split(attempt, edges, protocol, config, seed));
  }

  /** What the walks may see under a protocol. */
  public WalkStage.Input walkable(Manifest edges, Protocol protocol, SplitConfig config) {
    int all = Math.toIntExact(edges.count("edges"));
    int first = protocol == Protocol.PAPER ? all
        : TimeCuts.of(EdgeTable.read(warehouse, edges.fingerprint()).time(), config).trainEnd();
    return new WalkStage.Input(edges.fingerprint(), first, ids(edges, protocol), protocol == Protocol.PAPER);
  }

  /** With the paper's protocol every integer up to the largest raw id is an id. */
  private static int ids(Manifest edges, Protocol protocol) {
    long largest = edges.count("max_raw_integer_id");
    return Math.toIntExact(protocol == Protocol.PAPER && largest >= 0 ? largest + 1 : edges.count("vertices"));
  }

  private Map<String, ?> split(Path attempt, Manifest edges, Protocol protocol, SplitConfig config, long seed) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    CollectionAccumulator<Map<String, Object>> facts = context.sc().collectionAccumulator();
    Task task = new Task(warehouse, edges.fingerprint(), ids(edges, protocol), protocol, config, seed, facts);
    spark.createDataFrame(context.parallelize(List.of(0), 1).flatMap(task), SCHEMA).write()
        .parquet(attempt.toString());
    // A task that ran twice found the same twice.
    return facts.value().get(0);
  }

  private static final class Task implements FlatMapFunction<Integer, Row> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String edges;
    private final int ids;
    private final Protocol protocol;
    private final SplitConfig config;
    private final long seed;
    private final CollectionAccumulator<Map<String, Object>> facts;

    Task(Warehouse warehouse, String edges, int ids, Protocol protocol, SplitConfig config, long seed,
        CollectionAccumulator<Map<String, Object>> facts) {
      this.warehouse = warehouse;
      this.edges = edges;
      this.ids = ids;
      this.protocol = protocol;
      this.config = config;
      this.seed = seed;
      this.facts = facts;
    }

    private LinkSplit split() {
      TimedEdges all = EdgeTable.read(warehouse, edges);
      Seeds seeds = Seeds.of(seed).child("split");
      if (protocol == Protocol.STRICT) {
        return LinkSplit.strict(all, config, seeds);
      }
      PublishedTimes.narrowInPlace(all.time(), all.time()[0], all.time()[all.size() - 1]);
      return LinkSplit.paper(all, ids, seeds);
    }

    private static Map<String, Object> facts(LinkSplit split) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("train_edges", (long) split.train().ranks().length);
      facts.put("valid_edges", (long) split.valid().ranks().length);
      facts.put("test_edges", (long) split.test().ranks().length);
      List<Map<String, Object>> audit = new ArrayList<>();
      for (LeakAudit.Figure figure : LeakAudit.of(split)) {
        audit.add(Map.of("name", figure.name(), "value", figure.value(), "note", figure.note()));
      }
      facts.put("audit", audit);
      return facts;
    }

    @Override
    public Iterator<Row> call(Integer only) {
      LinkSplit split = split();
      facts.add(facts(split));
      return Stream.of(rows("train", split.train().examples()), rows("valid", split.valid().examples()),
          rows("test", split.test().examples())).flatMap(rows -> rows).iterator();
    }

    private static Stream<Row> rows(String name, Examples examples) {
      return IntStream.range(0, examples.size()).mapToObj(i -> RowFactory.create(name, examples.source()[i],
          examples.target()[i], examples.positive()[i], examples.bothSeen()[i]));
    }
  }
}
