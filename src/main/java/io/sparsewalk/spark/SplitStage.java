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
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Edges to examples: table {@code examples} (split, src, dst, positive, both_seen) in three files for train, valid and test,
 * positives before their negatives. The leak audit stands in the manifest.
 */
public final class SplitStage {
  static final String NAME = "examples";
  private static final String SCHEMA = "message examples { required binary split (STRING); required int32 src; "
      + "required int32 dst; required boolean positive; required boolean both_seen; }";

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
        : TimeCuts.of(all, EdgeTable.times(warehouse, edges.fingerprint()), config).trainEnd();
    return new WalkStage.Input(edges.fingerprint(), first, ids(edges, protocol), protocol == Protocol.PAPER);
  }

  /** With the paper's protocol every integer up to the largest raw id is an id. */
  private static int ids(Manifest edges, Protocol protocol) {
    long largest = edges.count("max_raw_integer_id");
    return Math.toIntExact(protocol == Protocol.PAPER && largest >= 0 ? largest + 1 : edges.count("vertices"));
  }

  private Map<String, ?> split(Path attempt, Manifest edges, Protocol protocol, SplitConfig config, long seed) {
    Task task = new Task(warehouse, attempt.toString(), edges.fingerprint(), ids(edges, protocol), protocol, config, seed);
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(0), 1).map(task).first();
  }

  private static final class Task implements Function<Integer, HashMap<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String directory;
    private final String edges;
    private final int ids;
    private final Protocol protocol;
    private final SplitConfig config;
    private final long seed;

    Task(Warehouse warehouse, String directory, String edges, int ids, Protocol protocol, SplitConfig config, long seed) {
      this.warehouse = warehouse;
      this.directory = directory;
      this.edges = edges;
      this.ids = ids;
      this.protocol = protocol;
      this.config = config;
      this.seed = seed;
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

    private static HashMap<String, Object> facts(LinkSplit split) {
      HashMap<String, Object> facts = new HashMap<>();
      facts.put("train_edges", (long) split.train().ranks().length);
      facts.put("valid_edges", (long) split.valid().ranks().length);
      facts.put("test_edges", (long) split.test().ranks().length);
      List<Map<String, Object>> audit = new ArrayList<>();
      for (LeakAudit.Figure figure : LeakAudit.of(split)) {
        audit.add(Map.of("name", figure.name(), "value", figure.value(), "note", figure.note()));
      }
      audit.addAll(Baselines.of(split));
      facts.put("audit", audit);
      return facts;
    }

    @Override
    public HashMap<String, Object> call(Integer only) {
      LinkSplit split = split();
      write(0, "train", split.train().examples());
      write(1, "valid", split.valid().examples());
      write(2, "test", split.test().examples());
      return facts(split);
    }

    private void write(int part, String name, Examples examples) {
      Binary split = Binary.fromString(name);
      PartFile.write(warehouse.configuration(), new Path(directory), part, SCHEMA, examples.size(), (out, i) -> {
        PartFile.put(out, 0, "split", split);
        PartFile.put(out, 1, "src", examples.source()[i]);
        PartFile.put(out, 2, "dst", examples.target()[i]);
        PartFile.put(out, 3, "positive", examples.positive()[i]);
        PartFile.put(out, 4, "both_seen", examples.bothSeen()[i]);
      });
    }
  }
}
