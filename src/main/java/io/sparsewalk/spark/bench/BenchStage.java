package io.sparsewalk.spark.bench;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.TimedEdges;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.embedding.EmbeddingConfig;
import io.sparsewalk.graph.EdgeFormat;
import io.sparsewalk.graph.GenerateConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.TemporalGraph;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.ScalarLanes;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.embedding.EmbedStage;
import io.sparsewalk.spark.embedding.TopKStage;
import io.sparsewalk.spark.ingest.EdgeTable;
import io.sparsewalk.spark.ingest.GenerateStage;
import io.sparsewalk.spark.ingest.IngestStage;
import io.sparsewalk.spark.ingest.ParserPass;
import io.sparsewalk.spark.walk.WalkStage;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.table.Manifest;
import io.sparsewalk.table.ParquetColumns;
import io.sparsewalk.table.Warehouse;
import io.sparsewalk.topk.TopKConfig;
import io.sparsewalk.topk.TopKSelector;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import io.sparsewalk.walk.EdgeRecords;
import io.sparsewalk.walk.RecordWalker;
import io.sparsewalk.walk.TemporalWalker;
import io.sparsewalk.walk.Transition;
import io.sparsewalk.walk.WalkConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Rates of whole stages and of their kernels on a synthetic graph, each beside a simple twin in the same run. What it writes on
 * the way is removed.
 */
public final class BenchStage {
  private static final WalkConfig WALKS =
      new WalkConfig(10, 5, Transition.LATER, 0, WalkConfig.Along.OUT, WalkConfig.Order.FORWARD, 0, 1, 1,
          WalkConfig.Start.FIRST, WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT, WalkConfig.Mode.AUTO, 0);
  private static final EmbeddingConfig EMBEDDING = new EmbeddingConfig(8, 10, 5, 1, 0.025, 1e-3, 0.75,
      EmbeddingConfig.Untrained.ZERO, 0, EmbeddingConfig.SharedNegatives.NONE, EmbeddingConfig.Mode.WHOLE);
  private static final TopKConfig TOP_K =
      new TopKConfig(26.2, TopKConfig.Scope.MATRIX, TopKConfig.By.ABSOLUTE, TopKConfig.Rows.TRAINED);
  private static final double[] LEVELS = {0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.90625, 0.9375, 0.96875};
  private static final int TRAIN_ROWS = 200_704;
  private static final double KERNEL_SECONDS = 2;

  private final SparkSession spark;
  private final Warehouse scratch;
  private final Scale scale;
  private final Consumer<BenchLine> told;

  /** Sizes of the synthetic graph. */
  public enum Scale {
    SMALL(41_000, 1_000_000, 100_000), MEDIUM(330_000, 8_000_000, 800_000), LARGE(2_601_977, 63_497_050, 6_024_271);

    private final int vertices;
    private final long edges;
    private final long idRange;

    Scale(int vertices, long edges, long idRange) {
      this.vertices = vertices;
      this.edges = edges;
      this.idRange = idRange;
    }
  }

  /**
   * @param scratch a warehouse of its own, to be thrown away
   * @param told every result as soon as it is there
   */
  public BenchStage(SparkSession spark, Warehouse scratch, Scale scale, Consumer<BenchLine> told) {
    this.spark = spark;
    this.scratch = scratch;
    this.scale = scale;
    this.told = told;
  }

  /** Measures everything. */
  public void run() {
    int threads = spark.sparkContext().defaultParallelism();
    GenerateConfig generate = new GenerateConfig(scale.vertices, scale.edges, Math.max(1, scale.vertices / 2600), 0.8,
        2.1, 0.3, 0.02, scale.idRange, 239_700_000, 0, 0, 1);
    String[] text = new String[1];
    double seconds = seconds(() -> text[0] = new GenerateStage(scratch).run(generate));
    told.accept(BenchLine.of("generate", "text", scale.edges / seconds, "edges/s"));

    Manifest[] made = new Manifest[1];
    GraphConfig graph = new GraphConfig(List.of(text[0]), "", "", "", "", "bench", EdgeFormat.TEMPORAL,
        GraphConfig.Columns.FOUND, true, GraphConfig.SelfLoops.KEEP, 0, 1024);
    seconds = seconds(() -> made[0] = new IngestStage(spark, scratch).run(graph));
    Manifest edges = made[0];
    told.accept(BenchLine.of("ingest", "text to parquet", scale.edges / seconds, "lines/s")
        .on(threads)
        .perItem(size(EdgeTable.NAME, edges) / scale.edges));
    parsing(text[0]);

    walkKernels(EdgeTable.read(scratch, edges.fingerprint()));

    int ids = Math.toIntExact(edges.count("vertices"));
    WalkStage.Input input = new WalkStage.Input(edges.fingerprint(), edges.count("edges"), ids, false);
    seconds = seconds(() -> made[0] = new WalkStage(spark, scratch).run(input, WALKS, 1));
    Manifest walks = made[0];
    told.accept(BenchLine.of("walk job", "load, walk, write", walks.count("walks") / seconds, "walks/s")
        .on(threads)
        .perItem(size(WalkStage.NAME, walks) / walks.count("walks")));

    seconds = seconds(() -> made[0] = new EmbedStage(spark, scratch).run(walks, EMBEDDING, 1));
    Manifest embedding = made[0];
    told.accept(
        BenchLine
            .of("embed job", "dimension 8, " + embedding.count("blocks") + " blocks",
                embedding.count("pairs") / seconds, "pairs/s")
            .on(threads));

    seconds = seconds(() -> made[0] = new TopKStage(spark, scratch).run(embedding, TOP_K));
    told.accept(BenchLine.of("topk job", "26.2 % of the matrix", 8.0 * ids / seconds, "values/s"));

    float[] values =
        new ParquetColumns(scratch, scratch.stage(EmbedStage.NAME, embedding.fingerprint())).floatLists("vector")
            .values();
    topK(values);
    training(values);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (context.isLocal()) {
      new EngineBench(context, (benchmark, variant, rate, ratio) -> told
          .accept(BenchLine.of(benchmark, variant, rate, "rows/CPU-s").against("vector", ratio))).run();
    }
  }

  /** The first lines of the file, again and again. */
  private void parsing(String file) {
    double fast = rate(round -> ParserPass.lines(file, 16L << 20, scratch.configuration()));
    double slow = rate(round -> {
      try (BufferedReader in = new BufferedReader(new InputStreamReader(
          Files.newInputStream(java.nio.file.Path.of(new Path(file).toUri().getPath())), StandardCharsets.UTF_8))) {
        long sum = 0;
        long lines = 0;
        for (String line = in.readLine(); line != null && lines < 500_000; line = in.readLine()) {
          String[] columns = line.split("\\s+");
          sum += Long.parseLong(columns[0]) + Long.parseLong(columns[1]) + Long.parseLong(columns[2]);
          lines++;
        }
        return sum == 0 ? 0 : lines;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    });
    told.accept(BenchLine.of("parse kernel", "bytes", fast, "lines/s").against("split of a line's text", fast / slow));
  }

  private void walkKernels(TimedEdges edges) {
    EdgeRecords[] records = new EdgeRecords[1];
    double seconds = seconds(() -> records[0] =
        EdgeRecords.of(edges.vertices(), edges.source(), edges.target(), edges.time(), WALKS, edges.time()[0]));
    double bytes = (double) records[0].bytes() / edges.size();
    told.accept(BenchLine.of("walk layout", "edge records", edges.size() / seconds, "edges/s").perItem(bytes));
    int[] starts = IntStream.range(0, edges.vertices()).toArray();
    int count = 1 << 16;
    RecordWalker walker = new RecordWalker(records[0], WALKS, Seeds.of(1));
    int[] out = new int[6 * count];
    int[] sizes = new int[count];
    long all = 10L * starts.length;
    double fast = rate(
        round -> walker.walk(round * count % Math.max(1, all - count), (int) Math.min(count, all), starts, out, sizes));
    TemporalWalker plain =
        new TemporalWalker(TemporalGraph.of(edges.vertices(), edges.source(), edges.target(), edges.time()), WALKS,
            edges.time()[0], Seeds.of(1));
    double slow = rate(round -> {
      long hops = 0;
      for (int i = 0; i < 4096; i++) {
        hops += plain.walk(i & 7, starts[(int) ((round * 4096 + i) % starts.length)], out) - 1;
      }
      return hops;
    });
    told.accept(BenchLine.of("walk kernel", "edge records", fast, "hops/s")
        .against("rows with binary search", fast / slow)
        .perItem(bytes));
  }

  private void topK(float[] values) {
    boolean[] eligible = new boolean[values.length / 8];
    Arrays.fill(eligible, true);
    double fast = rate(round -> {
      TopKSelector.select(values, 8, eligible, TOP_K);
      return values.length;
    });
    double slow = rate(round -> {
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      return values.length;
    });
    told.accept(BenchLine.of("topk kernel", "radix histogram", fast, "values/s").against("a full sort", fast / slow));
  }

  private void training(float[] values) {
    SplittableRandom random = new SplittableRandom(1);
    boolean[] positive = new boolean[TRAIN_ROWS];
    for (int i = 0; i < TRAIN_ROWS; i++) {
      positive[i] = random.nextBoolean();
    }
    int vertices = values.length / 8;
    Examples train = new Examples(random.ints(TRAIN_ROWS, 0, vertices).toArray(),
        random.ints(TRAIN_ROWS, 0, vertices).toArray(), positive, positive);
    TrialData data = TrialData.of(train, train, train, new VertexFeatures.Dense(8, values));
    double dense = training(data, LaneKernel.best(), 0);
    double scalar = training(data, new ScalarLanes(), 0);
    told.accept(BenchLine.of("train 16-128-1", "dense", dense, "rows/s").against("scalar loops", dense / scalar));
    for (double sparsity : new double[] {0.90625, 0.96875}) {
      double sparse = training(data, LaneKernel.best(), sparsity);
      told.accept(
          BenchLine.of("train 16-128-1", "sparsity " + sparsity, sparse, "rows/s").against("dense", sparse / dense));
    }
    double lockstep = training(data, LaneKernel.best(), LEVELS);
    told.accept(
        BenchLine.of("train 16-128-1", "10 levels in lockstep", lockstep, "rows/s").against("dense", lockstep / dense));
  }

  /** Rows a second through all networks of these sparsities. */
  private static double training(TrialData data, LaneKernel kernel, double... sparsities) {
    ParameterLayout layout = new ParameterLayout(List.of(16, 128, 1));
    Seeds seeds = Seeds.of(1);
    VectorRounds rounds = new VectorRounds(data, layout, 1024, seeds, kernel);
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01).withNesterov(0.9).withWeightDecay(5e-4);
    List<RoundOrders> orders = DoubleStream.of(sparsities).mapToObj(sparsity -> {
      Mask mask = sparsity == 0 ? Mask.dense(layout)
          : Mask.random(layout, Allocation.UNIFORM.counts(layout, sparsity), seeds.child("mask"));
      TrainingState state = TrainingState.of(layout.initial(seeds.child("weights")));
      state.maskInPlace(mask);
      return new RoundOrders(state, mask, sgd, 0.01, null, null, 0);
    }).toList();
    return rate(round -> {
      rounds.run(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()), orders);
      return TRAIN_ROWS;
    });
  }

  private interface Kernel {
    /** Does a round and returns how many items it was. */
    long run(long round);
  }

  /** Items a second, after as long a warm-up. */
  private static double rate(Kernel kernel) {
    double rate = 0;
    long round = 0;
    for (int warm = 0; warm < 2; warm++) {
      long start = System.nanoTime();
      long items = 0;
      double seconds = 0;
      while (seconds < KERNEL_SECONDS) {
        items += kernel.run(round++);
        seconds = (System.nanoTime() - start) * 1e-9;
      }
      rate = items / seconds;
    }
    return rate;
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private double size(String table, Manifest manifest) {
    Path directory = scratch.stage(table, manifest.fingerprint());
    try {
      return directory.getFileSystem(scratch.configuration()).getContentSummary(directory).getLength();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + directory, e);
    }
  }
}
