package io.sparsewalk.embedding;

import io.sparsewalk.common.AliasTable;
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

/**
 * Pairs a second with 5 fresh noise vertices each, in a block of so many rows: the whole table, or what is left of 6 million in 64
 * blocks. {@code shared}: pairs of a centre share theirs. One thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SkipGramBenchmark {
  private static final int PAIRS = 1 << 18;

  @Param({"8", "64", "128"})
  public int dimension;

  @Param({"94000", "6000000"})
  public int rows;

  @Param({"false", "true"})
  public boolean shared;

  private float[] input;
  private float[] output;
  private AliasTable noise;
  private final int[] contexts = new int[PAIRS];
  private final int[] centres = new int[PAIRS];
  private PairKernel kernel;
  private long round;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    // Large tables are cut to what a JVM of this size holds; they stay far beyond every cache.
    int held = (int) Math.min(rows, 400_000_000L / dimension);
    input = new float[held * dimension];
    output = new float[held * dimension];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (random.nextDouble() - 0.5) / dimension;
    }
    double[] weights = new double[held];
    for (int v = 0; v < held; v++) {
      weights[v] = Math.pow(v + 1, -0.7);
    }
    noise = new AliasTable(weights);
    for (int i = 0; i < PAIRS; i++) {
      centres[i] = i % 4 == 0 ? noise.draw(random.nextLong()) : centres[i - 1];
      contexts[i] = noise.draw(random.nextLong());
    }
    kernel = new PairKernel(dimension, 5, shared);
  }

  @Benchmark
  @OperationsPerInvocation(PAIRS)
  public float pairs() {
    kernel.train(input, output, noise, contexts, centres, 0, PAIRS, round++, 0.025, 0.02);
    return kernel.touched;
  }
}
