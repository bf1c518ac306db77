package io.sparsewalk.graph;

import java.nio.charset.StandardCharsets;
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

/** Lines a second from bytes to three numbers, beside splitting the line's text. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {
  private static final int LINES = 10_000;

  private final byte[][] lines = new byte[LINES][];
  private final EdgeLineParser parser = new EdgeLineParser(TextLayout.of(EdgeFormat.TEMPORAL, ' '));

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < LINES; i++) {
      lines[i] = (random.nextInt(6_000_000) + " " + random.nextInt(6_000_000) + " " + (1_217_567_877 + 3 * i))
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public long bytes() {
    long sum = 0;
    for (byte[] line : lines) {
      if (parser.parse(line, 0, line.length) == null && parser.readNumbers()) {
        sum += parser.sourceNumber() + parser.targetNumber() + parser.time();
      }
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public long splitText() {
    long sum = 0;
    for (byte[] line : lines) {
      String[] columns = new String(line, StandardCharsets.UTF_8).split("\\s+");
      sum += Long.parseLong(columns[0]) + Long.parseLong(columns[1]) + Long.parseLong(columns[2]);
    }
    return sum;
  }
}
