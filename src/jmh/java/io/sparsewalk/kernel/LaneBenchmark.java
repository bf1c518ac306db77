package io.sparsewalk.kernel;

import java.util.Arrays;
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
 * Passes a second of a layer of 128 units over 512 examples: four units at a time, unit by unit, and the scalar twin; one thread. A
 * pass is 65,536 x inputs x (1 - sparsity) multiply-adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LaneBenchmark {
  private static final int UNITS = 128;
  private static final int LANES = 512;

  @Param({"16", "64", "128"})
  public int inputs;

  @Param({"0", "0.125", "0.25", "0.375", "0.5"})
  public double sparsity;

  @Param({"quads", "units", "scalar"})
  public String way;

  private final LaneKernel vector = new VectorLanes();
  private LaneKernel kernel;
  private Links links;
  private float[] parameters;
  private float[] gradient;
  private Tile x;
  private Tile out;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    kernel = way.equals("scalar") ? new ScalarLanes() : vector;
    links = links(random);
    parameters = floats(random, UNITS * inputs + UNITS);
    gradient = new float[parameters.length];
    x = new Tile(floats(random, inputs * LANES), 0, LANES);
    out = new Tile(floats(random, UNITS * LANES), 0, LANES);
  }

  private Links links(SplittableRandom random) {
    int[] offsets = new int[UNITS + 1];
    int[] others = new int[UNITS * inputs];
    int[] weights = new int[others.length];
    int size = 0;
    for (int u = 0; u < UNITS; u++) {
      for (int i = 0; i < inputs; i++) {
        if (random.nextDouble() >= sparsity) {
          others[size] = i;
          weights[size++] = u * inputs + i;
        }
      }
      offsets[u + 1] = size;
    }
    int[] kept = Arrays.copyOf(others, size);
    int[] cells = Arrays.copyOf(weights, size);
    Quads quads = way.equals("quads") ? Quads.of(offsets, kept, cells, 0) : Quads.none(UNITS);
    return new Links(IntStream.range(0, UNITS).toArray(), offsets, kept, cells,
        IntStream.range(UNITS * inputs, UNITS * inputs + UNITS).toArray(), quads);
  }

  private static float[] floats(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Benchmark
  public Tile forward() {
    kernel.forward(parameters, links, x, out, true);
    return out;
  }

  @Benchmark
  public float[] gradient() {
    kernel.gradient(links, x, out, gradient);
    return gradient;
  }
}
