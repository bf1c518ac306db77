package io.sparsewalk.dl4j;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.TrainingState;
import io.sparsewalk.trainer.RoundOrders;
import java.util.BitSet;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Our networks in DL4J's terms. Parameters lie in the same order, so they are copied as they are; optimizer state is translated.
 *
 * <p>DL4J's Nesterov velocity is {@code -rate} times ours. Its Adam adds epsilon before the correction of the second moment, ours
 * (as PyTorch) after it: they differ where a gradient is not large against epsilon.
 */
final class Dl4jNetworks {
  private Dl4jNetworks() {}

  /** A network that is ready for the first step of the orders. */
  static MultiLayerNetwork of(ParameterLayout layout, Head head, RoundOrders orders) {
    MultiLayerConfiguration configuration =
        configuration(layout, head, orders.mask(), orders.optimizer(), orders.rate());
    configuration.setIterationCount(Math.toIntExact(orders.state().steps()[0]));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(Nd4j.createFromArray(orders.state().parameters()).reshape(1, layout.size()), true);
    INDArray updaterState = network.getUpdater().getStateViewArray();
    if (updaterState != null) {
      updaterState.assign(Nd4j.createFromArray(updaterState(orders)).reshape(updaterState.shape()));
    }
    return network;
  }

  /** A network whose outputs are logits, for scoring. */
  static MultiLayerNetwork scorer(ParameterLayout layout, float[] parameters) {
    OptimizerConfig none = OptimizerConfig.of(OptimizerConfig.Kind.SGD, 1);
    MultiLayerConfiguration configuration =
        configuration(layout, null, none, 1, new OutputLayer.Builder(new LossMSE()).activation(Activation.IDENTITY));
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(Nd4j.createFromArray(parameters).reshape(1, layout.size()), true);
    return network;
  }

  /** A network with sigmoid outputs or a softmax. */
  static MultiLayerConfiguration configuration(ParameterLayout layout, Head head, Mask mask, OptimizerConfig optimizer,
      double rate) {
    return configuration(layout, mask, optimizer, rate,
        head == Head.SIGMOID ? new OutputLayer.Builder(new LossBinaryXENT()).activation(Activation.SIGMOID)
            : new OutputLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX));
  }

  private static MultiLayerConfiguration configuration(ParameterLayout layout, Mask mask, OptimizerConfig optimizer,
      double rate, OutputLayer.Builder output) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(0)
        .updater(updater(optimizer, rate))
        .l2(optimizer.weightDecay())
        .l2Bias(optimizer.weightDecay())
        .list();
    for (int l = 0; l < layout.layers(); l++) {
      FeedForwardLayer.Builder<?> builder =
          l < layout.layers() - 1 ? new DenseLayer.Builder().activation(Activation.RELU) : output;
      builder.nIn(layout.columns(l)).nOut(layout.rows(l));
      if (mask != null) {
        builder.constrainWeights(new MaskConstraint(bits(layout, mask, l)));
      }
      list.layer(builder.build());
    }
    return list.build();
  }

  private static BitSet bits(ParameterLayout layout, Mask mask, int layer) {
    BitSet bits = new BitSet();
    for (int i = 0; i < layout.weights(layer); i++) {
      bits.set(i, mask.keeps(layout.firstWeight(layer) + i));
    }
    return bits;
  }

  private static IUpdater updater(OptimizerConfig optimizer, double rate) {
    if (optimizer.kind() == OptimizerConfig.Kind.ADAM) {
      return new Adam(rate, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon());
    }
    check(optimizer.momentum() == 0 || optimizer.nesterov(), "DL4J has no momentum of %s without nesterov",
        optimizer.momentum());
    return optimizer.momentum() == 0 ? new Sgd(rate) : new Nesterovs(rate, optimizer.momentum());
  }

  private static float[] updaterState(RoundOrders orders) {
    float[] momentum = orders.state().momentum();
    if (orders.optimizer().kind() == OptimizerConfig.Kind.ADAM) {
      float[] both = new float[2 * momentum.length];
      System.arraycopy(momentum, 0, both, 0, momentum.length);
      System.arraycopy(orders.state().second(), 0, both, momentum.length, momentum.length);
      return both;
    }
    float[] velocity = new float[momentum.length];
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = (float) (-orders.rate() * momentum[i]);
    }
    return velocity;
  }

  /**
   * The state of a network after its steps.
   *
   * @param clear true: the optimizer begins anew
   */
  static TrainingState state(MultiLayerNetwork network, RoundOrders orders, int steps, boolean clear) {
    TrainingState state = TrainingState.of(network.params().toFloatVector());
    INDArray view = network.getUpdater().getStateViewArray();
    if (clear) {
      return state;
    }
    state.steps()[0] = orders.state().steps()[0] + steps;
    if (view != null) {
      float[] values = view.toFloatVector();
      boolean adam = orders.optimizer().kind() == OptimizerConfig.Kind.ADAM;
      for (int i = 0; i < state.momentum().length; i++) {
        state.momentum()[i] = adam ? values[i] : (float) (values[i] / -orders.rate());
        state.second()[i] = adam ? values[state.momentum().length + i] : 0;
      }
    }
    return state;
  }
}
