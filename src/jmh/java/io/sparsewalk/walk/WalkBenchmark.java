package io.sparsewalk.walk;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.graph.TemporalGraph;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Hops a second over a heavy-tailed graph: edge records, their plain twin, and the scan of all edges of a vertex for every step
 * that the published code does. One thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class WalkBenchmark {
  private static final int WALKS = 8192;

  @Param({"1000000", "8000000", "63500000"})
  public int edges;

  private final WalkConfig config = new WalkConfig(10, 5, Transition.LATER, 0, WalkConfig.Along.OUT,
      WalkConfig.Order.FORWARD, 0, 1, 1, WalkConfig.Start.FIRST, WalkConfig.Times.EXACT, WalkConfig.Overflow.EXACT,
      WalkConfig.Mode.AUTO, 0);
  private final int[] out = new int[WALKS * 6];
  private final int[] sizes = new int[WALKS];
  private int[] starts;
  private TemporalGraph graph;
  private EdgeRecords records;
  private RecordWalker recordWalker;
  private TemporalWalker plainWalker;
  private long at;

  /** Hops beside invocations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Hops {
    public long hops;

    @Setup(Level.Iteration)
    public void clear() {
      hops = 0;
    }
  }

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    int vertices = edges / 24;
    int[] source = new int[edges];
    int[] target = new int[edges];
    long[] time = new long[edges];
    for (int e = 0; e < edges; e++) {
      source[e] = vertex(random.nextDouble(), vertices);
      target[e] = vertex(random.nextDouble(), vertices);
      time[e] = e;
    }
    starts = IntStream.range(0, vertices).toArray();
    graph = TemporalGraph.of(vertices, source, target, time);
    records = EdgeRecords.of(vertices, source, target, time, config, 0);
    recordWalker = new RecordWalker(records, config, Seeds.of(1));
    plainWalker = new TemporalWalker(graph, config, 0, Seeds.of(1));
  }

  /** Density of the rank proportional to rank^(-1/1.1), which is an exponent of 2.1 of the degrees; hubs get ids all over. */
  private static int vertex(double uniform, int vertices) {
    double power = 1 - 1 / 1.1;
    double rank = Math.pow(1 + uniform * (Math.pow(vertices + 1, power) - 1), 1 / power) - 1;
    return (int) ((long) rank * 2654435761L % vertices);
  }

  @Benchmark
  public void records(Hops counter) {
    counter.hops += recordWalker.walk(next(WALKS), WALKS, starts, out, sizes);
  }

  @Benchmark
  public void plain(Hops counter) {
    long first = next(256);
    for (int i = 0; i < 256; i++) {
      long number = first + i;
      counter.hops += plainWalker.walk((int) (number / starts.length), starts[(int) (number % starts.length)], out) - 1;
    }
  }

  @Benchmark
  public void scan(Hops counter) {
    long first = next(16);
    SplittableRandom random = new SplittableRandom(first);
    for (int i = 0; i < 16; i++) {
      counter.hops += scanned(starts[(int) ((first + i) % starts.length)], random);
    }
  }

  /** Two passes over all edges of the vertex, as in the published algorithm, without its allocations. */
  private int scanned(int start, SplittableRandom random) {
    int vertex = start;
    long now = -1;
    int hops = 0;
    for (; hops < config.length(); hops++) {
      int begin = graph.begin(vertex);
      int end = graph.end(vertex);
      float span = begin == end ? 0 : graph.time(end - 1) - graph.time(begin);
      double sum = 0;
      for (int e = begin; e < end; e++) {
        sum += graph.time(e) > now ? Math.exp((graph.time(e) - now) / span) : 0;
      }
      double left = random.nextDouble() * sum;
      int chosen = -1;
      for (int e = begin; e < end && (chosen < 0 || left > 0); e++) {
        if (graph.time(e) > now) {
          chosen = e;
          left -= Math.exp((graph.time(e) - now) / span);
        }
      }
      if (chosen < 0) {
        break;
      }
      vertex = graph.target(chosen);
      now = graph.time(chosen);
    }
    return hops;
  }

  private long next(int walks) {
    long first = at;
    at = (at + walks * 7919L) % (10L * starts.length - walks);
    return first;
  }
}
