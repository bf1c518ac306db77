package io.sparsewalk.ml;

import io.sparsewalk.model.Head;
import io.sparsewalk.model.ParameterLayout;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.Vector;

/**
 * A trained network, of which only what the mask keeps is multiplied. Rows of a layer are its units.
 *
 * @param parameters by place in the layout
 * @param kept by place; biases always are
 */
record SparseNetwork(ParameterLayout layout, Head head, float[] parameters, boolean[] kept) implements Serializable {

  /** The outputs for an input. */
  double[] logits(Vector input) {
    double[] values = input.toArray();
    for (int l = 0; l < layout.layers(); l++) {
      values = layer(l, values);
    }
    return values;
  }

  private double[] layer(int layer, double[] input) {
    double[] output = new double[layout.rows(layer)];
    boolean last = layer == layout.layers() - 1;
    for (int unit = 0; unit < output.length; unit++) {
      double sum = parameters[layout.firstBias(layer) + unit];
      int first = layout.firstWeight(layer) + unit * layout.columns(layer);
      for (int c = 0; c < input.length; c++) {
        if (kept[first + c]) {
          sum += parameters[first + c] * input[c];
        }
      }
      output[unit] = last ? sum : Math.max(0, sum);
    }
    return output;
  }

  /** Probabilities of as many classes as a model has: of one output those of false and true. */
  double[] probabilities(double[] logits) {
    if (head == Head.SOFTMAX) {
      double largest = Arrays.stream(logits).max().orElseThrow();
      double[] powers = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
      double sum = Arrays.stream(powers).sum();
      return Arrays.stream(powers).map(power -> power / sum).toArray();
    }
    double positive = 1 / (1 + Math.exp(-logits[0]));
    return new double[] {1 - positive, positive};
  }

  /** The weights of a layer that are kept, units x inputs. */
  SparseMatrix weights(int layer) {
    int rows = layout.rows(layer);
    int columns = layout.columns(layer);
    int[] offsets = new int[columns + 1];
    int[] units = new int[layout.weights(layer)];
    double[] values = new double[units.length];
    int size = 0;
    for (int c = 0; c < columns; c++) {
      for (int unit = 0; unit < rows; unit++) {
        int at = layout.firstWeight(layer) + unit * columns + c;
        if (kept[at]) {
          units[size] = unit;
          values[size++] = parameters[at];
        }
      }
      offsets[c + 1] = size;
    }
    return new SparseMatrix(rows, columns, offsets, Arrays.copyOf(units, size), Arrays.copyOf(values, size));
  }

  /** Weights that are kept, of all layers. */
  int links() {
    int links = 0;
    for (int l = 0; l < layout.layers(); l++) {
      for (int at = layout.firstWeight(l); at < layout.firstBias(l); at++) {
        links += kept[at] ? 1 : 0;
      }
    }
    return links;
  }
}
