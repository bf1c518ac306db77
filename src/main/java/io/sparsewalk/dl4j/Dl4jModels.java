package io.sparsewalk.dl4j;

import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.RoundOrders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Networks as Deeplearning4j's model files. */
public final class Dl4jModels {
  private static final OptimizerConfig PLAIN = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 0.01);

  private Dl4jModels() {}

  /**
   * Writes a network that {@code MultiLayerNetwork.load} reads. With {@link MaskConstraint} on its class
   * path it can be trained on and stays sparse.
   */
  public static void write(ParameterLayout layout, Head head, float[] parameters, Mask mask, OutputStream out) {
    RoundOrders orders =
        new RoundOrders(TrainingState.of(parameters), mask, PLAIN, PLAIN.learningRate(), null, null, 0);
    MultiLayerNetwork network = Dl4jNetworks.of(layout, head, orders);
    try {
      ModelSerializer.writeModel(network, out, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a network for Deeplearning4j", e);
    } finally {
      network.close();
    }
  }
}
