package io.sparsewalk.cuda;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * The links of a network as the kernels read them: two tables of three words a layer (forward, gradient, backward), one for
 * ordinary steps and one for steps that want the gradient of all weights. A word is where a list begins, or -1 if the layer is
 * multiplied whole, zeros too. Ordinary steps leave out links into dead units, which no kept weight leads on from.
 *
 * @param words tables, then lists
 * @param forward multiply-adds executed per example to score it
 * @param step of a step of training
 * @param scoredStep of a step that wants the gradient of all weights
 */
record LinkLists(int[] words, long forward, long step, long scoredStep) {
  /** From this share of kept weights on a layer is faster multiplied whole; measured for two networks (docs/gpu.md). */
  static final double WHOLE_FROM = 0.14;
  private static final int USES = 3;
  private static final int WHOLE = -1;
  private static final int BIAS = 0xFFFF;

  /**
   * @param trained what is trained, masked or not, if that is more than the mask keeps; else null
   */
  static LinkLists of(ParameterLayout layout, Mask mask, Mask trained) {
    return new Builder(layout, mask, trained).build();
  }

  private static final class Builder {
    private final ParameterLayout layout;
    private final Mask mask;
    private final Mask trained;
    private final IntArrayList words;

    Builder(ParameterLayout layout, Mask mask, Mask trained) {
      this.layout = layout;
      this.mask = mask;
      this.trained = trained;
      words = new IntArrayList(new int[2 * USES * layout.layers()]);
    }

    LinkLists build() {
      long forward = 0;
      long step = 0;
      long scoredStep = 0;
      boolean[] live = full(layout.outputs());
      for (int l = layout.layers() - 1; l >= 0; l--) {
        boolean[] all = full(layout.rows(l));
        // Who is trained outside the mask may be under a dead unit.
        boolean[] units = trained == null ? live : all;
        boolean whole = trained == null && mask.count(l) >= WHOLE_FROM * layout.weights(l);
        int out = whole ? WHOLE : forward(l, units);
        int back = whole || l == 0 ? WHOLE : backward(l, units);
        int gradient = whole ? WHOLE : gradient(l, units);
        set(l, out, gradient, back);
        int everyOut = whole || trained != null ? out : forward(l, all);
        int everyGradient = trained == null ? WHOLE : gradient;
        set(layout.layers() + l, everyOut, everyGradient, back);
        forward += size(l, out, layout.rows(l));
        long backward = l == 0 ? 0 : size(l, back, layout.columns(l));
        step += size(l, out, layout.rows(l)) + gradients(l, gradient) + backward;
        scoredStep += size(l, everyOut, layout.rows(l)) + gradients(l, everyGradient) + backward;
        live = below(l, live);
      }
      return new LinkLists(words.toIntArray(), forward, step, scoredStep);
    }

    private static boolean[] full(int size) {
      boolean[] all = new boolean[size];
      Arrays.fill(all, true);
      return all;
    }

    /** Inputs that a kept weight leads on from, to a live unit. */
    private boolean[] below(int l, boolean[] live) {
      boolean[] found = new boolean[layout.columns(l)];
      for (int weight = 0; weight < layout.weights(l); weight++) {
        found[weight % found.length] |= live[weight / found.length] && mask.keeps(layout.firstWeight(l) + weight);
      }
      return found;
    }

    private void set(int row, int... uses) {
      for (int use = 0; use < USES; use++) {
        words.set(USES * row + use, uses[use]);
      }
    }

    /** Links of a list that begins with so many offsets. */
    private long size(int l, int list, int groups) {
      return list == WHOLE ? layout.weights(l) : words.getInt(list + groups);
    }

    /** Weights whose gradient a list makes; a bias is no multiply-add. */
    private long gradients(int l, int list) {
      return list == WHOLE ? layout.weights(l)
          : words.subList(list + 1, list + 1 + words.getInt(list))
              .intStream()
              .filter(packed -> (packed & BIAS) != BIAS)
              .count();
    }

    /** Where the links of each unit begin, then the inputs they come from. */
    private int forward(int l, boolean[] units) {
      int begin = words.size();
      words.size(begin + layout.rows(l) + 1);
      for (int unit = 0, links = 0; unit < layout.rows(l); unit++) {
        for (int input = 0; units[unit] && input < layout.columns(l); input++) {
          if (mask.keeps(layout.firstWeight(l) + unit * layout.columns(l) + input)) {
            words.add(input);
            links++;
          }
        }
        words.set(begin + unit + 1, links);
      }
      return begin;
    }

    /** Where the links from each input begin, then the units they go to. */
    private int backward(int l, boolean[] units) {
      int begin = words.size();
      words.size(begin + layout.columns(l) + 1);
      for (int input = 0, links = 0; input < layout.columns(l); input++) {
        for (int unit = 0; unit < layout.rows(l); unit++) {
          if (units[unit] && mask.keeps(layout.firstWeight(l) + unit * layout.columns(l) + input)) {
            words.add(unit);
            links++;
          }
        }
        words.set(begin + input + 1, links);
      }
      return begin;
    }

    /** Number of links that are trained and biases, then each as unit * 65536 + input; a bias has the input 65535. */
    private int gradient(int l, boolean[] units) {
      Mask wanted = trained == null ? mask : trained;
      int begin = words.size();
      words.add(0);
      for (int unit = 0; unit < layout.rows(l); unit++) {
        for (int input = 0; units[unit] && input < layout.columns(l); input++) {
          if (wanted.keeps(layout.firstWeight(l) + unit * layout.columns(l) + input)) {
            words.add(unit << 16 | input);
          }
        }
        if (units[unit]) {
          words.add(unit << 16 | BIAS);
        }
      }
      words.set(begin, words.size() - begin - 1);
      return begin;
    }
  }
}
