package io.sparsewalk.sparsity;

import static io.sparsewalk.common.Checks.check;

import io.sparsewalk.common.Seeds;
import io.sparsewalk.common.StateStream;
import io.sparsewalk.model.Connections;
import io.sparsewalk.model.ParameterLayout;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Which parameters are alive. Biases always are. Immutable.
 */
public final class Mask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ParameterLayout layout;
  private final boolean[] kept;

  Mask(ParameterLayout layout, boolean[] kept) {
    check(kept.length == layout.size(), "mask size %s != parameters %s", kept.length, layout.size());
    this.layout = layout;
    this.kept = kept;
  }

  /**
   * A given mask.
   *
   * @param kept by parameter, copied; true for every bias
   */
  public static Mask of(ParameterLayout layout, boolean[] kept) {
    return new Mask(layout, kept.clone());
  }

  /** Takes a mask down, or gives one back; null if there is none. */
  public static Mask carried(StateStream stream, ParameterLayout layout, Mask now) {
    boolean[] kept = stream.flags(now == null ? null : now.kept);
    return !stream.isGiving() ? now : kept == null ? null : new Mask(layout, kept);
  }

  /** Everything is kept. */
  public static Mask dense(ParameterLayout layout) {
    boolean[] all = new boolean[layout.size()];
    Arrays.fill(all, true);
    return new Mask(layout, all);
  }

  /**
   * A random mask with exact counts.
   *
   * @param counts weights kept in each layer
   */
  public static Mask random(ParameterLayout layout, int[] counts, Seeds seeds) {
    boolean[] kept = biasesOnly(layout);
    for (int l = 0; l < layout.layers(); l++) {
      SplittableRandom random = seeds.child(l).generator();
      int first = layout.firstWeight(l);
      int wanted = counts[l];
      // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S).
      for (int left = layout.weights(l), i = first; wanted > 0; left--, i++) {
        if (random.nextInt(left) < wanted) {
          kept[i] = true;
          wanted--;
        }
      }
    }
    return new Mask(layout, kept);
  }

  /**
   * The largest weights by magnitude, ties to the lower index.
   *
   * @param values by parameter
   * @param counts weights kept in each layer
   */
  public static Mask largest(ParameterLayout layout, float[] values, int[] counts) {
    return ranked(layout, l -> Ranking.largestFirst(values, layout.firstWeight(l), layout.firstBias(l), counts[l]));
  }

  /** The weights that are chosen for each layer. */
  static Mask ranked(ParameterLayout layout, IntFunction<int[]> chosen) {
    boolean[] kept = biasesOnly(layout);
    for (int l = 0; l < layout.layers(); l++) {
      for (int index : chosen.apply(l)) {
        kept[index] = true;
      }
    }
    return new Mask(layout, kept);
  }

  private static boolean[] biasesOnly(ParameterLayout layout) {
    boolean[] kept = new boolean[layout.size()];
    for (int l = 0; l < layout.layers(); l++) {
      Arrays.fill(kept, layout.firstBias(l), layout.firstWeight(l + 1), true);
    }
    return kept;
  }

  public boolean keeps(int parameter) {
    return kept[parameter];
  }

  /** A copy, by parameter. */
  public boolean[] toArray() {
    return kept.clone();
  }

  /** Kept weights of a layer. */
  public int count(int layer) {
    int count = 0;
    for (int i = layout.firstWeight(layer); i < layout.firstBias(layer); i++) {
      count += kept[i] ? 1 : 0;
    }
    return count;
  }

  /** Kept weights of all layers. */
  public int count() {
    int count = 0;
    for (int l = 0; l < layout.layers(); l++) {
      count += count(l);
    }
    return count;
  }

  /** Sets what is masked to 0. */
  public void applyInPlace(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!kept[i]) {
        values[i] = 0;
      }
    }
  }

  /** The kept weights as links. */
  public Connections connections() {
    return count() == layout.weights() ? Connections.dense(layout) : Connections.of(layout, kept);
  }

  /**
   * The kept weights as links, and more that only gradients go to.
   *
   * @param trained keeps all that this mask keeps
   */
  public Connections connections(Mask trained) {
    return Connections.of(layout, kept, trained.kept);
  }
}
