package io.sparsewalk.common;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the randomness of one hop costs: its own stream and two numbers, beside a sequential generator. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SeedsBenchmark {
  private final SplittableRandom random = new SplittableRandom(1);
  private long walk = 1;

  @Benchmark
  public double hopOfSeeds() {
    long step = Seeds.childKey(walk++, 3);
    return Seeds.toBelow(Seeds.bits(step, 0), 1000) + Seeds.toUniform(Seeds.bits(step, 1));
  }

  @Benchmark
  public double hopOfSequentialGenerator() {
    return random.nextInt(1000) + random.nextDouble();
  }
}
