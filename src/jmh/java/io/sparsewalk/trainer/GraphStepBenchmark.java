package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.SparseMatrix;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seconds of an epoch of graph convolutions, 1433-16-7, on a random graph of the shape of Cora: a step with the optimizer, then
 * the validation vertices. The dense twin is the same without dropout, its features with their zeros; one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GraphStepBenchmark {
  private static final int VERTICES = 2708;
  private static final int EDGES = 5278;
  private static final int FEATURES = 1433;
  private static final int PER_VERTEX = 18;
  private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(FEATURES, 16, 7));
  private static final OptimizerConfig ADAM = OptimizerConfig.of(OptimizerConfig.Kind.ADAM, 0.01).withWeightDecay(5e-4);

  private final SplittableRandom random = new SplittableRandom(1);

  /** ERK over both layers. */
  @Param({"0", "0.9", "0.98"})
  public double sparsity;

  /** Networks trained in lockstep; the time is that of all. */
  @Param({"1", "16"})
  public int networks;

  private GraphData data;
  private GraphRounds dropping;
  private GraphRounds keeping;
  private DenseConvolution twin;
  private OptimizerStep optimizer;
  private RoundOrders orders;
  private float[] gradient;
  private int epoch;

  @Setup
  public void prepare() {
    data = data();
    Seeds seeds = Seeds.of(1);
    dropping = new GraphRounds(data, LAYOUT, new ModelConfig(ModelConfig.Kind.GCN, List.of(16), 0.5), seeds);
    keeping = new GraphRounds(data, LAYOUT, new ModelConfig(ModelConfig.Kind.GCN, List.of(16), 0), seeds);
    twin = new DenseConvolution(data.adjacency(), written(data.features()), LAYOUT);
    Mask mask = sparsity == 0 ? Mask.dense(LAYOUT)
        : Mask.random(LAYOUT, Allocation.ERK.counts(LAYOUT, sparsity), seeds.child("mask"));
    TrainingState state = TrainingState.of(LAYOUT.glorot(seeds.child("weights")));
    state.maskInPlace(mask);
    orders = new RoundOrders(state, mask, ADAM, 0, null, null, 0);
    optimizer = new OptimizerStep(ADAM, LAYOUT, mask, null, LAYOUT.firstWeight(1));
    gradient = new float[LAYOUT.size()];
    check();
  }

  /** Both compute the same. */
  private void check() {
    float[] own = keeping.score(List.of(new RoundExecutor.Network(orders.state().parameters(), orders.mask())),
        RoundExecutor.Part.VALID).get(0).logits();
    float[] all = twin.logits(orders.state().parameters());
    RoundOrders scored = new RoundOrders(orders.state(), orders.mask(), ADAM, 0, null, null, 1);
    float[] scores = keeping.run(new RoundOrders.Span(0, 0, 1), List.of(scored)).get(0).scores();
    twin.gradient(orders.state().parameters(), data.train().source(), data.train().labels(), gradient);
    for (int i = 0; i < own.length; i++) {
      near(own[i], all[data.valid().source()[i / 7] * 7 + i % 7]);
    }
    for (int i = 0; i < gradient.length; i++) {
      near(scores[i], gradient[i]);
    }
  }

  private static void near(float one, float other) {
    if (Math.abs(one - other) > 1e-5) {
      throw new IllegalStateException("the twins differ: " + one + " and " + other);
    }
  }

  private GraphData data() {
    int[] source = random.ints(EDGES, 0, VERTICES).toArray();
    int[] target = random.ints(EDGES, 0, VERTICES).toArray();
    int[] offsets = IntStream.rangeClosed(0, VERTICES).map(v -> v * PER_VERTEX).toArray();
    int[] columns = new int[VERTICES * PER_VERTEX];
    float[] values = new float[columns.length];
    for (int v = 0; v < VERTICES; v++) {
      int[] own = random.ints(0, FEATURES).distinct().limit(PER_VERTEX).sorted().toArray();
      System.arraycopy(own, 0, columns, v * PER_VERTEX, PER_VERTEX);
    }
    Arrays.fill(values, 1);
    return new GraphData(SparseMatrix.normalisedAdjacency(VERTICES, source, target),
        new SparseMatrix(offsets, columns, values).rowNormalised(), FEATURES, new Labels.OneOf(7), examples(0, 140), examples(140, 640),
        examples(640, 1640));
  }

  private Examples examples(int from, int to) {
    return Examples.ofVertices(IntStream.range(from, to).toArray(), random.ints(to - from, 0, 7).toArray());
  }

  private static float[] written(SparseMatrix features) {
    float[] dense = new float[VERTICES * FEATURES];
    for (int v = 0; v < VERTICES; v++) {
      for (int k = features.offsets()[v]; k < features.offsets()[v + 1]; k++) {
        dense[v * FEATURES + features.columns()[k]] = features.values()[k];
      }
    }
    return dense;
  }

  @Benchmark
  public Object withDropout() {
    return epoch(dropping);
  }

  @Benchmark
  public Object withoutDropout() {
    return epoch(keeping);
  }

  private Object epoch(GraphRounds rounds) {
    List<RoundOutcome> outcomes =
        rounds.run(new RoundOrders.Span(epoch++, 0, 1), Collections.nCopies(networks, orders));
    return List.of(outcomes, rounds.score(
        Collections.nCopies(networks, new RoundExecutor.Network(orders.state().parameters(), orders.mask())),
        RoundExecutor.Part.VALID));
  }

  @Benchmark
  public Object denseTwin() {
    for (int n = 0; n < networks; n++) {
      twin.gradient(orders.state().parameters(), data.train().source(), data.train().labels(), gradient);
      optimizer.apply(orders.state(), gradient, 0);
      twin.logits(orders.state().parameters());
    }
    return gradient;
  }
}
