package io.sparsewalk.model;

import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.RowKernel;
import java.util.Arrays;

/**
 * The inputs of a layer times its weights of a view, {@code Z = H W}, for all vertices, and back. H has sparse rows or is the output of a ReLU:
 * its zeros are skipped, and so are masked weights. Rows of dense matrices are as in {@link RowKernel}. Belongs to one thread;
 * counts the multiply-adds it executes.
 */
final class LayerProduct {
  private final ParameterLayout layout;
  private final int layer;
  private final int inputs;
  private final int view;
  private final int firstWeight;
  private final int firstRow;
  private final int vertices;
  private final int width;
  private final int stride;
  private final float[] weights;
  private final float[] gradients;
  private InputLinks links;
  private boolean dense;
  private long multiplyAdds;

  /**
   * @param view of the inputs that has the weights; its products come after those of the views before
   */
  LayerProduct(ParameterLayout layout, int layer, int view, int vertices) {
    this.layout = layout;
    this.layer = layer;
    this.vertices = vertices;
    inputs = layout.widths().get(layer);
    this.view = view;
    firstWeight = layout.firstWeight(layer) + view * inputs;
    width = layout.rows(layer);
    stride = RowKernel.stride(width);
    firstRow = view * vertices * stride;
    weights = new float[inputs * stride];
    gradients = new float[weights.length];
  }

  /** Multiply-adds since the last call. */
  long takeMultiplyAdds() {
    long taken = multiplyAdds;
    multiplyAdds = 0;
    return taken;
  }

  /** Takes over the weights of a network: with none missing rows of all units by input, else only the kept ones, by input. */
  void load(float[] all, Connections connections) {
    links = connections.byInput(layer, view);
    dense = connections.isDense(layer);
    int columns = layout.columns(layer);
    if (dense) {
      for (int u = 0; u < width; u++) {
        for (int i = 0; i < inputs; i++) {
          weights[i * stride + u] = all[firstWeight + u * columns + i];
        }
      }
    } else {
      for (int k = 0; k < links.weights().length; k++) {
        weights[k] = all[links.weights()[k]];
      }
    }
  }

  /** Overwrites Z with the product of sparse inputs. */
  void forward(SparseInputs features, float[] product) {
    Arrays.fill(product, firstRow, firstRow + vertices * stride, 0);
    Entries entries = dense ? features.byRow() : features.byColumn();
    for (int r = 0; r + 1 < entries.starts().length; r++) {
      int begin = entries.starts()[r];
      int end = entries.starts()[r + 1];
      if (dense) {
        for (int k = begin; k < end; k++) {
          RowKernel.add(entries.values()[k], weights, entries.columns()[k] * stride, product, firstRow + r * stride,
              stride);
        }
        multiplyAdds += (long) (end - begin) * width;
      } else {
        for (int w = links.offsets()[r]; w < links.offsets()[r + 1]; w++) {
          addColumn(entries, begin, end, weights[w], product, links.units()[w]);
        }
        multiplyAdds += (long) (end - begin) * (links.offsets()[r + 1] - links.offsets()[r]);
      }
    }
  }

  /** Overwrites Z with the product of dense rows. */
  void forward(float[] rows, float[] product) {
    int from = RowKernel.stride(inputs);
    Arrays.fill(product, firstRow, firstRow + vertices * stride, 0);
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        add(i, rows[v * from + i], product, firstRow + v * stride);
      }
    }
  }

  private void addColumn(Entries column, int begin, int end, float weight, float[] product, int unit) {
    for (int k = begin; k < end; k++) {
      product[firstRow + column.columns()[k] * stride + unit] += column.values()[k] * weight;
    }
  }

  private float dotColumn(Entries column, int begin, int end, float[] delta, int unit) {
    float sum = 0;
    for (int k = begin; k < end; k++) {
      sum += column.values()[k] * delta[firstRow + column.columns()[k] * stride + unit];
    }
    return sum;
  }

  private void add(int input, float value, float[] product, int to) {
    if (value == 0) {
      return;
    }
    if (dense) {
      RowKernel.add(value, weights, input * stride, product, to, stride);
      multiplyAdds += width;
      return;
    }
    int end = links.offsets()[input + 1];
    for (int k = links.offsets()[input]; k < end; k++) {
      product[to + links.units()[k]] += value * weights[k];
    }
    multiplyAdds += end - links.offsets()[input];
  }

  /**
   * Sets the gradient of the weights.
   *
   * @param features H
   * @param delta gradient of Z
   * @param ofMasked also of masked weights, at their value 0; else they stay as they are
   */
  void gradient(SparseInputs features, float[] delta, float[] gradient, boolean ofMasked) {
    boolean every = dense || ofMasked;
    Arrays.fill(gradients, 0);
    Entries entries = every ? features.byRow() : features.byColumn();
    for (int r = 0; r + 1 < entries.starts().length; r++) {
      int begin = entries.starts()[r];
      int end = entries.starts()[r + 1];
      if (every) {
        for (int k = begin; k < end; k++) {
          RowKernel.add(entries.values()[k], delta, firstRow + r * stride, gradients, entries.columns()[k] * stride,
              stride);
        }
        multiplyAdds += (long) (end - begin) * width;
      } else {
        for (int w = links.offsets()[r]; w < links.offsets()[r + 1]; w++) {
          gradients[w] = dotColumn(entries, begin, end, delta, links.units()[w]);
        }
        multiplyAdds += (long) (end - begin) * (links.offsets()[r + 1] - links.offsets()[r]);
      }
    }
    unload(gradient, every);
  }

  /**
   * As of sparse inputs, and adds the gradient of the rows.
   *
   * @param rows outputs of a ReLU, after dropout: what is 0 was cut off or dropped, and has no gradient
   * @param before where that of the others is added
   */
  void gradient(float[] rows, float[] delta, float[] gradient, boolean ofMasked, float[] before) {
    boolean every = dense || ofMasked;
    int from = RowKernel.stride(inputs);
    Arrays.fill(gradients, 0);
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        float value = rows[v * from + i];
        if (value != 0) {
          weigh(i, value, delta, firstRow + v * stride, every);
          before[v * from + i] += back(i, delta, firstRow + v * stride);
        }
      }
    }
    unload(gradient, every);
  }

  private void weigh(int input, float value, float[] delta, int from, boolean every) {
    if (every) {
      RowKernel.add(value, delta, from, gradients, input * stride, stride);
      multiplyAdds += width;
      return;
    }
    int end = links.offsets()[input + 1];
    for (int k = links.offsets()[input]; k < end; k++) {
      gradients[k] += value * delta[from + links.units()[k]];
    }
    multiplyAdds += end - links.offsets()[input];
  }

  /** The gradient of an input. */
  private float back(int input, float[] delta, int from) {
    float sum = 0;
    int begin = links.offsets()[input];
    int end = links.offsets()[input + 1];
    for (int k = begin; k < end; k++) {
      sum += delta[from + links.units()[k]] * (dense ? weights[input * stride + k - begin] : weights[k]);
    }
    multiplyAdds += end - begin;
    return sum;
  }

  private void unload(float[] gradient, boolean every) {
    int columns = layout.columns(layer);
    if (every) {
      for (int u = 0; u < width; u++) {
        for (int i = 0; i < inputs; i++) {
          gradient[firstWeight + u * columns + i] = gradients[i * stride + u];
        }
      }
    } else {
      for (int k = 0; k < links.weights().length; k++) {
        gradient[links.weights()[k]] = gradients[k];
      }
    }
  }
}
