package io.sparsewalk.model;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.kernel.RowKernel;
import java.util.Arrays;

/**
 * Sums weighted by attention (Velickovic et al., ICLR 2018, equations 1 to 5): each head of a layer sees its share of the units;
 * vertex v attends to its neighbour w by {@code softmax over w of leakyrelu(a . z_v + b . z_w)}. The last layer has one head.
 */
final class AttentionSpread implements Spread {
  private static final float SLOPE = 0.2f;

  private final SparseMatrix neighbours;
  private final ParameterLayout layout;
  private final int heads;
  private final int vertices;
  /** Of the last pass forward, by layer: products; scores of a vertex and for a vertex, head by head. */
  private final float[][] products;
  private final float[][] own;
  private final float[][] others;
  /** By layer, head by head, an entry a neighbour: attention, and 0 or what is left of 1 if that is dropped. */
  private final float[][] attention;
  private final float[][] factors;
  private final float[] ownGradient;
  private final float[] otherGradient;
  private boolean dropped;
  private double dropout = Double.NaN;
  private Seeds step;

  /**
   * @param neighbours of every vertex, itself among them; the values are not used
   * @param heads of the hidden layers
   */
  AttentionSpread(SparseMatrix neighbours, ParameterLayout layout, int heads) {
    this.neighbours = neighbours;
    this.layout = layout;
    this.heads = heads;
    vertices = neighbours.rows();
    int layers = layout.layers();
    products = new float[layers][];
    own = new float[layers][];
    others = new float[layers][];
    attention = new float[layers][];
    factors = new float[layers][];
    for (int l = 0; l < layers; l++) {
      products[l] = new float[vertices * RowKernel.stride(layout.rows(l))];
      own[l] = new float[heads(l) * vertices];
      others[l] = new float[heads(l) * vertices];
      attention[l] = new float[heads(l) * neighbours.size()];
      factors[l] = new float[heads(l) * neighbours.size()];
    }
    ownGradient = new float[vertices];
    otherGradient = new float[vertices];
  }

  private int heads(int layer) {
    return layer == layout.layers() - 1 ? 1 : heads;
  }

  @Override
  public void draw(double rate, Seeds of) {
    if (rate == dropout && of.equals(step)) {
      return;
    }
    dropout = rate;
    step = of;
    for (int l = 0; l < factors.length; l++) {
      Seeds drawn = of.child("attention").child(l);
      for (int k = 0; k < factors[l].length; k++) {
        factors[l][k] = drawn.uniform(k) < rate ? 0 : (float) (1 / (1 - rate));
      }
    }
  }

  @Override
  public void forward(int layer, float[] parameters, float[] from, float[] outputs, boolean dropping) {
    dropped = dropping;
    System.arraycopy(from, 0, products[layer], 0, products[layer].length);
    Arrays.fill(outputs, 0);
    int units = layout.rows(layer) / heads(layer);
    for (int h = 0; h < heads(layer); h++) {
      score(layer, h, parameters, layout.firstAttention(layer), own[layer]);
      score(layer, h, parameters, layout.firstAttention(layer) + layout.rows(layer), others[layer]);
      for (int v = 0; v < vertices; v++) {
        attend(layer, h, v);
        gather(layer, h, v, h * units, outputs);
      }
    }
  }

  /** The inner products of all vertices with a part of the attention's parameters. */
  private void score(int layer, int head, float[] parameters, int first, float[] scores) {
    int units = layout.rows(layer) / heads(layer);
    int stride = RowKernel.stride(layout.rows(layer));
    for (int v = 0; v < vertices; v++) {
      float sum = 0;
      for (int u = head * units; u < (head + 1) * units; u++) {
        sum += parameters[first + u] * products[layer][v * stride + u];
      }
      scores[head * vertices + v] = sum;
    }
  }

  private void attend(int layer, int head, int v) {
    int begin = neighbours.offsets()[v];
    int end = neighbours.offsets()[v + 1];
    int first = head * neighbours.size();
    float[] weights = attention[layer];
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = begin; k < end; k++) {
      float score = raw(layer, head, v, k);
      weights[first + k] = score > 0 ? score : SLOPE * score;
      largest = Math.max(largest, weights[first + k]);
    }
    double sum = 0;
    for (int k = begin; k < end; k++) {
      weights[first + k] = (float) StrictMath.exp(weights[first + k] - largest);
      sum += weights[first + k];
    }
    for (int k = begin; k < end; k++) {
      weights[first + k] /= (float) sum;
    }
  }

  private float raw(int layer, int head, int v, int entry) {
    return own[layer][head * vertices + v] + others[layer][head * vertices + neighbours.columns()[entry]];
  }

  /** What is left of an attention after dropout is multiplied by. */
  private float factor(int layer, int at) {
    return dropped ? factors[layer][at] : 1;
  }

  private void gather(int layer, int head, int v, int firstUnit, float[] outputs) {
    int units = layout.rows(layer) / heads(layer);
    int stride = RowKernel.stride(layout.rows(layer));
    int to = v * stride + firstUnit;
    for (int k = neighbours.offsets()[v]; k < neighbours.offsets()[v + 1]; k++) {
      int at = head * neighbours.size() + k;
      float weight = attention[layer][at] * factor(layer, at);
      int from = neighbours.columns()[k] * stride + firstUnit;
      for (int u = 0; u < units; u++) {
        outputs[to + u] += weight * products[layer][from + u];
      }
    }
  }

  @Override
  public void backward(int layer, float[] parameters, float[] delta, float[] back, float[] gradient) {
    Arrays.fill(back, 0, products[layer].length, 0);
    for (int h = 0; h < heads(layer); h++) {
      Arrays.fill(ownGradient, 0);
      Arrays.fill(otherGradient, 0);
      for (int v = 0; v < vertices; v++) {
        backward(layer, h, v, delta, back);
      }
      scoreBackward(layer, h, parameters, layout.firstAttention(layer), ownGradient, back, gradient);
      scoreBackward(layer, h, parameters, layout.firstAttention(layer) + layout.rows(layer), otherGradient, back,
          gradient);
    }
  }

  /** From a vertex to the products of its neighbours, and to the scores: {@code da_vw = f_vw (delta_v . z_w)}, then softmax. */
  private void backward(int layer, int head, int v, float[] delta, float[] back) {
    int units = layout.rows(layer) / heads(layer);
    int stride = RowKernel.stride(layout.rows(layer));
    int begin = neighbours.offsets()[v];
    int end = neighbours.offsets()[v + 1];
    int from = v * stride + head * units;
    double mean = 0;
    for (int k = begin; k < end; k++) {
      mean += (double) attention[layer][head * neighbours.size() + k] * change(layer, head, k, delta, from);
    }
    for (int k = begin; k < end; k++) {
      int at = head * neighbours.size() + k;
      float weight = attention[layer][at] * factor(layer, at);
      int to = neighbours.columns()[k] * stride + head * units;
      for (int u = 0; u < units; u++) {
        back[to + u] += weight * delta[from + u];
      }
      double score = attention[layer][at] * (change(layer, head, k, delta, from) - mean);
      float raw = (float) (raw(layer, head, v, k) > 0 ? score : SLOPE * score);
      ownGradient[v] += raw;
      otherGradient[neighbours.columns()[k]] += raw;
    }
  }

  /** The gradient of an attention. */
  private float change(int layer, int head, int entry, float[] delta, int from) {
    int units = layout.rows(layer) / heads(layer);
    int other = neighbours.columns()[entry] * RowKernel.stride(layout.rows(layer)) + head * units;
    float sum = 0;
    for (int u = 0; u < units; u++) {
      sum += delta[from + u] * products[layer][other + u];
    }
    return sum * factor(layer, head * neighbours.size() + entry);
  }

  private void scoreBackward(int layer, int head, float[] parameters, int first, float[] scores, float[] back,
      float[] gradient) {
    int units = layout.rows(layer) / heads(layer);
    int stride = RowKernel.stride(layout.rows(layer));
    for (int v = 0; v < vertices; v++) {
      for (int u = head * units; u < (head + 1) * units; u++) {
        gradient[first + u] += scores[v] * products[layer][v * stride + u];
        back[v * stride + u] += scores[v] * parameters[first + u];
      }
    }
  }

  @Override
  public long forwardMultiplyAdds(int layer) {
    return ((long) neighbours.size() + 2L * vertices) * layout.rows(layer);
  }

  @Override
  public long backwardMultiplyAdds(int layer) {
    // The gradient of an attention is computed for the mean and again for itself.
    return (3L * neighbours.size() + 4L * vertices) * layout.rows(layer);
  }
}
