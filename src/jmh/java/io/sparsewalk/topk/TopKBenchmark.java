package io.sparsewalk.topk;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Values a second of an exact selection of 1.38 % of a matrix, beside a full sort of its magnitudes. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopKBenchmark {
  private static final int VALUES = 48_000_000;
  private static final TopKConfig CONFIG =
      new TopKConfig(1.38, TopKConfig.Scope.MATRIX, TopKConfig.By.ABSOLUTE, TopKConfig.Rows.ALL);

  private final float[] values = new float[VALUES];
  private final boolean[] eligible = new boolean[VALUES / 8];

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    Arrays.fill(eligible, true);
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object radixHistogram() {
    return TopKSelector.select(values, 8, eligible, CONFIG);
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object fullSort() {
    float[] sorted = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      sorted[i] = Math.abs(values[i]);
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
