package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Where the parameters of a fully connected ReLU network lie in one float array: layer by layer, first the weights, unit by
 * unit (all inputs of unit 0, of unit 1, ...), then the biases.
 *
 * @param widths inputs, hidden widths, outputs
 */
public record ParameterLayout(List<Integer> widths) implements Serializable {
  public ParameterLayout {
    widths = List.copyOf(widths);
    check(widths.size() >= 2, "a network needs at least inputs and outputs, was %s", widths);
  }

  /** Inputs, the hidden layers of the settings, outputs. */
  public static ParameterLayout of(int inputs, ModelConfig model, int outputs) {
    List<Integer> widths = new ArrayList<>();
    widths.add(inputs);
    widths.addAll(model.hidden());
    widths.add(outputs);
    return new ParameterLayout(widths);
  }

  /** The layout that {@link #toString} tells. */
  public static ParameterLayout parse(String widths) {
    return new ParameterLayout(Arrays.stream(widths.split("-")).map(Integer::valueOf).toList());
  }

  /** Outputs of the network. */
  public int outputs() {
    return rows(layers() - 1);
  }

  /** Number of weight layers. */
  public int layers() {
    return widths.size() - 1;
  }

  /** Inputs of a layer. */
  public int columns(int layer) {
    return widths.get(layer);
  }

  /** Outputs of a layer. */
  public int rows(int layer) {
    return widths.get(layer + 1);
  }

  /**
   * Multiply-adds of a dense network on dense inputs in an epoch: forward, gradient and backward for every training example,
   * forward for every validation example.
   */
  public long denseMultiplyAdds(long train, long valid) {
    long forward = weights();
    long backward = forward - weights(0);
    return (2 * forward + backward) * train + forward * valid;
  }

  /** Weights of a layer, without biases. */
  public int weights(int layer) {
    return rows(layer) * columns(layer);
  }

  /** Index of the first weight of a layer. */
  public int firstWeight(int layer) {
    int first = 0;
    for (int l = 0; l < layer; l++) {
      first += weights(l) + rows(l);
    }
    return first;
  }

  /** Index of the first bias of a layer. */
  public int firstBias(int layer) {
    return firstWeight(layer) + weights(layer);
  }

  /** Number of parameters. */
  public int size() {
    return firstWeight(layers());
  }

  /** Number of weights of all layers. */
  public int weights() {
    int all = 0;
    for (int l = 0; l < layers(); l++) {
      all += weights(l);
    }
    return all;
  }

  /** Fresh parameters, weights and biases uniform on +-1/sqrt(inputs of the layer). */
  public float[] initial(Seeds seeds) {
    float[] parameters = new float[size()];
    for (int l = 0; l < layers(); l++) {
      SplittableRandom random = seeds.child(l).generator();
      double bound = 1 / Math.sqrt(columns(l));
      for (int i = firstWeight(l); i < firstWeight(l + 1); i++) {
        parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return parameters;
  }

  /** Fresh parameters of a graph convolutional network: weights uniform on +-sqrt(6 / (inputs + outputs)) (Glorot), biases 0. */
  public float[] glorot(Seeds seeds) {
    float[] parameters = new float[size()];
    for (int l = 0; l < layers(); l++) {
      SplittableRandom random = seeds.child(l).generator();
      double bound = Math.sqrt(6.0 / (columns(l) + rows(l)));
      for (int i = firstWeight(l); i < firstBias(l); i++) {
        parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return parameters;
  }

  /** For example 16-128-1. */
  @Override
  public String toString() {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }
}
