package io.sparsewalk.spark.bench;

import com.sun.management.OperatingSystemMXBean;
import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.dl4j.Dl4jRounds;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Activations;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.spark.sweep.AveragedRounds;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.sweep.AveragingConfig;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.SpreadRounds;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Training rows that each engine takes through a dense network per second of CPU, whatever thread of this JVM it was spent on. */
final class EngineBench {
  private static final int ROWS = 200_704;
  private static final int BATCH = 1024;
  private static final double SECONDS = 4;

  private final JavaSparkContext context;
  private final Told told;

  /** Takes a result. */
  interface Told {
    void tell(String benchmark, String variant, double rate, double toVector);
  }

  EngineBench(JavaSparkContext context, Told told) {
    this.context = context;
    this.told = told;
  }

  /** Measures all engines; only where executors are this JVM. */
  void run() {
    run(new ParameterLayout(List.of(16, 128, 1)));
    run(new ParameterLayout(List.of(64, 256, 128, 10)));
  }

  private void run(ParameterLayout layout) {
    int dimension = layout.columns(0) / 2;
    RandomShard all = new RandomShard(dimension, 0, 1);
    double vector = rate(new VectorRounds(all.data(), layout, BATCH, all.seeds(), LaneKernel.best()), layout);
    tell(layout, "vector", vector, vector);
    for (int workers : new int[] {1, 2}) {
      for (int steps : workers == 1 ? new int[] {0} : new int[] {5, 50, 0}) {
        try (SpreadRounds rounds = new AveragedRounds(context, shards(dimension, workers), sizes(workers), layout,
            BATCH, Activations.PLAIN, averaging(workers, steps))) {
          tell(layout, name("averaged", workers, steps), rate(rounds, layout), vector);
        }
      }
    }
    for (int workers : new int[] {1, 2}) {
      try (SpreadRounds rounds = new Dl4jRounds(context, shards(dimension, workers), sizes(workers), layout,
          Head.SIGMOID, BATCH, averaging(workers, 50))) {
        tell(layout, name("dl4j", workers, 50), rate(rounds, layout), vector);
      }
    }
  }

  private void tell(ParameterLayout layout, String variant, double rate, double vector) {
    told.tell("engine " + layout, variant, rate, rate / vector);
  }

  private static String name(String engine, int workers, int steps) {
    return engine + ", workers " + workers + ", averaging every " + (steps == 0 ? "epoch" : steps + " steps");
  }

  private static AveragingConfig averaging(int workers, int steps) {
    return new AveragingConfig(workers, steps, AveragingConfig.OptimizerState.AVERAGE);
  }

  private static List<RandomShard> shards(int dimension, int workers) {
    return IntStream.range(0, workers).mapToObj(w -> new RandomShard(dimension, w, workers)).toList();
  }

  private static int[] sizes(int workers) {
    return IntStream.range(0, workers).map(w -> ROWS / workers).toArray();
  }

  /** Rows a CPU second, epoch by epoch, after an epoch to warm up. */
  private static double rate(RoundExecutor rounds, ParameterLayout layout) {
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01).withNesterov(0.9).withWeightDecay(5e-4);
    TrainingState state = TrainingState.of(layout.initial(Seeds.of(1)));
    RoundOrders orders = new RoundOrders(state, Mask.dense(layout), sgd, 0.01, null, null, 0);
    RoundOrders.Span epoch = new RoundOrders.Span(0, 0, rounds.stepsPerEpoch());
    rounds.run(epoch, List.of(orders));
    long start = cpuNanos();
    long rows = 0;
    while (cpuNanos() - start < SECONDS * 1e9) {
      rows += rounds.run(epoch, List.of(orders)).get(0).examples();
    }
    return rows / ((cpuNanos() - start) * 1e-9);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  /** Random examples over 100,000 vertices. */
  private record RandomShard(int dimension, int worker, int workers) implements Shard {
    private static final int VERTICES = 100_000;

    @Override
    public Seeds seeds() {
      return Seeds.of(1);
    }

    @Override
    public TrialData data() {
      SplittableRandom random = seeds().child(worker).generator();
      float[] values = new float[VERTICES * dimension];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      int size = ROWS / workers;
      boolean[] positive = new boolean[size];
      for (int i = 0; i < size; i++) {
        positive[i] = random.nextBoolean();
      }
      Examples examples = new Examples(random.ints(size, 0, VERTICES).toArray(),
          random.ints(size, 0, VERTICES).toArray(), positive, positive);
      return TrialData.of(examples, examples, examples, new VertexFeatures.Dense(dimension, values));
    }
  }
}
