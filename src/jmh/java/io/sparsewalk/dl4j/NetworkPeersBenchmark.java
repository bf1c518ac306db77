package io.sparsewalk.dl4j;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.dataset.Examples;
import io.sparsewalk.dataset.VertexFeatures;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.model.Head;
import io.sparsewalk.model.ModelConfig;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.Shard;
import io.sparsewalk.trainer.TrialData;
import io.sparsewalk.trainer.VectorRounds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
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
 * Training rows a second of a dense network by SGD, one thread (run with OMP_NUM_THREADS=1): our kernels, which gather every row from
 * an embedding of 100,000 vertices; DL4J's {@code MultiLayerNetwork.fit} and a loop over preallocated ND4J arrays, which find
 * their batches laid out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class NetworkPeersBenchmark {
  private static final int ROWS = 32_768;
  private static final int VERTICES = 100_000;
  private static final float RATE = 0.01f;

  @Param({"8:128", "32:256:128"})
  public String widths;

  @Param({"128", "1024"})
  public int batch;

  private VectorRounds rounds;
  private RoundOrders orders;
  private MultiLayerNetwork network;
  private List<DataSet> batches;
  private Nd4jLoop loop;

  /** The same examples in every JVM. */
  private record Random(int dimension) implements Shard {
    @Override
    public int worker() {
      return 0;
    }

    @Override
    public Seeds seeds() {
      return Seeds.of(1);
    }

    @Override
    public TrialData data() {
      SplittableRandom random = seeds().generator();
      float[] values = new float[VERTICES * dimension];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      boolean[] positive = new boolean[ROWS];
      for (int i = 0; i < ROWS; i++) {
        positive[i] = random.nextBoolean();
      }
      Examples examples = new Examples(random.ints(ROWS, 0, VERTICES).toArray(), random.ints(ROWS, 0, VERTICES).toArray(),
          positive, positive);
      return TrialData.of(examples, examples, examples, new VertexFeatures.Dense(dimension, values));
    }
  }

  @Setup
  public void prepare() {
    String[] parts = widths.split(":");
    int dimension = Integer.parseInt(parts[0]);
    List<Integer> hidden = Arrays.stream(parts).skip(1).map(Integer::valueOf).toList();
    ParameterLayout layout = ParameterLayout.of(2 * dimension, new ModelConfig(ModelConfig.Kind.MLP, hidden, 0), 1);
    Random shard = new Random(dimension);
    rounds = new VectorRounds(shard.data(), layout, batch, shard.seeds(), LaneKernel.best());
    OptimizerConfig sgd = OptimizerConfig.of(OptimizerConfig.Kind.SGD, RATE);
    orders = new RoundOrders(TrainingState.of(layout.initial(Seeds.of(1))), Mask.dense(layout), sgd, RATE, null, null, 0);
    network = new MultiLayerNetwork(Dl4jNetworks.configuration(layout, Head.SIGMOID, null, sgd, RATE));
    network.init();
    batches = new WorkerBatches(shard, batch).of(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()));
    loop = new Nd4jLoop(layout, batch);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Object vector() {
    return rounds.run(new RoundOrders.Span(0, 0, rounds.stepsPerEpoch()), List.of(orders));
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double dl4jFit() {
    batches.forEach(network::fit);
    return network.score();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Object nd4jInPlace() {
    batches.forEach(loop::step);
    return loop.weights[0];
  }

  /** The least that ND4J must be asked for: every array is there before the first step. */
  private static final class Nd4jLoop {
    private final INDArray[] weights;
    private final INDArray[] biases;
    private final INDArray[] activations;
    private final INDArray[] deltas;
    private final INDArray[] gradients;
    private final int layers;

    Nd4jLoop(ParameterLayout layout, int batch) {
      layers = layout.layers();
      weights = new INDArray[layers];
      biases = new INDArray[layers];
      activations = new INDArray[layers];
      deltas = new INDArray[layers];
      gradients = new INDArray[layers];
      for (int l = 0; l < layers; l++) {
        weights[l] = Nd4j.rand(DataType.FLOAT, layout.columns(l), layout.rows(l)).subi(0.5).divi(layout.columns(l));
        biases[l] = Nd4j.zeros(DataType.FLOAT, 1, layout.rows(l));
        activations[l] = Nd4j.zeros(DataType.FLOAT, batch, layout.rows(l));
        deltas[l] = Nd4j.zeros(DataType.FLOAT, batch, layout.rows(l));
        gradients[l] = Nd4j.zeros(DataType.FLOAT, layout.columns(l), layout.rows(l));
      }
    }

    void step(DataSet rows) {
      INDArray x = rows.getFeatures();
      for (int l = 0; l < layers; l++) {
        (l == 0 ? x : activations[l - 1]).mmuli(weights[l], activations[l]);
        activations[l].addiRowVector(biases[l]);
        if (l < layers - 1) {
          Transforms.relu(activations[l], false);
        } else {
          Transforms.sigmoid(activations[l], false);
        }
      }
      activations[layers - 1].subi(rows.getLabels(), deltas[layers - 1]);
      float step = -RATE / x.rows();
      for (int l = layers - 1; l >= 0; l--) {
        if (l > 0) {
          deltas[l].mmuli(weights[l].transpose(), deltas[l - 1]);
        }
        gradientStep(l, l == 0 ? x : activations[l - 1], step);
        if (l > 0) {
          // The gate of ReLU, in place: 1 where the activation is above 0.
          deltas[l - 1].muli(Transforms.sign(activations[l - 1], false));
        }
      }
    }

    private void gradientStep(int layer, INDArray input, float step) {
      Nd4j.gemm(input, deltas[layer], gradients[layer], true, false, 1, 0);
      weights[layer].addi(gradients[layer].muli(step));
      biases[layer].addi(deltas[layer].sum(true, 0).muli(step));
    }
  }
}
