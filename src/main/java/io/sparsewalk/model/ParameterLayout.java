package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Seeds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Where the parameters of a ReLU network lie in one float array: layer by layer, first the weights, unit by unit (all inputs of
 * unit 0, of unit 1, ...), then what is never masked: the biases, in a network with attention then what a unit's output adds to
 * the attention of a vertex, then to that for a vertex.
 *
 * @param widths inputs, hidden widths, outputs
 */
public record ParameterLayout(List<Integer> widths, Form form) implements Serializable {

  /** What layers have besides a weight from every output of the layer before to every unit, and a bias. */
  public enum Form {
    /** Nothing. */
    PLAIN(1, 1),
    /** A weight from the mean over the neighbours too, after those from the vertex itself. */
    SAGE(2, 1),
    /** Attention. */
    GAT(1, 3);

    private final int views;
    private final int unmasked;

    Form(int views, int unmasked) {
      this.views = views;
      this.unmasked = unmasked;
    }
  }

  public ParameterLayout {
    widths = List.copyOf(widths);
    check(widths.size() >= 2, "a network needs at least inputs and outputs, was %s", widths);
  }

  /** A plain one. */
  public ParameterLayout(List<Integer> widths) {
    this(widths, Form.PLAIN);
  }

  /** Inputs, the hidden layers of the settings, outputs. */
  public static ParameterLayout of(int inputs, ModelConfig model, int outputs) {
    List<Integer> widths = new ArrayList<>();
    widths.add(inputs);
    widths.addAll(model.hidden());
    widths.add(outputs);
    return new ParameterLayout(widths, switch (model.kind()) {
      case MLP, GCN -> Form.PLAIN;
      case SAGE -> Form.SAGE;
      case GAT -> Form.GAT;
    });
  }

  /** The layout that {@link #toString} tells. */
  public static ParameterLayout parse(String text) {
    int colon = text.indexOf(':');
    Form form = colon < 0 ? Form.PLAIN : Form.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT));
    return new ParameterLayout(Arrays.stream(text.substring(colon + 1).split("-")).map(Integer::valueOf).toList(),
        form);
  }

  /** Outputs of the network. */
  public int outputs() {
    return rows(layers() - 1);
  }

  /** Number of weight layers. */
  public int layers() {
    return widths.size() - 1;
  }

  /** How often a layer sees the outputs of the one before: one matrix of weights for each. */
  public int views() {
    return form.views;
  }

  /** Inputs of a layer: the outputs of the one before, once for each view. */
  public int columns(int layer) {
    return widths.get(layer) * form.views;
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
      first += weights(l) + form.unmasked * rows(l);
    }
    return first;
  }

  /** Index of the first bias of a layer. */
  public int firstBias(int layer) {
    return firstWeight(layer) + weights(layer);
  }

  /** Index of the first parameter of a layer's attention. */
  int firstAttention(int layer) {
    return firstBias(layer) + rows(layer);
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

  /**
   * Fresh parameters of a graph network: weights uniform on +-sqrt(6 / (inputs + outputs)) (Glorot), biases 0, attention as the
   * weights to one output.
   */
  public float[] glorot(Seeds seeds) {
    float[] parameters = new float[size()];
    for (int l = 0; l < layers(); l++) {
      SplittableRandom random = seeds.child(l).generator();
      double bound = Math.sqrt(6.0 / (columns(l) + rows(l)));
      for (int i = firstWeight(l); i < firstBias(l); i++) {
        parameters[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
      double wide = Math.sqrt(6.0 / (rows(l) + 1));
      for (int i = firstAttention(l); i < firstWeight(l + 1); i++) {
        parameters[i] = (float) ((2 * random.nextDouble() - 1) * wide);
      }
    }
    return parameters;
  }

  /** For example 16-128-1, or gat:1433-64-7. */
  @Override
  public String toString() {
    String name = form == Form.PLAIN ? "" : form.name().toLowerCase(Locale.ROOT) + ":";
    return name + widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }
}
