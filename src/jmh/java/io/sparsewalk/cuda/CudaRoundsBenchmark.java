package io.sparsewalk.cuda;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.Ranking;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.EpochOrder;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds of an epoch of {@value #ROWS} rows of so many networks, parameters to the GPU and back included, and of one network on
 * one thread of the CPU. Multiply trials and rows to compare.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
public class CudaRoundsBenchmark {
  static final int ROWS = 204_800;
  private static final int VERTICES = 1_000_000;

  @Param({"16-128-1", "64-256-128-10"})
  public String layout;

  @Param({"0", "0.5", "0.90625", "0.96875"})
  public double sparsity;

  @Param({"1", "16", "132", "264"})
  public int trials;

  @Param({"cuda", "vector"})
  public String engine;

  private GpuDevice device;
  private RoundExecutor rounds;
  private List<RoundOrders> orders;

  @Setup(Level.Trial)
  public void prepare() {
    ParameterLayout shape = ParameterLayout.parse(layout);
    int classes = shape.outputs();
    int ends = classes == 1 ? 2 : 1;
    int dimension = shape.columns(0) / ends;
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[VERTICES * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    int[] source = random.ints(ROWS, 0, VERTICES).toArray();
    int[] target = random.ints(ROWS, 0, VERTICES).toArray();
    boolean[] positive = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      positive[i] = values[source[i] * dimension] * values[target[i] * dimension] > 0;
    }
    Examples train = classes == 1 ? new Examples(source, target, positive, positive)
        : Examples.ofVertices(source, random.ints(ROWS, 0, classes).toArray());
    EdgeInputs inputs = new EdgeInputs(new VertexFeatures.Dense(dimension, values),
        List.of(ends == 2 ? EdgeOperator.CONCAT : EdgeOperator.VERTEX), 0);
    Labels labels = classes == 1 ? new Labels.Binary() : new Labels.OneOf(classes);
    TrialData data = TrialData.of(train, train, train, Ranking.none(), inputs, labels);
    EpochOrder order = new EpochOrder(ROWS, Seeds.of(1), 0);
    if (engine.equals("cuda")) {
      device = GpuDevice.open(null);
      rounds = new CudaRounds(device, data, shape, 1024, Activations.PLAIN, order);
    } else {
      rounds = new VectorRounds(data, shape, 1024, Activations.PLAIN, order, LaneKernel.best());
    }
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01).withNesterov(0.9).withWeightDecay(5e-4);
    orders = IntStream.range(0, trials).mapToObj(n -> {
      Mask mask = sparsity == 0 ? Mask.dense(shape)
          : Mask.random(shape, Allocation.UNIFORM.counts(shape, sparsity), Seeds.of(1).child("mask").child(n));
      TrainingState state = TrainingState.of(shape.initial(Seeds.of(1).child("weights").child(n)));
      state.maskInPlace(mask);
      return new RoundOrders(state, mask, sgd, 0.01, null, null, 0);
    }).toList();
  }

  @TearDown(Level.Trial)
  public void close() {
    if (device != null) {
      ((CudaRounds) rounds).close();
      device.close();
    }
  }

  @Benchmark
  public Object epoch() {
    return rounds.run(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()), orders);
  }
}
