package io.sparsewalk.kernel;

/** The formulas as they stand, one example at a time in double: the oracle of {@link VectorLanes}. */
public final class ScalarLanes implements LaneKernel {

  @Override
  public void forward(float[] parameters, Links links, Tile x, Tile out, boolean relu) {
    for (int p = 0; p < links.units().length; p++) {
      for (int r = 0; r < x.lanes(); r++) {
        double sum = links.biases().length == 0 ? 0 : parameters[links.biases()[p]];
        for (int k = links.offsets()[p]; k < links.offsets()[p + 1]; k++) {
          sum += (double) parameters[links.weights()[k]] * x.values()[x.row(links.others()[k]) + r];
        }
        out.values()[out.row(links.units()[p]) + r] = (float) (relu ? Math.max(sum, 0) : sum);
      }
    }
  }

  @Override
  public void backward(float[] parameters, Links transposed, Tile delta, Tile values) {
    for (int p = 0; p < transposed.units().length; p++) {
      for (int r = 0; r < delta.lanes(); r++) {
        double sum = 0;
        for (int k = transposed.offsets()[p]; k < transposed.offsets()[p + 1]; k++) {
          sum += (double) parameters[transposed.weights()[k]] * delta.values()[delta.row(transposed.others()[k]) + r];
        }
        int at = values.row(transposed.units()[p]) + r;
        values.values()[at] = values.values()[at] > 0 ? (float) sum : 0;
      }
    }
  }

  @Override
  public void gradient(Links links, Tile x, Tile delta, float[] gradient) {
    for (int p = 0; p < links.units().length; p++) {
      int unit = delta.row(links.units()[p]);
      if (links.biases().length > 0) {
        double sum = 0;
        for (int r = 0; r < x.lanes(); r++) {
          sum += delta.values()[unit + r];
        }
        gradient[links.biases()[p]] += (float) sum;
      }
      for (int k = links.offsets()[p]; k < links.offsets()[p + 1]; k++) {
        double sum = 0;
        for (int r = 0; r < x.lanes(); r++) {
          sum += (double) delta.values()[unit + r] * x.values()[x.row(links.others()[k]) + r];
        }
        gradient[links.weights()[k]] += (float) sum;
      }
    }
  }

  @Override
  public double crossEntropy(Tile logits, float[] labels, int first, int count, float scale) {
    double loss = 0;
    for (int r = 0; r < logits.lanes(); r++) {
      int at = logits.offset() + r;
      if (r < count) {
        double z = logits.values()[at];
        double y = labels[first + r];
        loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;
        logits.values()[at] = (float) (scale * (1 / (1 + Math.exp(-z)) - y));
      } else {
        logits.values()[at] = 0;
      }
    }
    return loss;
  }

  @Override
  public double softmaxCrossEntropy(Tile logits, int classes, float[] labels, int first, int count, float scale) {
    float[] z = logits.values();
    double loss = 0;
    for (int r = 0; r < logits.lanes(); r++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, z[logits.row(c) + r]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(z[logits.row(c) + r] - largest);
      }
      int label = r < count ? (int) labels[first + r] : 0;
      loss += r < count ? Math.log(sum) + largest - z[logits.row(label) + r] : 0;
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(z[logits.row(c) + r] - largest) / sum;
        z[logits.row(c) + r] = r < count ? (float) (scale * (probability - (c == label ? 1 : 0))) : 0;
      }
    }
    return loss;
  }
}
