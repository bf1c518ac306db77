package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import java.util.Arrays;

/**
 * Forward and backward passes of a graph convolutional network (Kipf and Welling, ICLR 2017) over a whole graph: layer by layer
 * {@code H' = relu(A (H W) + b)}, no ReLU on the logits, cross-entropy under a softmax over the labelled vertices. Features
 * stay sparse, masked weights are not multiplied. Belongs to one thread; counts the multiply-adds it executes.
 */
public final class ConvolutionPass {
  private final SparseMatrix adjacency;
  private final SparseMatrix features;
  private final ParameterLayout layout;
  private final int vertices;
  /** Outputs of each layer after its ReLU and dropout, vertex by vertex; of the last one the logits, then their gradients. */
  private final float[][] outputs;
  private final float[] scratch;
  private final float[] drawn;
  /** Null unless the gradient of the adjacency is wanted. */
  private final EntryGradient entries;
  private long multiplyAdds;

  /**
   * @param adjacency normalised and symmetric
   * @param features of every vertex, a column each
   */
  public ConvolutionPass(SparseMatrix adjacency, SparseMatrix features, ParameterLayout layout) {
    this(adjacency, features, layout, null);
  }

  private ConvolutionPass(SparseMatrix adjacency, SparseMatrix features, ParameterLayout layout, EntryGradient entries) {
    this.entries = entries;
    this.adjacency = adjacency;
    this.features = features;
    this.layout = layout;
    vertices = adjacency.rows();
    outputs = new float[layout.layers()][];
    int widest = 0;
    for (int l = 0; l < outputs.length; l++) {
      outputs[l] = new float[vertices * layout.rows(l)];
      widest = Math.max(widest, layout.rows(l));
    }
    scratch = new float[vertices * widest];
    drawn = features.values().clone();
  }

  /** A pass of which {@link #gradientOfEntries} is wanted too. */
  public static ConvolutionPass withEntries(SparseMatrix adjacency, SparseMatrix features, ParameterLayout layout) {
    return new ConvolutionPass(adjacency, features, layout, new EntryGradient(adjacency, layout));
  }

  /** Multiply-adds since the last call. */
  public long takeMultiplyAdds() {
    long taken = multiplyAdds;
    multiplyAdds = 0;
    return taken;
  }

  /** What a dense network executes in a pass forward, and in one forward and backward. */
  public long[] denseMultiplyAdds() {
    long forward = 0;
    long backward = 0;
    for (int l = 0; l < layout.layers(); l++) {
      long product = l == 0 ? (long) features.size() * layout.rows(0) : (long) vertices * layout.weights(l);
      long spread = (long) adjacency.size() * layout.rows(l);
      forward += product + spread;
      // The gradient of the weights, that of the inputs but for the first layer, and the way back through the graph.
      backward += product + (l > 0 ? product : 0) + spread;
    }
    return new long[] {forward, forward + backward};
  }

  /** Logits of all vertices, as many each as there are classes; valid until the next call. */
  public float[] logits(float[] parameters, Connections connections) {
    System.arraycopy(features.values(), 0, drawn, 0, drawn.length);
    forward(parameters, InputLinks.of(connections), 0, null);
    return outputs[outputs.length - 1];
  }

  /**
   * Mean loss gradient over the labelled vertices.
   *
   * @param labelled vertices
   * @param classes of each
   * @param dropout share of features and hidden outputs that are dropped
   * @param step draws which
   * @param gradient overwritten; of masked weights only with {@code ofMasked}, else 0
   * @return sum of the losses
   */
  public double gradient(float[] parameters, Connections connections, int[] labelled, int[] classes, double dropout,
      Seeds step, float[] gradient, boolean ofMasked) {
    Arrays.fill(gradient, 0);
    float keep = (float) (1 / (1 - dropout));
    Seeds first = dropout > 0 ? step.child(0) : null;
    for (int k = 0; k < drawn.length; k++) {
      drawn[k] = dropout > 0 && first.uniform(k) < dropout ? 0 : features.values()[k] * (dropout > 0 ? keep : 1);
    }
    InputLinks[] links = InputLinks.of(connections);
    forward(parameters, links, dropout, step);
    double loss = deltas(labelled, classes);
    for (int l = layout.layers() - 1; l >= 0; l--) {
      backward(l, parameters, links[l], gradient, ofMasked, dropout > 0 ? keep : 1);
    }
    return loss;
  }

  /** Mean loss gradient of every stored entry of the adjacency, of the last {@link #gradient}; valid until the next. */
  public float[] gradientOfEntries() {
    return entries.sums();
  }

  private void forward(float[] parameters, InputLinks[] all, double dropout, Seeds step) {
    int last = layout.layers() - 1;
    for (int l = 0; l <= last; l++) {
      int width = layout.rows(l);
      InputLinks links = all[l];
      Arrays.fill(scratch, 0, vertices * width, 0);
      if (l == 0) {
        for (int v = 0; v < vertices; v++) {
          for (int k = features.offsets()[v]; k < features.offsets()[v + 1]; k++) {
            add(parameters, links, features.columns()[k], drawn[k], v * width);
          }
        }
      } else {
        int inputs = layout.columns(l);
        for (int v = 0; v < vertices; v++) {
          for (int i = 0; i < inputs; i++) {
            add(parameters, links, i, outputs[l - 1][v * inputs + i], v * width);
          }
        }
      }
      if (entries != null) {
        entries.note(l, scratch);
      }
      adjacency.times(scratch, width, outputs[l]);
      multiplyAdds += (long) adjacency.size() * width;
      float keep = (float) (1 / (1 - dropout));
      Seeds own = dropout > 0 && l < last ? step.child(l + 1) : null;
      for (int at = 0; at < vertices * width; at++) {
        float z = outputs[l][at] + parameters[layout.firstBias(l) + at % width];
        outputs[l][at] = l == last ? z : z <= 0 || own != null && own.uniform(at) < dropout ? 0 : own != null ? z * keep : z;
      }
    }
  }

  /** Adds value times the kept weights of an input. */
  private void add(float[] parameters, InputLinks links, int input, float value, int to) {
    if (value == 0) {
      return;
    }
    int begin = links.offsets()[input];
    int end = links.offsets()[input + 1];
    for (int k = begin; k < end; k++) {
      scratch[to + links.units()[k]] += value * parameters[links.weights()[k]];
    }
    multiplyAdds += end - begin;
  }

  /** Puts the gradient of the loss in the place of the logits. */
  private double deltas(int[] labelled, int[] classes) {
    int width = layout.outputs();
    float[] z = outputs[outputs.length - 1];
    float[] delta = new float[z.length];
    double loss = 0;
    for (int i = 0; i < labelled.length; i++) {
      int at = labelled[i] * width;
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < width; c++) {
        largest = Math.max(largest, z[at + c]);
      }
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += StrictMath.exp(z[at + c] - largest);
      }
      loss += StrictMath.log(sum) + largest - z[at + classes[i]];
      for (int c = 0; c < width; c++) {
        double probability = StrictMath.exp(z[at + c] - largest) / sum;
        delta[at + c] = (float) ((probability - (c == classes[i] ? 1 : 0)) / labelled.length);
      }
    }
    System.arraycopy(delta, 0, z, 0, z.length);
    return loss;
  }

  /** From the gradient of a layer's outputs, before the ReLU, to that of its weights and of the layer before. */
  private void backward(int layer, float[] parameters, InputLinks kept, float[] gradient, boolean ofMasked, float keep) {
    int width = layout.rows(layer);
    float[] delta = outputs[layer];
    for (int at = 0; at < vertices * width; at++) {
      gradient[layout.firstBias(layer) + at % width] += delta[at];
    }
    if (entries != null) {
      multiplyAdds += entries.add(layer, delta);
    }
    adjacency.times(delta, width, scratch);
    multiplyAdds += (long) adjacency.size() * width;
    if (layer == 0) {
      for (int v = 0; v < vertices; v++) {
        for (int k = features.offsets()[v]; k < features.offsets()[v + 1]; k++) {
          weigh(layer, kept, features.columns()[k], drawn[k], v * width, gradient, ofMasked);
        }
      }
      return;
    }
    int inputs = layout.columns(layer);
    float[] before = outputs[layer - 1];
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        int at = v * inputs + i;
        weigh(layer, kept, i, before[at], v * width, gradient, ofMasked);
        float sum = 0;
        // An output of 0 was cut off by the ReLU or dropped.
        if (before[at] != 0) {
          for (int k = kept.offsets()[i]; k < kept.offsets()[i + 1]; k++) {
            sum += scratch[v * width + kept.units()[k]] * parameters[kept.weights()[k]];
          }
          multiplyAdds += kept.offsets()[i + 1] - kept.offsets()[i];
        }
        before[at] = sum * keep;
      }
    }
  }

  /** Adds the gradient of the weights of an input at a vertex. */
  private void weigh(int layer, InputLinks kept, int input, float value, int from, float[] gradient,
      boolean ofMasked) {
    if (value == 0) {
      return;
    }
    if (ofMasked) {
      int columns = layout.columns(layer);
      for (int o = 0; o < layout.rows(layer); o++) {
        gradient[layout.firstWeight(layer) + o * columns + input] += value * scratch[from + o];
      }
      multiplyAdds += layout.rows(layer);
      return;
    }
    for (int k = kept.offsets()[input]; k < kept.offsets()[input + 1]; k++) {
      gradient[kept.weights()[k]] += value * scratch[from + kept.units()[k]];
    }
    multiplyAdds += kept.offsets()[input + 1] - kept.offsets()[input];
  }
}
