package io.sparsewalk.trainer;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.model.SparseMatrix;
import java.util.Arrays;

/**
 * A graph convolutional network over features with their zeros, masked weights multiplied too: plain loops over dense rows, only
 * the adjacency is sparse. What {@link GraphRounds} is measured against, and checked by.
 */
final class DenseConvolution {
  private final SparseMatrix adjacency;
  private final float[] features;
  private final ParameterLayout layout;
  private final int vertices;
  /** Products with the weights, outputs after the ReLU, gradients of both, by layer; weights by input. */
  private final float[][] products;
  private final float[][] outputs;
  private final float[][] weights;
  private final float[][] gradients;

  /**
   * @param features vertex by vertex, not copied
   */
  DenseConvolution(SparseMatrix adjacency, float[] features, ParameterLayout layout) {
    this.adjacency = adjacency;
    this.features = features;
    this.layout = layout;
    vertices = adjacency.rows();
    int layers = layout.layers();
    products = new float[layers][];
    outputs = new float[layers][];
    weights = new float[layers][];
    gradients = new float[layers][];
    for (int l = 0; l < layers; l++) {
      products[l] = new float[vertices * layout.rows(l)];
      outputs[l] = new float[vertices * layout.rows(l)];
      weights[l] = new float[layout.weights(l)];
      gradients[l] = new float[layout.weights(l)];
    }
  }

  /** Logits of all vertices; valid until the next call. */
  float[] logits(float[] parameters) {
    for (int l = 0; l < layout.layers(); l++) {
      int width = layout.rows(l);
      int inputs = layout.columns(l);
      for (int u = 0; u < width; u++) {
        for (int i = 0; i < inputs; i++) {
          weights[l][i * width + u] = parameters[layout.firstWeight(l) + u * inputs + i];
        }
      }
      multiply(l == 0 ? features : outputs[l - 1], inputs, l);
      propagate(products[l], width, outputs[l]);
      for (int v = 0; v < vertices; v++) {
        for (int u = 0; u < width; u++) {
          float z = outputs[l][v * width + u] + parameters[layout.firstBias(l) + u];
          outputs[l][v * width + u] = l < layout.layers() - 1 ? Math.max(0, z) : z;
        }
      }
    }
    return outputs[layout.layers() - 1];
  }

  private void multiply(float[] from, int inputs, int layer) {
    int width = layout.rows(layer);
    float[] own = weights[layer];
    float[] product = products[layer];
    Arrays.fill(product, 0);
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        float value = from[v * inputs + i];
        for (int u = 0; u < width; u++) {
          product[v * width + u] += value * own[i * width + u];
        }
      }
    }
  }

  private void propagate(float[] from, int width, float[] to) {
    Arrays.fill(to, 0);
    for (int v = 0; v < vertices; v++) {
      for (int k = adjacency.offsets()[v]; k < adjacency.offsets()[v + 1]; k++) {
        float value = adjacency.values()[k];
        int other = adjacency.columns()[k] * width;
        for (int u = 0; u < width; u++) {
          to[v * width + u] += value * from[other + u];
        }
      }
    }
  }

  /** Mean loss gradient over labelled vertices. */
  void gradient(float[] parameters, int[] labelled, int[] classes, float[] gradient) {
    float[] delta = softmax(logits(parameters), labelled, classes);
    for (int l = layout.layers() - 1; l >= 0; l--) {
      int width = layout.rows(l);
      int inputs = layout.columns(l);
      for (int u = 0; u < width; u++) {
        float sum = 0;
        for (int v = 0; v < vertices; v++) {
          sum += delta[v * width + u];
        }
        gradient[layout.firstBias(l) + u] = sum;
      }
      propagate(delta, width, products[l]);
      float[] from = l == 0 ? features : outputs[l - 1];
      gradientOfWeights(from, inputs, l);
      for (int u = 0; u < width; u++) {
        for (int i = 0; i < inputs; i++) {
          gradient[layout.firstWeight(l) + u * inputs + i] = gradients[l][i * width + u];
        }
      }
      delta = l > 0 ? gradientOfInputs(from, inputs, l) : delta;
    }
  }

  private float[] softmax(float[] logits, int[] labelled, int[] classes) {
    int width = layout.outputs();
    float[] delta = new float[logits.length];
    for (int i = 0; i < labelled.length; i++) {
      int at = labelled[i] * width;
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += Math.exp(logits[at + c]);
      }
      for (int c = 0; c < width; c++) {
        delta[at + c] = (float) ((Math.exp(logits[at + c]) / sum - (c == classes[i] ? 1 : 0)) / labelled.length);
      }
    }
    return delta;
  }

  private void gradientOfWeights(float[] from, int inputs, int layer) {
    int width = layout.rows(layer);
    float[] own = gradients[layer];
    Arrays.fill(own, 0);
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        float value = from[v * inputs + i];
        for (int u = 0; u < width; u++) {
          own[i * width + u] += value * products[layer][v * width + u];
        }
      }
    }
  }

  private float[] gradientOfInputs(float[] from, int inputs, int layer) {
    int width = layout.rows(layer);
    float[] before = new float[vertices * inputs];
    for (int v = 0; v < vertices; v++) {
      for (int i = 0; i < inputs; i++) {
        float sum = 0;
        for (int u = 0; u < width; u++) {
          sum += products[layer][v * width + u] * weights[layer][i * width + u];
        }
        before[v * inputs + i] = from[v * inputs + i] > 0 ? sum : 0;
      }
    }
    return before;
  }
}
