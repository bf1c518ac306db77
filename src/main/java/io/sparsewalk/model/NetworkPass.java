package io.sparsewalk.model;

import io.sparsewalk.kernel.EntryKernel;
import io.sparsewalk.kernel.LaneKernel;
import io.sparsewalk.kernel.Links;
import io.sparsewalk.kernel.Tile;
import java.util.Arrays;

/**
 * Forward and backward passes over a mini-batch of a ReLU network with one sigmoid output, or several outputs under a softmax.
 * Holds the activations of one tile and belongs to one thread; counts the multiply-adds it executes.
 */
public final class NetworkPass {
  private final ParameterLayout layout;
  private final LaneKernel kernel;
  private final Tile[] outputs;
  private final EntryKernel entryKernel;
  private final Links firstBiases;
  private long multiplyAdds;

  /**
   * @param lanes examples a tile, as in the batches
   */
  public NetworkPass(ParameterLayout layout, int lanes, LaneKernel kernel) {
    this.layout = layout;
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
    boolean byEntries = byEntries(connections, batch);
    if (byEntries) {
      entryKernel.load(parameters, layout.firstWeight(0));
    }
    for (int t = 0; t < batch.tiles(); t++) {
      forward(parameters, connections, batch, t, false, null);
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
      int from = t * batch.lanes();
      loss += layout.outputs() == 1 ? kernel.crossEntropy(last, batch.labels, from, batch.count(t), 1f / batch.size())
          : kernel.softmaxCrossEntropy(last, layout.outputs(), batch.labels, from, batch.count(t), 1f / batch.size());
      backward(parameters, connections, batch, t, ofMasked, gradient, dropout);
    }
    return loss;
  }

  private void forward(float[] parameters, Connections connections, Batch batch, int tile, boolean everyUnit,
      Dropout dropout) {
    int layers = layout.layers();
    int count = batch.count(tile);
    for (int l = 0; l < layers; l++) {
      if (l == 0 && byEntries(connections, batch)) {
        entryKernel.forward(batch.entries(), tile * batch.lanes(), count, outputs[0]);
        multiplyAdds += batch.entries(tile) * layout.rows(0);
      } else {
        Links links = connections.forward(l, everyUnit);
        kernel.forward(parameters, links, l == 0 ? batch.tile(tile) : outputs[l - 1], outputs[l], l < layers - 1);
        multiplyAdds += (long) links.size() * count;
      }
      if (dropout != null && l < layers - 1) {
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
