package io.sparsewalk.spark;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.Settings;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.graph.TemporalGraph;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.walk.PublishedTimes;
import io.sparsewalk.walk.TemporalWalker;
import io.sparsewalk.walk.WalkConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Walks over a graph that every executor holds whole: table {@code walks} (walk, start, vertices), by walk and then start over
 * all files in the order of their names.
 */
public final class WalkStage {
  static final String NAME = "walks";
  private static final StructType SCHEMA = new StructType().add("walk", DataTypes.IntegerType, false)
      .add("start", DataTypes.IntegerType, false)
      .add("vertices", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

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
   * @param ids start vertices are 0 to ids - 1 if {@code allIds}, else those of them with an edge
   */
  public record Input(String edges, int firstEdges, int ids, boolean allIds) implements Serializable {}

  /** Walks, unless the same walks are published. */
  public Manifest run(Input input, WalkConfig config, long seed) {
    Map<String, Object> inputs = new HashMap<>(Settings.of(config));
    // How the work is cut changes nothing in it.
    inputs.remove("partitions");
    inputs.remove("mode");
    inputs.putAll(Settings.of(input));
    inputs.put("seed", seed);
    return StageRun.of(warehouse, NAME, inputs, attempt -> walk(attempt, new Task(warehouse, input, config, seed)));
  }

  private Map<String, ?> walk(Path attempt, Task task) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int partitions = task.config.partitions() > 0 ? task.config.partitions() : context.defaultParallelism();
    List<Integer> parts = IntStream.range(0, partitions).boxed().toList();
    task.partitions = partitions;
    spark.createDataFrame(context.parallelize(parts, partitions).flatMap(task), SCHEMA).write()
        .parquet(attempt.toString());
    Row counts = spark.read().parquet(attempt.toString()).selectExpr("count(*)", "sum(size(vertices) - 1)").head();
    return Map.of("walks", counts.getLong(0), "hops", counts.getLong(1), "ids", task.input.ids(),
        "starts", counts.getLong(0) / task.config.perVertex());
  }

  /** A part of the sequence of (walk, start). */
  private static final class Task implements FlatMapFunction<Integer, Row> {
    private static final long serialVersionUID = 1L;

    private final Warehouse warehouse;
    private final Input input;
    private final WalkConfig config;
    private final long seed;
    private int partitions;

    Task(Warehouse warehouse, Input input, WalkConfig config, long seed) {
      this.warehouse = warehouse;
      this.input = input;
      this.config = config;
      this.seed = seed;
    }

    @Override
    public Iterator<Row> call(Integer part) {
      Held held = Held.of(warehouse, input, config);
      TemporalWalker walker = new TemporalWalker(held.graph, config, held.minimumTime, Seeds.of(seed));
      long all = (long) config.perVertex() * held.starts.length;
      int[] out = new int[config.length() + 1];
      return LongStream.range(all * part / partitions, all * (part + 1) / partitions)
          .mapToObj(i -> row(walker, (int) (i / held.starts.length), held.starts[(int) (i % held.starts.length)], out))
          .iterator();
    }

    private static Row row(TemporalWalker walker, int walk, int start, int[] out) {
      int size = walker.walk(walk, start, out);
      return RowFactory.create(walk, start, Arrays.copyOf(out, size));
    }
  }

  /** The graph of the last walk, once per JVM. */
  private static final class Held {
    private static Held last;

    private final List<Object> key;
    private final TemporalGraph graph;
    private final int[] starts;
    private final long minimumTime;

    private Held(List<Object> key, TemporalGraph graph, int[] starts, long minimumTime) {
      this.key = key;
      this.graph = graph;
      this.starts = starts;
      this.minimumTime = minimumTime;
    }

    static synchronized Held of(Warehouse warehouse, Input input, WalkConfig config) {
      List<Object> key = List.of(warehouse.root().toString(), input, config.times());
      if (last == null || !last.key.equals(key)) {
        last = load(key, EdgeTable.read(warehouse, input.edges()), input, config.times());
      }
      return last;
    }

    private static Held load(List<Object> key, TimedEdges edges, Input input, WalkConfig.Times times) {
      long[] time = edges.time();
      if (times == WalkConfig.Times.PUBLISHED) {
        PublishedTimes.narrowInPlace(time, time[0], time[time.length - 1]);
      }
      int count = input.firstEdges();
      int[] source = Arrays.copyOf(edges.source(), count);
      int[] target = Arrays.copyOf(edges.target(), count);
      TemporalGraph graph = TemporalGraph.of(edges.vertices(), source, target, Arrays.copyOf(time, count));
      boolean[] seen = new boolean[input.ids()];
      Arrays.fill(seen, input.allIds());
      for (int e = 0; e < count; e++) {
        seen[source[e]] = true;
        seen[target[e]] = true;
      }
      return new Held(key, graph, IntStream.range(0, seen.length).filter(v -> seen[v]).toArray(), time[0]);
    }
  }
}
