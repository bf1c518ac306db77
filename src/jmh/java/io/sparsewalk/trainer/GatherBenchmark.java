package io.sparsewalk.trainer;

import io.sparsewalk.dataset.EdgeInputs;
import io.sparsewalk.dataset.EdgeOperator;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.Labels;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.model.Batch;
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

/** Examples a second gathered into batches of 1024, sixteen at a time and, as its simple twin, one by one; one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GatherBenchmark {
  private static final int ROWS = 102_400;
  private static final int BATCH = 1024;

  @Param({"8", "32", "64"})
  public int dimension;

  @Param({"100000", "1000000"})
  public int vertices;

  @Param({"CONCAT", "HADAMARD"})
  public EdgeOperator operator;

  private EdgeInputs inputs;
  private Examples examples;
  private int[] order;
  private BatchFiller filler;
  private Batch twin;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[vertices * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    inputs = new EdgeInputs(new VertexFeatures.Dense(dimension, values), List.of(operator), 0);
    examples = new Examples(random.ints(ROWS, 0, vertices).toArray(), random.ints(ROWS, 0, vertices).toArray(), new boolean[ROWS],
        new boolean[ROWS]);
    order = random.ints(ROWS, 0, ROWS).toArray();
    filler = new BatchFiller(inputs, BATCH, new Labels.Binary());
    twin = new Batch(inputs.width(), BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float lines() {
    float sum = 0;
    for (int first = 0; first < ROWS; first += BATCH) {
      sum += filler.fill(examples, order, first, BATCH).values()[0];
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float oneByOne() {
    float[] row = new float[inputs.width()];
    float[][] scratch = new float[2][dimension];
    float sum = 0;
    for (int first = 0; first < ROWS; first += BATCH) {
      twin.resize(BATCH);
      for (int r = 0; r < BATCH; r++) {
        inputs.copyTo(examples, order[first + r], row, 0, scratch);
        int at = twin.at(r);
        for (int f = 0; f < row.length; f++, at += twin.lanes()) {
          twin.values()[at] = row[f];
        }
        twin.labels[r] = examples.label(order[first + r]);
      }
      sum += twin.values()[0];
    }
    return sum;
  }
}
