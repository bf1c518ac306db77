package io.sparsewalk.trainer;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.ScalarLanes;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Training rows per second of a network of 2 x dimension inputs, 128 hidden units and one output, batch 1024, gathering from so many vertices included; one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkStepBenchmark {
  private static final int ROWS = 200_704;
  private static final int BATCH = 1024;

  @Param({"0", "0.5", "0.90625", "0.96875"})
  public double sparsity;

  @Param({"8", "64"})
  public int dimension;

  @Param({"100000", "2600000"})
  public int vertices;

  @Param({"vector", "scalar"})
  public String lanes;

  private VectorRounds rounds;
  private RoundOrders orders;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[vertices * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    int[] source = random.ints(ROWS, 0, vertices).toArray();
    int[] target = random.ints(ROWS, 0, vertices).toArray();
    boolean[] positive = new boolean[ROWS];
    for (int i = 0; i < ROWS; i++) {
      positive[i] = random.nextBoolean();
    }
    Examples train = new Examples(source, target, positive, positive);
    TrialData data = TrialData.of(train, train, train, new VertexFeatures.Dense(dimension, values));
    ParameterLayout layout = new ParameterLayout(List.of(2 * dimension, 128, 1));
    Seeds seeds = Seeds.of(1);
    rounds = new VectorRounds(data, layout, BATCH, seeds, lanes.equals("scalar") ? new ScalarLanes() : LaneKernel.best());
    Mask mask = sparsity == 0 ? Mask.dense(layout)
        : Mask.random(layout, Allocation.UNIFORM.counts(layout, sparsity), seeds.child("mask"));
    TrainingState state = TrainingState.of(layout.initial(seeds.child("weights")));
    state.maskInPlace(mask);
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01).withNesterov(0.9).withWeightDecay(5e-4);
    orders = new RoundOrders(state, mask, sgd, 0.01, null, null, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Object epoch() {
    return rounds.run(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()), List.of(orders));
  }
}
