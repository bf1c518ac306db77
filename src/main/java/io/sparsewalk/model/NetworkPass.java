package io.sparsewalk.model;

import io.sparsewalk.kernel.EntryKernel;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.Links;
import io.sparsewalk.kernel.Tile;
import java.util.Arrays;

/**
 * Forward and backward passes over a mini-batch of a ReLU network with sigmoid outputs, as many as an example has labels, or with
 * several outputs under a softmax if it has one.
 * Holds the activations of one tile and belongs to one thread; counts the multiply-adds of the weights it visits. Zeros of inputs
 * that are written out count, missing weights that fill up a {@link io.sparsewalk.kernel.Quads quad} do not: how many there are
 * is the kernel's affair, and the count is the same on every machine.
 */
public final class NetworkPass {
  private final ParameterLayout layout;
  private final LaneKernel kernel;
  private final boolean reluLogits;
  private final Tile[] outputs;
  private final EntryKernel entryKernel;
  private final Links firstBiases;
  /** What the last layer shows, if it is a ReLU layer: its gradient overwrites it. */
  private final float[] shown;
  private long multiplyAdds;

  /** Without a ReLU on the logits. */
  public NetworkPass(ParameterLayout layout, int lanes, LaneKernel kernel) {
    this(layout, lanes, false, kernel);
  }

  /**
   * @param lanes examples a tile, as in the batches
   * @param reluLogits true: the last layer is a ReLU layer too
   */
  public NetworkPass(ParameterLayout layout, int lanes, boolean reluLogits, LaneKernel kernel) {
    this.layout = layout;
    this.reluLogits = reluLogits;
    shown = new float[reluLogits ? layout.outputs() * lanes : 0];
    this.kernel = kernel;
    outputs = new Tile[layout.layers()];
    for (int l = 0; l < outputs.length; l++) {
      outputs[l] = Tile.of(layout.rows(l), lanes);
    }
    entryKernel = new EntryKernel(layout.columns(0), layout.rows(0));
    Links dense = Connections.dense(layout).every(0);
    firstBiases = new Links(dense.units(), new int[dense.units().length + 1], new int[0], new int[0], dense.biases());
  }

  /** Multiply-adds since the last call. */
  public long takeMultiplyAdds() {
    long taken = multiplyAdds;
    multiplyAdds = 0;
    return taken;
  }

  /** Writes the logits of every example of the batch to {@code logits[(first + example) * outputs]} and on. */
  public void score(float[] parameters, Connections connections, Batch batch, float[] logits, int first) {
    score(parameters, connections, batch, logits, first, null);
  }

  /**
   * As without dropout.
   *
   * @param dropout of this batch, or null
   */
  public void score(float[] parameters, Connections connections, Batch batch, float[] logits, int first,
      Dropout dropout) {
    boolean byEntries = byEntries(connections, batch);
    if (byEntries) {
      entryKernel.load(parameters, layout.firstWeight(0));
    }
    for (int t = 0; t < batch.tiles(); t++) {
      forward(parameters, connections, batch, t, false, dropout);
      Tile last = outputs[outputs.length - 1];
      int from = first + t * batch.lanes();
      for (int c = 0; c < layout.outputs(); c++) {
        for (int r = 0; r < batch.count(t); r++) {
          logits[(from + r) * layout.outputs() + c] = last.values()[last.row(c) + r];
        }
      }
    }
  }

  /**
   * Mean loss gradient of a batch.
   *
   * @param gradient overwritten; of masked weights only with {@code ofMasked}, else 0
   * @param ofMasked also the gradient of masked weights, at their value 0
   * @return sum of the losses
   */
  public double gradient(float[] parameters, Connections connections, Batch batch, float[] gradient, boolean ofMasked) {
    return gradient(parameters, connections, batch, gradient, ofMasked, null);
  }

  /**
   * As without dropout.
   *
   * @param dropout of this step, or null
   */
  public double gradient(float[] parameters, Connections connections, Batch batch, float[] gradient, boolean ofMasked,
      Dropout dropout) {
    Arrays.fill(gradient, 0);
    boolean byEntries = byEntries(connections, batch);
    double loss = 0;
    for (int t = 0; t < batch.tiles(); t++) {
      if (byEntries) {
        entryKernel.load(parameters, layout.firstWeight(0));
      }
      forward(parameters, connections, batch, t, ofMasked, dropout);
      Tile last = outputs[outputs.length - 1];
      System.arraycopy(last.values(), last.offset(), shown, 0, shown.length);
      loss += loss(last, batch, t);
      if (reluLogits) {
        gate(last, connections.forward(layout.layers() - 1, ofMasked), dropout);
      }
      backward(parameters, connections, batch, t, ofMasked, gradient, dropout);
    }
    return loss;
  }

  /** Overwrites the logits of a tile by their gradient. */
  private double loss(Tile logits, Batch batch, int tile) {
    int from = tile * batch.lanes();
    float scale = 1f / batch.size();
    if (batch.labelRows() < layout.outputs()) {
      return kernel.softmaxCrossEntropy(logits, layout.outputs(), batch.labels, from, batch.count(tile), scale);
    }
    double loss = 0;
    for (int c = 0; c < layout.outputs(); c++) {
      Tile logit = new Tile(logits.values(), logits.row(c), logits.lanes());
      loss += kernel.crossEntropy(logit, batch.labels, batch.labelsOf(c) + from, batch.count(tile), scale);
    }
    return loss;
  }

  /** Takes the gradient of what the last layer shows back through its dropout and its ReLU. */
  private void gate(Tile gradients, Links links, Dropout dropout) {
    for (int i = 0; i < shown.length; i++) {
      int at = gradients.offset() + i;
      gradients.values()[at] = shown[i] > 0 ? gradients.values()[at] : 0;
    }
    if (dropout != null) {
      dropout.backward(gradients, links.units());
    }
  }

  private void forward(float[] parameters, Connections connections, Batch batch, int tile, boolean everyUnit,
      Dropout dropout) {
    int layers = layout.layers();
    int count = batch.count(tile);
    for (int l = 0; l < layers; l++) {
      boolean relu = l < layers - 1 || reluLogits;
      if (l == 0 && byEntries(connections, batch)) {
        entryKernel.forward(batch.entries(), tile * batch.lanes(), count, outputs[0]);
        multiplyAdds += batch.entries(tile) * layout.rows(0);
      } else {
        Links links = connections.forward(l, everyUnit);
        kernel.forward(parameters, links, l == 0 ? batch.tile(tile) : outputs[l - 1], outputs[l], relu);
        multiplyAdds += (long) links.size() * count;
      }
      if (dropout != null && relu) {
        dropout.apply(outputs[l], connections.forward(l, everyUnit).units(), l, tile * batch.lanes());
      }
    }
  }

  private void backward(float[] parameters, Connections connections, Batch batch, int tile, boolean ofMasked,
      float[] gradient, Dropout dropout) {
    int count = batch.count(tile);
    for (int l = layout.layers() - 1; l > 0; l--) {
      Links links = ofMasked ? connections.every(l) : connections.forward(l, false);
      kernel.gradient(links, outputs[l - 1], outputs[l], gradient);
      Links backward = connections.backward(l, ofMasked);
      kernel.backward(parameters, backward, outputs[l], outputs[l - 1]);
      if (dropout != null) {
        dropout.backward(outputs[l - 1], backward.units());
      }
      multiplyAdds += (long) (links.size() + backward.size()) * count;
    }
    if (byEntries(connections, batch)) {
      kernel.gradient(firstBiases, batch.tile(tile), outputs[0], gradient);
      entryKernel.beginGradient();
      entryKernel.gradient(batch.entries(), tile * batch.lanes(), count, outputs[0]);
      entryKernel.unload(gradient, layout.firstWeight(0));
      multiplyAdds += batch.entries(tile) * layout.rows(0);
    } else {
      Links links = ofMasked ? connections.every(0) : connections.forward(0, false);
      kernel.gradient(links, batch.tile(tile), outputs[0], gradient);
      multiplyAdds += (long) links.size() * count;
    }
  }

  /** True if the zeros of the examples are skipped: they are sparse rows and the first layer has no masked weights. */
  private boolean byEntries(Connections connections, Batch batch) {
    return batch.isSparse() && layout.layers() > 1 && connections.isDense(0);
  }
}
