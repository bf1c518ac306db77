package io.sparsewalk.model;

import io.sparsewalk.kernel.Links;
import java.util.Arrays;

/**
 * The kept weights of a network as links, in the forms that the passes need. Units that no kept weight leads on from are dead:
 * they change neither the output nor any gradient, so only steps that want the gradient of masked weights visit them.
 */
public final class Connections {
  private final ParameterLayout layout;
  private final Links[] live;
  private final Links[] all;
  private final Links[] backward;
  private final Links[] backwardAll;
  private final Links[] every;
  private final InputLinks[][] byInput;

  private Connections(ParameterLayout layout, boolean[] kept, boolean[] trained) {
    this.layout = layout;
    int layers = layout.layers();
    live = new Links[layers];
    all = new Links[layers];
    backward = new Links[layers];
    backwardAll = new Links[layers];
    every = new Links[layers];
    byInput = new InputLinks[layers][layout.views()];
    boolean[] wanted = full(layout.rows(layers - 1));
    for (int l = layers - 1; l >= 0; l--) {
      boolean[] units = full(layout.rows(l));
      all[l] = links(l, kept, units);
      every[l] = kept == null ? all[l] : links(l, trained, units);
      live[l] = links(l, kept, wanted);
      backwardAll[l] = transposed(l, live[l], false);
      backward[l] = transposed(l, live[l], true);
      wanted = new boolean[layout.widths().get(l)];
      for (int input : live[l].others()) {
        wanted[input % wanted.length] = true;
      }
    }
  }

  /** Every weight is kept. */
  public static Connections dense(ParameterLayout layout) {
    return new Connections(layout, null, null);
  }

  /**
   * Only some weights are kept.
   *
   * @param kept by parameter; biases are always kept
   */
  public static Connections of(ParameterLayout layout, boolean[] kept) {
    return new Connections(layout, kept, null);
  }

  /**
   * As {@link #of(ParameterLayout, boolean[])}, where gradients of masked weights are wanted for some only.
   *
   * @param trained by parameter; true for all that is kept
   */
  public static Connections of(ParameterLayout layout, boolean[] kept, boolean[] trained) {
    return new Connections(layout, kept, trained);
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** True if no weight of the layer is missing. */
  public boolean isDense(int layer) {
    return live[layer].size() == layout.weights(layer);
  }

  /** Kept links into a layer; with {@code everyUnit} also those into dead units. */
  public Links forward(int layer, boolean everyUnit) {
    return everyUnit ? all[layer] : live[layer];
  }

  /** The same links seen from the inputs; with {@code everyUnit} dead inputs are there, without links. */
  public Links backward(int layer, boolean everyUnit) {
    return everyUnit ? backwardAll[layer] : backward[layer];
  }

  /** All links of a layer whose gradient may be wanted, masked or not. */
  public Links every(int layer) {
    return every[layer];
  }

  /** Kept links into a layer from its inputs of a view, by input from 0; those into dead units too. */
  InputLinks byInput(int layer, int view) {
    if (byInput[layer][view] == null) {
      int inputs = layout.widths().get(layer);
      byInput[layer][view] = InputLinks.of(all[layer], view * inputs, inputs);
    }
    return byInput[layer][view];
  }

  /** Multiply-adds of layer's forward pass per example; its gradient pass costs as many again. */
  public long multiplyAdds(int layer) {
    return live[layer].size();
  }

  private Links links(int layer, boolean[] kept, boolean[] units) {
    int columns = layout.columns(layer);
    int first = layout.firstWeight(layer);
    int[] ids = ids(units);
    int[] offsets = new int[ids.length + 1];
    int[] others = new int[ids.length * columns];
    int[] weights = new int[others.length];
    int size = 0;
    for (int p = 0; p < ids.length; p++) {
      for (int input = 0; input < columns; input++) {
        int weight = first + ids[p] * columns + input;
        if (kept == null || kept[weight]) {
          others[size] = input;
          weights[size++] = weight;
        }
      }
      offsets[p + 1] = size;
    }
    int[] biases = Arrays.stream(ids).map(unit -> layout.firstBias(layer) + unit).toArray();
    return new Links(ids, offsets, Arrays.copyOf(others, size), Arrays.copyOf(weights, size), biases);
  }

  private Links transposed(int layer, Links links, boolean onlyLive) {
    int columns = layout.columns(layer);
    int[] counts = new int[columns];
    for (int input : links.others()) {
      counts[input]++;
    }
    boolean[] units = new boolean[columns];
    for (int input = 0; input < columns; input++) {
      units[input] = !onlyLive || counts[input] > 0;
    }
    int[] ids = ids(units);
    int[] offsets = new int[ids.length + 1];
    int[] next = new int[columns];
    for (int p = 0; p < ids.length; p++) {
      next[ids[p]] = offsets[p];
      offsets[p + 1] = offsets[p] + counts[ids[p]];
    }
    int[] others = new int[links.size()];
    int[] weights = new int[links.size()];
    for (int p = 0; p < links.units().length; p++) {
      for (int k = links.offsets()[p]; k < links.offsets()[p + 1]; k++) {
        int at = next[links.others()[k]]++;
        others[at] = links.units()[p];
        weights[at] = links.weights()[k];
      }
    }
    return new Links(ids, offsets, others, weights, new int[0]);
  }

  private static int[] ids(boolean[] wanted) {
    int[] ids = new int[wanted.length];
    int size = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i]) {
        ids[size++] = i;
      }
    }
    return Arrays.copyOf(ids, size);
  }

  private static boolean[] full(int size) {
    boolean[] all = new boolean[size];
    Arrays.fill(all, true);
    return all;
  }
}
