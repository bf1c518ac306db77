package io.sparsewalk.spark.walk;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.PairShare;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.spark.SparkSessions;
import io.sparsewalk.spark.FileParts;
import io.sparsewalk.spark.Slots;
import io.sparsewalk.spark.StageOutput;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.PartFile;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.EdgeRecords;
import io.sparsewalk.walk.PublishedTimes;
import io.sparsewalk.walk.RecordWalker;
import io.sparsewalk.walk.Transition;
import io.sparsewalk.walk.WalkConfig;
import io.sparsewalk.walk.WalkEdges;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Walks over a graph that every executor holds whole: table {@code walks} (walk, start, vertices), by walk and then start over
 * all files in the order of their names.
 */
public final class WalkStage {
  public static final String NAME = "walks";
  /** Fact: how many walks have 0 hops, 1, 2 and so on. */
  public static final String WALKS_BY_HOPS = "walks_by_hops";
  static final String SCHEMA =
      "message walks { required int32 walk; required int32 start; " + PartFile.list("vertices", "int32") + " }";
  /** Columns of the edges while the records are laid out. */
  private static final long LOADING_BYTES = 16;
  private static final long VERTEX_BYTES = 40;
  /** Edges in a part of a graph that is spread. */
  private static final int PART_EDGES = 1 << 22;
  /** Walks at a time in memory. */
  private static final int STRETCH = 1 << 16;

  private final SparkSession spark;
  private final Warehouse warehouse;

  public WalkStage(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /**
   * What is walked.
   *
   * @param firstEdges only the edges of lower rank exist for the walker
   * @param pairs only the edges of these pairs do
   * @param ids start vertices are 0 to ids - 1 if {@code allIds}, else those of them with an edge
   */
  public record Input(String edges, long firstEdges, int ids, boolean allIds, PairShare pairs) implements Serializable {
    /** Of all pairs. */
    public Input(String edges, long firstEdges, int ids, boolean allIds) {
      this(edges, firstEdges, ids, allIds, PairShare.ALL);
    }

    /** How many edges of a file exist for the walker, but for their pairs, if its first one has this rank. */
    int existing(long first, int rows) {
      return (int) Math.max(0, Math.min(rows, firstEdges - first));
    }

    /** Places of the edges that exist for the walker, among the first of these. */
    int[] visible(int[] source, int[] target, int first) {
      return IntStream.range(0, first).filter(e -> pairs.has(source[e], target[e])).toArray();
    }

    /** The same edges themselves; the arrays are not copied where all are visible. */
    WalkEdges visible(int[] source, int[] target, long[] time, int first) {
      if (pairs.isAll()) {
        return first == source.length ? new WalkEdges(source, target, time)
            : new WalkEdges(Arrays.copyOf(source, first), Arrays.copyOf(target, first), Arrays.copyOf(time, first));
      }
      int[] visible = visible(source, target, first);
      return new WalkEdges(gather(source, visible), gather(target, visible),
          Arrays.stream(visible).mapToLong(e -> time[e]).toArray());
    }

    private static int[] gather(int[] values, int[] places) {
      return Arrays.stream(places).map(e -> values[e]).toArray();
    }
  }

  /**
   * Walks, unless the same walks are published.
   *
   * @throws DataRefusedException if the graph has no times and the walks are to go by them
   */
  public Manifest run(Input input, WalkConfig open, long seed) {
    return output(warehouse, input, open, seed).run(spark);
  }

  /**
   * The walks, to look up or to make.
   *
   * @throws DataRefusedException if the graph has no times and the walks are to go by them
   */
  public static StageOutput output(Warehouse warehouse, Input input, WalkConfig open, long seed) {
    WalkConfig config = settled(warehouse, input, open);
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    // How the work is cut changes nothing in it.
    inputs.remove("partitions");
    inputs.remove("mode");
    inputs.putAll(Settings.of(input));
    inputs.put("seed", seed);
    return StageOutput.of(warehouse, Manifest.of(NAME, WalkStage.class, inputs),
        (spark, attempt) -> new WalkStage(spark, warehouse).walk(attempt, input, config, seed));
  }

  private static WalkConfig settled(Warehouse warehouse, Input input, WalkConfig config) {
    boolean times = EdgeTable.hasTimes(EdgeTable.manifest(warehouse, input.edges()));
    try {
      return config.on(times);
    } catch (IllegalArgumentException e) {
      throw new DataRefusedException("the graph has no times, walks go along any edge: walk." + e.getMessage());
    }
  }

  private Map<String, ?> walk(Path attempt, Input input, WalkConfig config, long seed) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    boolean weighted = EdgeTable.isWeighted(warehouse, input.edges());
    if (weighted && (config.order() != WalkConfig.Order.NONE || config.bias() != Transition.UNIFORM
        || config.mode() == WalkConfig.Mode.PARTITIONED)) {
      throw new DataRefusedException(
          "a graph with weights has no times: set walk.order = none, walk.bias = uniform and "
              + "walk.mode = auto, was " + Settings.word(config.order()) + ", " + Settings.word(config.bias()) + " and "
              + Settings.word(config.mode()));
    }
    int partitions =
        config.partitions() > 0 ? config.partitions() : FileParts.of((long) input.ids() * config.perVertex(),
            Integer.BYTES * config.length(), Slots.known(spark.sparkContext()));
    if (!weighted && isPartitioned(input, config)) {
      int parts = (int) Math.max(2L * partitions, input.firstEdges() / PART_EDGES);
      return facts(input, "partitioned",
          new PartitionedWalks(context, warehouse, input, config, seed).write(attempt, parts, partitions));
    }
    List<Integer> parts = IntStream.range(0, partitions).boxed().toList();
    Task task = new Task(warehouse, attempt.toString(), input, config, seed, partitions);
    List<Counts> counts = context.parallelize(parts, partitions).map(task).collect();
    return facts(input, "replicated", counts.stream().reduce(Counts::plus).orElseThrow());
  }

  private static Map<String, ?> facts(Input input, String mode, Counts counts) {
    return Map.of("walks", counts.walks(), "hops", counts.hops(), "ids", input.ids(), "starts", counts.starts(), "mode",
        mode, WALKS_BY_HOPS, Arrays.stream(counts.byHops()).boxed().toList());
  }

  /** As set, or by whether loading the graph whole would take more than half of an executor's memory. */
  private boolean isPartitioned(Input input, WalkConfig config) {
    if (config.mode() != WalkConfig.Mode.AUTO || config.isSecondOrder()) {
      return config.mode() == WalkConfig.Mode.PARTITIONED;
    }
    long edges = input.firstEdges() * (config.along() == WalkConfig.Along.BOTH ? 2 : 1);
    long record = config.start() == WalkConfig.Start.ANY ? 24 : 16;
    return !SparkSessions.fitsExecutor(spark, "graph for walks",
        edges * (LOADING_BYTES + record) + VERTEX_BYTES * input.ids());
  }

  /**
   * What was walked.
   *
   * @param byHops how many walks have as many hops as their place says
   */
  record Counts(long[] byHops, int starts) implements Serializable {
    long walks() {
      return Arrays.stream(byHops).sum();
    }

    long hops() {
      return IntStream.range(0, byHops.length).mapToLong(hops -> hops * byHops[hops]).sum();
    }

    Counts plus(Counts other) {
      return new Counts(plus(byHops, other.byHops), starts);
    }

    static long[] plus(long[] a, long[] b) {
      return IntStream.range(0, a.length).mapToLong(i -> a[i] + b[i]).toArray();
    }
  }

  /** A part of the sequence of (walk, start). */
  private static final class Task implements Function<Integer, Counts> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final String directory;
    private final Input input;
    private final WalkConfig config;
    private final long seed;
    private final int partitions;

    Task(Warehouse warehouse, String directory, Input input, WalkConfig config, long seed, int partitions) {
      this.warehouse = warehouse;
      this.directory = directory;
      this.input = input;
      this.config = config;
      this.seed = seed;
      this.partitions = partitions;
    }

    @Override
    public Counts call(Integer part) {
      Held held = Held.of(warehouse, input, config);
      RecordWalker walker = new RecordWalker(held.graph, config, Seeds.of(seed));
      long all = (long) config.perVertex() * held.starts.length;
      long begin = all * part / partitions;
      long end = all * (part + 1) / partitions;
      int width = config.length() + 1;
      int[] out = new int[Math.multiplyExact(STRETCH, width)];
      int[] sizes = new int[STRETCH];
      long[] byHops = new long[width];
      try (PartFile file = PartFile.create(warehouse.configuration(), new Path(directory), part, SCHEMA)) {
        for (long from = begin; from < end; from += STRETCH) {
          int count = (int) Math.min(STRETCH, end - from);
          walker.walk(from, count, held.starts, out, sizes);
          for (int i = 0; i < count; i++) {
            byHops[sizes[i] - 1]++;
          }
          long first = from;
          file.write(count, (row, i) -> {
            PartFile.put(row, 0, "walk", (int) ((first + i) / held.starts.length));
            PartFile.put(row, 1, "start", out[i * width]);
            PartFile.put(row, 2, "vertices", out, i * width, i * width + sizes[i]);
          });
        }
        file.commit();
      }
      return new Counts(byHops, held.starts.length);
    }
  }

  /** The graph of the last walk, once per JVM. */
  private static final class Held {
    private static Held last;

    private final List<Object> key;
    private final EdgeRecords graph;
    private final int[] starts;

    private Held(List<Object> key, EdgeRecords graph, int[] starts) {
      this.key = key;
      this.graph = graph;
      this.starts = starts;
    }

    static synchronized Held of(Warehouse warehouse, Input input, WalkConfig config) {
      List<Object> key = List.of(warehouse.root().toString(), input, config);
      if (last == null || !last.key.equals(key)) {
        last = null;
        TimedEdges all = EdgeTable.read(warehouse, input.edges());
        last = EdgeTable.isWeighted(warehouse, input.edges())
            ? weighted(key, all, EdgeTable.weights(warehouse, input.edges()), input, config)
            : load(key, all, input, config);
      }
      return last;
    }

    private static Held weighted(List<Object> key, TimedEdges all, float[] weight, Input input, WalkConfig config) {
      int[] visible = input.visible(all.source(), all.target(), input.existing(0, all.size()));
      int[] source = Input.gather(all.source(), visible);
      int[] target = Input.gather(all.target(), visible);
      float[] weights = new float[visible.length];
      for (int e = 0; e < weights.length; e++) {
        weights[e] = weight[visible[e]];
      }
      WalkEdges.Weighted edges = new WalkEdges.Weighted(source, target, weights).as(config);
      EdgeRecords graph = EdgeRecords.weighted(all.vertices(), edges.source(), edges.target(), edges.weight(), config);
      return new Held(key, graph, starts(source, target, input));
    }

    private static Held load(List<Object> key, TimedEdges all, Input input, WalkConfig config) {
      long[] time = all.time();
      if (config.times() == WalkConfig.Times.PUBLISHED) {
        PublishedTimes.narrowInPlace(time, time[0], time[time.length - 1]);
      }
      WalkEdges visible = input.visible(all.source(), all.target(), time, input.existing(0, all.size()));
      WalkEdges edges = visible.as(config);
      EdgeRecords graph = EdgeRecords.of(all.vertices(), edges.source(), edges.target(), edges.time(), config, time[0]);
      return new Held(key, graph, starts(visible.source(), visible.target(), input));
    }

    private static int[] starts(int[] source, int[] target, Input input) {
      boolean[] seen = new boolean[input.ids()];
      Arrays.fill(seen, input.allIds());
      for (int e = 0; e < source.length; e++) {
        seen[source[e]] = true;
        seen[target[e]] = true;
      }
      return IntStream.range(0, seen.length).filter(v -> seen[v]).toArray();
    }
  }
}
