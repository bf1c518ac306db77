package io.sparsewalk.sparsity;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.ParameterLayout;
import java.util.Arrays;
import java.util.List;

/** Sparse training under a mask that a criterion chooses once, from the initial weights. */
public final class StaticMask implements Sparsifier {
  static final String PHASE = "sparse";
  private static final int SYNFLOW_ROUNDS = 100;

  private final StaticConfig config;
  private final Criterion criterion;
  private final ParameterLayout layout;
  private final Selection selection;
  private Mask mask;

  /** What speaks for keeping a weight. */
  public enum Criterion {
    /** Nothing: exact counts at random. */
    RANDOM,
    /** |g w|, the loss that goes with it (Lee et al., ICLR 2019). */
    SNIP,
    /** w (H g), the gradient flow that goes with it (Wang et al., ICLR 2020). */
    GRASP,
    /** Its share of the flow through the network of magnitudes, without data (Tanaka et al., NeurIPS 2020). */
    SYNFLOW,
    /**
     * How much the loss changes if its hidden unit is gated: |dE/d alpha| of alpha times the unit's output, at 1 (Mozer and
     * Smolensky, NIPS 1988). Weights of the last layer belong to the unit they come from.
     */
    SALIENCY,
    /** Its place in a fixed {@link Butterfly} pattern. */
    BUTTERFLY
  }

  /**
   * @param selection what stays
   * @param seeds draws the mask of {@link Criterion#RANDOM}
   */
  public StaticMask(StaticConfig config, Criterion criterion, Selection selection, Seeds seeds) {
    this.config = config;
    this.criterion = criterion;
    this.selection = selection;
    layout = selection.layout();
    mask = Mask.random(layout, selection.counts(), seeds);
  }

  @Override
  public List<Phase> phases() {
    return List.of(Phase.only(PHASE, config.epochs(), config.optimizer()));
  }

  @Override
  public Mask mask() {
    return mask;
  }

  @Override
  public void beginPhase(Phase phase, TrainingState state, Probe probe) {
    float[] weights = state.parameters();
    mask = switch (criterion) {
      case RANDOM -> mask;
      case SNIP -> best(magnitudes(product(weights, probe.gradient(weights, config.scoreBatches()))), weights);
      case GRASP -> best(gradientFlow(weights, probe), weights);
      case SYNFLOW -> synFlow(weights);
      case SALIENCY -> best(saliency(product(weights, probe.gradient(weights, config.scoreBatches()))), weights);
      case BUTTERFLY -> Butterfly.mask(layout, selection.counts(), config);
    };
    state.maskInPlace(mask);
  }

  @Override
  public void carry(StateStream stream) {
    mask = Mask.carried(stream, layout, mask);
  }

  private Mask best(float[] scores, float[] weights) {
    return selection.of(Ranking.untied(scores, weights));
  }

  private static float[] magnitudes(float[] values) {
    float[] magnitudes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  /**
   * By the chain rule dE/d alpha of a unit is the sum of w g over the weights that lead on from it.
   *
   * @param product w g by parameter
   */
  private float[] saliency(float[] product) {
    float[] saliency = new float[product.length];
    for (int l = 1; l < layout.layers(); l++) {
      boolean last = l == layout.layers() - 1;
      int units = layout.rows(l - 1);
      for (int unit = 0; unit < units; unit++) {
        double gate = 0;
        // All weights from the unit, once a view.
        for (int i = unit; i < layout.weights(l); i += units) {
          gate += product[layout.firstWeight(l) + i];
        }
        float change = (float) Math.abs(gate);
        int row = layout.firstWeight(l - 1) + unit * layout.columns(l - 1);
        Arrays.fill(saliency, row, row + layout.columns(l - 1), change);
        for (int i = unit; last && i < layout.weights(l); i += units) {
          saliency[layout.firstWeight(l) + i] = change;
        }
      }
    }
    return saliency;
  }

  private static float[] product(float[] a, float[] b) {
    float[] product = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /**
   * w (H g), g and H by the weights alone, H g by a central difference of gradients over the same batches along g, of length
   * 1e-3 ||w||. It sees the ReLUs that switch on the way, which the exact product at a point does not.
   */
  private float[] gradientFlow(float[] weights, Probe probe) {
    float[] gradient = probe.gradient(weights, config.scoreBatches());
    for (int l = 0; l < layout.layers(); l++) {
      Arrays.fill(gradient, layout.firstBias(l), layout.firstWeight(l + 1), 0);
    }
    double length = norm(gradient);
    double step = length == 0 ? 0 : 1e-3 * norm(weights) / length;
    float[] above = probe.gradient(moved(weights, gradient, step), config.scoreBatches());
    float[] below = probe.gradient(moved(weights, gradient, -step), config.scoreBatches());
    float[] flow = new float[weights.length];
    for (int i = 0; i < flow.length; i++) {
      flow[i] = step == 0 ? 0 : (float) (weights[i] * ((double) above[i] - below[i]) / (2 * step));
    }
    return flow;
  }

  private static float[] moved(float[] weights, float[] direction, double step) {
    float[] moved = new float[weights.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (weights[i] + step * direction[i]);
    }
    return moved;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** Prunes by the scores of what is left, the kept share falling exponentially. */
  private Mask synFlow(float[] weights) {
    Mask current = Mask.dense(layout);
    for (int round = 1; round <= SYNFLOW_ROUNDS; round++) {
      float[] left = weights.clone();
      current.applyInPlace(left);
      int[] kept = new int[layout.layers()];
      for (int l = 0; l < kept.length; l++) {
        int end = selection.counts()[l];
        double share = Math.pow((double) end / layout.weights(l), (double) round / SYNFLOW_ROUNDS);
        kept[l] = round == SYNFLOW_ROUNDS ? end : Math.max(end, (int) Math.round(share * layout.weights(l)));
      }
      float[] scores = flow(layout, left);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = current.keeps(i) ? scores[i] : Ranking.ABSENT;
      }
      current = selection.of(scores, kept);
    }
    return current;
  }

  /** |w| dR/d|w| of R, the sum of the outputs of the linear network of magnitudes for inputs of 1. */
  static float[] flow(ParameterLayout layout, float[] weights) {
    double[][] forward = new double[layout.layers() + 1][];
    forward[0] = new double[layout.widths().get(0)];
    Arrays.fill(forward[0], 1);
    for (int l = 0; l < layout.layers(); l++) {
      forward[l + 1] = new double[layout.rows(l)];
      for (int u = 0; u < layout.rows(l); u++) {
        for (int i = 0; i < layout.columns(l); i++) {
          forward[l + 1][u] +=
              Math.abs(weights[layout.firstWeight(l) + u * layout.columns(l) + i]) * forward[l][i % forward[l].length];
        }
      }
    }
    float[] scores = new float[layout.size()];
    double[] backward = new double[layout.outputs()];
    Arrays.fill(backward, 1);
    for (int l = layout.layers() - 1; l >= 0; l--) {
      double[] before = new double[forward[l].length];
      for (int u = 0; u < layout.rows(l); u++) {
        for (int i = 0; i < layout.columns(l); i++) {
          int at = layout.firstWeight(l) + u * layout.columns(l) + i;
          double magnitude = Math.abs(weights[at]);
          scores[at] = (float) (magnitude * forward[l][i % before.length] * backward[u]);
          before[i % before.length] += magnitude * backward[u];
        }
      }
      backward = before;
    }
    return scores;
  }
}
