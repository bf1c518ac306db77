package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.RowKernel;
import java.util.Arrays;

/**
 * Forward and backward passes of a graph network over a whole graph: layer by layer {@code H' = relu(A (H W) + b)} (graph
 * convolutions, Kipf and Welling, ICLR 2017), no ReLU on the logits, cross-entropy under a softmax over the labelled vertices.
 * GraphSAGE has two W and an A of twice as many columns, attention an A of its own in every layer. Features stay sparse, masked
 * weights are not multiplied. Belongs to one thread; counts the multiply-adds it executes.
 *
 * <p>Dense matrices have a row a vertex, as in {@link RowKernel}.
 */
public final class ConvolutionPass {
  private final Spread spread;
  private final SparseInputs features;
  private final ParameterLayout layout;
  private final int vertices;
  /** By layer and view. */
  private final LayerProduct[][] products;
  private final StepDrops drops;
  /** Outputs of each layer after its ReLU and dropout, of the last one the logits, and gradients of both before the ReLU. */
  private final float[][] outputs;
  private final float[][] deltas;
  private final float[] scratch;
  private final float[] logits;
  private long multiplyAdds;

  /**
   * @param adjacency of {@link SparseMatrix#propagation} for the network
   * @param features of every vertex, a column each, ascending
   * @param heads of a network with attention
   */
  public ConvolutionPass(SparseMatrix adjacency, SparseMatrix features, ParameterLayout layout, int heads) {
    this.features = SparseInputs.of(features, layout.widths().get(0));
    this.layout = layout;
    vertices = adjacency.rows();
    spread = layout.form() == ParameterLayout.Form.GAT ? new AttentionSpread(adjacency, layout, heads)
        : new FixedSpread(adjacency, layout);
    drops = new StepDrops(this.features, layout);
    products = new LayerProduct[layout.layers()][layout.views()];
    outputs = new float[layout.layers()][];
    deltas = new float[layout.layers()][];
    int widest = 0;
    for (int l = 0; l < outputs.length; l++) {
      for (int view = 0; view < layout.views(); view++) {
        products[l][view] = new LayerProduct(layout, l, view, vertices);
      }
      outputs[l] = new float[vertices * stride(l)];
      deltas[l] = new float[outputs[l].length];
      widest = Math.max(widest, stride(l));
    }
    scratch = new float[layout.views() * vertices * widest];
    logits = new float[vertices * layout.outputs()];
  }

  /** Without attention. */
  public ConvolutionPass(SparseMatrix adjacency, SparseMatrix features, ParameterLayout layout) {
    this(adjacency, features, layout, 1);
  }

  /** Another way through the graph with the room of this pass: only one of the two is used at a time. */
  private ConvolutionPass(ConvolutionPass room, Spread spread) {
    this.spread = spread;
    features = room.features;
    layout = room.layout;
    vertices = room.vertices;
    products = room.products;
    drops = room.drops;
    outputs = room.outputs;
    deltas = room.deltas;
    scratch = room.scratch;
    logits = room.logits;
  }

  /** A pass over another adjacency of the same vertices, in the room of this one: only one of the two is used at a time. */
  public ConvolutionPass over(SparseMatrix adjacency) {
    return new ConvolutionPass(this, new FixedSpread(adjacency, layout));
  }

  /** As {@link #over}, for {@link #gradientOfEntries} too. */
  public ConvolutionPass overEntries(SparseMatrix adjacency) {
    return new ConvolutionPass(this, new EntrySpread(adjacency, layout));
  }

  /**
   * Mean loss gradient of every stored entry of the adjacency, of the last {@link #gradient}; valid until the next.
   *
   * @throws IllegalStateException unless the pass is one {@link #overEntries}
   */
  public float[] gradientOfEntries() {
    if (spread instanceof EntrySpread entries) {
      return entries.gradientOfEntries();
    }
    throw new IllegalStateException("the pass has no gradient of the entries of its adjacency");
  }

  private int stride(int layer) {
    return RowKernel.stride(layout.rows(layer));
  }

  /** Multiply-adds since the last call. */
  public long takeMultiplyAdds() {
    long taken = multiplyAdds;
    for (LayerProduct[] layer : products) {
      for (LayerProduct product : layer) {
        taken += product.takeMultiplyAdds();
      }
    }
    multiplyAdds = 0;
    return taken;
  }

  /** What a dense network executes in a pass forward, and in one forward and backward. */
  public long[] denseMultiplyAdds() {
    long forward = 0;
    long backward = 0;
    for (int l = 0; l < layout.layers(); l++) {
      long product = l == 0 ? (long) features.byRow().values().length * layout.rows(0) * layout.views()
          : (long) vertices * layout.weights(l);
      forward += product + spread.forwardMultiplyAdds(l);
      // The gradient of the weights, that of the inputs but for the first layer, and the way back through the graph.
      backward += product + (l > 0 ? product : 0) + spread.backwardMultiplyAdds(l);
    }
    return new long[] {forward, forward + backward};
  }

  /** Logits of all vertices, as many each as there are classes; valid until the next call. */
  public float[] logits(float[] parameters, Connections connections) {
    forward(parameters, connections, features, false);
    int last = layout.layers() - 1;
    for (int v = 0; v < vertices; v++) {
      System.arraycopy(outputs[last], v * stride(last), logits, v * layout.outputs(), layout.outputs());
    }
    return logits;
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
    boolean dropping = dropout > 0;
    if (dropping) {
      drops.draw(dropout, step);
      spread.draw(dropout, step);
    }
    SparseInputs inputs = dropping ? drops.features() : features;
    forward(parameters, connections, inputs, dropping);
    double loss = deltas(labelled, classes);
    for (int l = layout.layers() - 1; l >= 0; l--) {
      gradientOfBiases(l, gradient);
      spread.backward(l, parameters, deltas[l], scratch, gradient);
      multiplyAdds += spread.backwardMultiplyAdds(l);
      if (l > 0) {
        Arrays.fill(deltas[l - 1], 0);
      }
      for (LayerProduct product : products[l]) {
        if (l == 0) {
          product.gradient(inputs, scratch, gradient, ofMasked);
        } else {
          product.gradient(outputs[l - 1], scratch, gradient, ofMasked, deltas[l - 1]);
        }
      }
      if (l > 0 && dropping) {
        scale(deltas[l - 1], (float) (1 / (1 - dropout)));
      }
    }
    return loss;
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private void forward(float[] parameters, Connections connections, SparseInputs inputs, boolean dropping) {
    int last = layout.layers() - 1;
    for (int l = 0; l <= last; l++) {
      for (LayerProduct product : products[l]) {
        product.load(parameters, connections);
        if (l == 0) {
          product.forward(inputs, scratch);
        } else {
          product.forward(outputs[l - 1], scratch);
        }
      }
      spread.forward(l, parameters, scratch, outputs[l], dropping);
      multiplyAdds += spread.forwardMultiplyAdds(l);
      addBiases(parameters, l);
      if (l < last) {
        cut(outputs[l], dropping ? drops.factors(l) : null);
      }
    }
  }

  private void addBiases(float[] parameters, int layer) {
    int first = layout.firstBias(layer);
    int width = layout.rows(layer);
    int stride = stride(layer);
    float[] values = outputs[layer];
    for (int at = 0; at < values.length; at += stride) {
      for (int u = 0; u < width; u++) {
        values[at + u] += parameters[first + u];
      }
    }
  }

  /**
   * ReLU and dropout.
   *
   * @param factors of dropout, or null
   */
  private static void cut(float[] values, float[] factors) {
    for (int at = 0; at < values.length; at++) {
      float positive = Math.max(0, values[at]);
      values[at] = factors == null ? positive : positive * factors[at];
    }
  }

  private void gradientOfBiases(int layer, float[] gradient) {
    int first = layout.firstBias(layer);
    int width = layout.rows(layer);
    int stride = stride(layer);
    float[] delta = deltas[layer];
    for (int at = 0; at < delta.length; at += stride) {
      for (int u = 0; u < width; u++) {
        gradient[first + u] += delta[at + u];
      }
    }
  }

  /** The gradient of the loss with respect to the logits. */
  private double deltas(int[] labelled, int[] classes) {
    int width = layout.outputs();
    int stride = RowKernel.stride(width);
    float[] z = outputs[outputs.length - 1];
    float[] delta = deltas[deltas.length - 1];
    Arrays.fill(delta, 0);
    double loss = 0;
    for (int i = 0; i < labelled.length; i++) {
      int at = labelled[i] * stride;
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
    return loss;
  }
}
