package io.sparsewalk.cuda;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Mask;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The links of a network as the kernels read them: two tables of three words a layer (forward, gradient, backward), one for
 * ordinary steps and one for steps that want the gradient of all weights. A word is where a list begins, or -1 if the layer is
 * multiplied whole, zeros too.
 *
 * @param words tables, then lists
 * @param forward multiply-adds executed per example to score it
 * @param step of a step of training
 * @param scoredStep of a step that wants the gradient of all weights
 */
record LinkLists(int[] words, long forward, long step, long scoredStep) {
  /** From this share of kept weights on a layer is faster whole, as measured (src/site/gpu.md). */
  static final double WHOLE_FROM = 0.25;
  private static final int USES = 3;
  private static final int WHOLE = -1;
  private static final int BIAS = 0xFFFF;

  /**
   * @param trained what is trained, masked or not, if that is more than the mask keeps; else null
   */
  static LinkLists of(ParameterLayout layout, Mask mask, Mask trained) {
    Builder builder = new Builder(layout, mask, trained);
    return builder.build();
  }

  private static final class Builder {
    private final ParameterLayout layout;
    private final Mask mask;
    private final Mask trained;
    private final IntArrayList words;
    private long forward;
    private long step;
    private long scoredStep;

    Builder(ParameterLayout layout, Mask mask, Mask trained) {
      this.layout = layout;
      this.mask = mask;
      this.trained = trained;
      words = new IntArrayList(new int[2 * USES * layout.layers()]);
    }

    LinkLists build() {
      for (int l = 0; l < layout.layers(); l++) {
        int kept = mask.count(l);
        boolean whole = trained == null && kept >= WHOLE_FROM * layout.weights(l);
        int out = whole ? WHOLE : forward(l);
        int gradient = whole ? WHOLE : gradient(l);
        int back = whole || l == 0 ? WHOLE : backward(l);
        int allGradients = trained == null ? WHOLE : gradient;
        set(l, out, gradient, back);
        set(layout.layers() + l, out, allGradients, back);
        long links = whole ? layout.weights(l) : kept;
        forward += links;
        long others = links + (l > 0 ? links : 0);
        step += others + links(l, gradient);
        scoredStep += others + links(l, allGradients);
      }
      return new LinkLists(words.toIntArray(), forward, step, scoredStep);
    }

    /** Weights whose gradient a list makes; a bias is no multiply-add. */
    private long links(int l, int gradient) {
      return gradient == WHOLE ? layout.weights(l) : words.getInt(gradient) - layout.rows(l);
    }

    private void set(int row, int... uses) {
      for (int use = 0; use < USES; use++) {
        words.set(USES * row + use, uses[use]);
      }
    }

    /** Where the links of each unit begin, then the inputs they come from. */
    private int forward(int l) {
      return list(l, layout.rows(l), layout.columns(l), layout.columns(l), 1);
    }

    /** Where the links from each input begin, then the units they go to. */
    private int backward(int l) {
      return list(l, layout.columns(l), layout.rows(l), 1, layout.columns(l));
    }

    private int list(int l, int groups, int members, int groupStep, int memberStep) {
      int begin = words.size();
      words.size(begin + groups + 1);
      int links = 0;
      for (int g = 0; g < groups; g++) {
        for (int m = 0; m < members; m++) {
          if (mask.keeps(layout.firstWeight(l) + g * groupStep + m * memberStep)) {
            words.add(m);
            links++;
          }
        }
        words.set(begin + g + 1, links);
      }
      return begin;
    }

    /** Number of links that are trained and biases, then each as unit * 65536 + input; a bias has the input 65535. */
    private int gradient(int l) {
      Mask wanted = trained == null ? mask : trained;
      int begin = words.size();
      words.add(0);
      for (int weight = 0; weight < layout.weights(l); weight++) {
        if (wanted.keeps(layout.firstWeight(l) + weight)) {
          words.add(weight / layout.columns(l) << 16 | weight % layout.columns(l));
        }
      }
      for (int unit = 0; unit < layout.rows(l); unit++) {
        words.add(unit << 16 | BIAS);
      }
      words.set(begin, words.size() - begin - 1);
      return begin;
    }
  }
}
