package io.sparsewalk.spark.examples;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.BlockRule;
import io.sparsewalk.dataset.LeakAudit;
import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SeenVertices;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.dataset.SplitCounts;
import io.sparsewalk.dataset.SplitGround;
import io.sparsewalk.dataset.SplitPlan;
import io.sparsewalk.dataset.TimeCuts;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A split as Spark jobs with a task for every file of edges: which vertices have an edge when; how many examples there are; then
 * the examples. The driver holds counts per file and bits per vertex, and with the paper's protocol three bits per edge.
 */
final class SplitWork {
  private static final Logger LOG = LoggerFactory.getLogger(SplitWork.class);

  /** In an array. */
  private static final int MOST_EDGES = Integer.MAX_VALUE - 8;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Warehouse warehouse;
  private final Path directory;
  private final Order order;
  private final StoredEdges edges;
  private final List<Integer> files;

  /**
   * What is to be split.
   *
   * @param division settled
   */
  record Order(Manifest edges, SplitStage.Division division, int ids, Seeds seeds) {}

  SplitWork(SparkSession spark, Warehouse warehouse, Path directory, Order order) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.directory = directory;
    this.order = order;
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    edges = new StoredEdges(warehouse, order.edges.fingerprint(), order.division.protocol());
    files = IntStream.range(0, edges.parts()).boxed().toList();
  }

  /**
   * Writes the examples.
   *
   * @return facts
   */
  Map<String, ?> run() {
    BlockRule rule = rule();
    SeenVertices vertices = vertices(rule);
    SplitPlan plan = rule instanceof BlockRule.Published published ? SplitPlan.paper(published, order.ids, order.seeds)
        : SplitPlan.strict(rule, order.division.config(), vertices, order.ids, order.seeds);
    List<SplitCounts> counts = counts(plan);
    boolean newVertices = order.division.protocol() == Protocol.STRICT && sum(counts).positives(BlockRule.TRAIN) == 0;
    if (newVertices) {
      plan = plan.withNewVertices();
      counts = counts(plan);
    }
    SplitCounts all = sum(counts);
    check(plan, all);
    List<SplitTask.Piece> pieces = SplitTask.Piece.of(counts, plan);
    List<SplitTask.Made> made = made(new SplitTask.Shared(edges, plan, vertices.connected(), all), pieces);
    if (newVertices) {
      LOG.warn(
          "no training edge is between two vertices of the history (split.history = {}): every training edge after it is an example,"
              + " and no walk has seen its new vertices",
          order.division.config().history());
    }
    SplitCounts found = made.stream().map(SplitTask.Made::counts).reduce(all, SplitCounts::plus);
    Map<String, Object> facts = facts(found, SplitTask.Piece.filesPerSet(pieces), made, newVertices);
    if (rule instanceof BlockRule.ByTime byTime) {
      facts.put(ExampleFiles.CUTS, cuts(byTime.cuts()));
    }
    return facts;
  }

  private BlockRule rule() {
    SplitConfig config = order.division.config();
    long all = order.edges.count("edges");
    if (order.division.protocol() == Protocol.PAPER) {
      return BlockRule.Published.of(publishedEdges(order.edges), edges.timeOfRank(), config.leaks(), order.seeds);
    }
    return config.by() == SplitConfig.By.RANDOM ? BlockRule.ByPair.of(config, order.seeds)
        : new BlockRule.ByTime(TimeCuts.of(all, edges.timeOfRank(), config));
  }

  /**
   * Edges of a graph that is to be divided as published, which is by one sequence of draws over all of them.
   *
   * @throws DataRefusedException if they are too many
   */
  static int publishedEdges(Manifest edges) {
    long all = edges.count("edges");
    if (all > MOST_EDGES) {
      throw new DataRefusedException("protocol = paper draws from at most " + MOST_EDGES + " edges, the graph has "
          + all + ": protocol = strict divides any number");
    }
    return (int) all;
  }

  private SeenVertices vertices(BlockRule rule) {
    Broadcast<BlockRule> bRule = context.broadcast(rule);
    try {
      return context.parallelize(files, files.size())
          .map(new VerticesTask(edges, bRule))
          .treeReduce(new BothVertices());
    } finally {
      bRule.destroy();
    }
  }

  private List<SplitCounts> counts(SplitPlan plan) {
    Broadcast<SplitPlan> bPlan = context.broadcast(plan);
    try {
      return context.parallelize(files, files.size()).map(new CountTask(edges, bPlan)).collect();
    } finally {
      bPlan.destroy();
    }
  }

  private static SplitCounts sum(List<SplitCounts> counts) {
    return counts.stream().reduce(new SplitCounts(), SplitCounts::plus);
  }

  private void check(SplitPlan plan, SplitCounts counts) {
    for (int block = 0; block < BlockRule.BLOCKS; block++) {
      if (counts.positives(block) == 0) {
        throw new DataRefusedException("no example is left for " + SplitTask.SETS.get(block) + ": of "
            + counts.edges(block) + " edges there, none is between two different vertices");
      }
    }
    long known = counts.get(SplitCounts.Of.KNOWN);
    long largest = Math.max(known, counts.get(SplitCounts.Of.EDGES) - known);
    if (largest > MOST_EDGES) {
      throw new DataRefusedException("a split looks pairs up among at most " + MOST_EDGES + " edges of training, and as"
          + " many later ones, there are " + largest);
    }
    long bytes = SplitTask.bytes(plan, counts, order.division.pairs());
    long heap = SparkSessions.heapOfTasks(spark);
    LOG.info("split: {} MiB in the JVM of the tasks, which has {} MiB", bytes >> 20, heap >> 20);
    if (bytes > heap) {
      throw new DataRefusedException("the split of " + counts.get(SplitCounts.Of.EDGES) + " edges needs about "
          + (bytes >> 20) + " MiB in every JVM that runs its tasks, which has " + (heap >> 20)
          + " MiB: give executors more memory (--executor-memory; embedded Spark: SPARSEWALK_JAVA_OPTIONS=-Xmx)"
          + (order.division.pairs() ? ", or leave out pair features (features.pair = false)"
              : plan.degree() ? ", or draw negatives uniformly (split.negatives = uniform)" : ""));
    }
  }

  private List<SplitTask.Made> made(SplitTask.Shared shared, List<SplitTask.Piece> pieces) {
    Broadcast<SplitTask.Shared> bShared = context.broadcast(shared);
    try {
      SplitTask task = new SplitTask(warehouse, directory.toString(), bShared, order.division);
      List<SplitTask.Made> made = context.parallelize(pieces, pieces.size()).map(task).collect();
      for (SplitTask.Made each : made) {
        if (!each.refusal().isEmpty()) {
          throw new DataRefusedException(each.refusal());
        }
      }
      return made;
    } finally {
      bShared.destroy();
    }
  }

  /** Times of the first edge that is no history, of the first for validation, and of the first for test. */
  private List<Long> cuts(TimeCuts cuts) {
    return LongStream.of(cuts.historyEnd(), cuts.trainEnd(), cuts.validEnd()).map(edges.timeOfRank()).boxed().toList();
  }

  private Map<String, Object> facts(SplitCounts counts, List<Integer> setFiles, List<SplitTask.Made> made,
      boolean newVertices) {
    SplitTask.Ranked ranked =
        made.stream().map(SplitTask.Made::ranked).filter(each -> each != null).findFirst().orElseThrow();
    Map<String, Object> facts = new HashMap<>(ExampleFiles.fileFact(setFiles));
    long rows = 0;
    for (int block = 0; block < BlockRule.BLOCKS; block++) {
      facts.put(SplitTask.SETS.get(block) + "_edges", counts.positives(block));
      rows += 2 * counts.positives(block);
    }
    facts.put("rows", rows);
    facts.put("ranking_positives", ranked.positives());
    facts.put("ranking_negatives", ranked.negatives());
    SplitConfig config = order.division.config();
    boolean atRandom = order.division.protocol() == Protocol.STRICT && config.by() == SplitConfig.By.RANDOM;
    boolean times = order.edges.count("min_time") < order.edges.count("max_time");
    List<LeakAudit.Figure> audit = new ArrayList<>(
        LeakAudit.of(counts, new LeakAudit.About(atRandom, times, newVertices, ranked.historicalShare())));
    made.forEach(each -> audit.addAll(each.baselines()));
    facts.put(ExampleFiles.AUDIT, ExampleFiles.fact(audit));
    return facts;
  }

  private static final class VerticesTask implements Function<Integer, SeenVertices> {
    private static final long serialVersionUID = 1L;

    private final StoredEdges edges;
    private final Broadcast<BlockRule> bRule;

    VerticesTask(StoredEdges edges, Broadcast<BlockRule> bRule) {
      this.edges = edges;
      this.bRule = bRule;
    }

    @Override
    public SeenVertices call(Integer file) {
      return SeenVertices.of(bRule.value(), edges.ends(file));
    }
  }

  private static final class BothVertices implements Function2<SeenVertices, SeenVertices, SeenVertices> {
    private static final long serialVersionUID = 1L;

    @Override
    public SeenVertices call(SeenVertices a, SeenVertices b) {
      return a.or(b);
    }
  }

  private static final class CountTask implements Function<Integer, SplitCounts> {
    private static final long serialVersionUID = 1L;

    private final StoredEdges edges;
    private final Broadcast<SplitPlan> bPlan;

    CountTask(StoredEdges edges, Broadcast<SplitPlan> bPlan) {
      this.edges = edges;
      this.bPlan = bPlan;
    }

    @Override
    public SplitCounts call(Integer file) {
      return SplitCounts.of(bPlan.value(), edges.ends(file));
    }
  }
}
