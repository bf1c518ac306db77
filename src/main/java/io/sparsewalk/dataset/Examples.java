package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;

/**
 * Labelled pairs of vertices. The arrays are not copied.
 *
 * @param source first vertex of each example
 * @param target second vertex
 * @param positive true for an edge that came, false for one that did not
 * @param bothSeen true if both ends have an edge in the training block, and so an embedding
 * @param pairs {@link PairFeatures} of each example, one example after the other; empty if there are none
 */
public record Examples(int[] source, int[] target, boolean[] positive, boolean[] bothSeen, float[] pairs)
    implements Serializable {
  public Examples {
    check(source.length == target.length && source.length == positive.length && source.length == bothSeen.length,
        "columns of different lengths: %s sources, %s targets, %s labels, %s flags",
        source.length, target.length, positive.length, bothSeen.length);
  }

  /** Without pair features. */
  public Examples(int[] source, int[] target, boolean[] positive, boolean[] bothSeen) {
    this(source, target, positive, bothSeen, new float[0]);
  }

  public int size() {
    return source.length;
  }

  /** Features of a pair. */
  public int pairWidth() {
    return size() == 0 ? 0 : pairs.length / size();
  }

  /** The same with these pair features. */
  public Examples withPairs(float[] other) {
    return new Examples(source, target, positive, bothSeen, other);
  }

  /** Those whose two ends were both seen in training. */
  public Examples seen() {
    int size = 0;
    for (boolean seen : bothSeen) {
      size += seen ? 1 : 0;
    }
    int[] indices = new int[size];
    for (int i = 0, next = 0; i < bothSeen.length; i++) {
      if (bothSeen[i]) {
        indices[next++] = i;
      }
    }
    return subset(indices);
  }

  /** The examples of these indices, in their order. */
  public Examples subset(int[] indices) {
    int[] sources = new int[indices.length];
    int[] targets = new int[indices.length];
    boolean[] positives = new boolean[indices.length];
    boolean[] seen = new boolean[indices.length];
    int width = pairWidth();
    float[] features = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      sources[i] = source[indices[i]];
      targets[i] = target[indices[i]];
      positives[i] = positive[indices[i]];
      seen[i] = bothSeen[indices[i]];
      System.arraycopy(pairs, indices[i] * width, features, i * width, width);
    }
    return new Examples(sources, targets, positives, seen, features);
  }
}
