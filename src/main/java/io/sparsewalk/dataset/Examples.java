package io.sparsewalk.dataset;

import static io.sparsewalk.common.Checks.check;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Labelled pairs of vertices, or labelled vertices: then source and target are the same. The arrays are not copied.
 *
 * @param source first vertex of each example
 * @param target second vertex
 * @param positive true for an edge that came, false for one that did not
 * @param bothSeen true if both ends have an edge in the training block, and so an embedding
 * @param pairs {@link PairFeatures} of each example, one example after the other; empty if there are none
 * @param classes of each example, from 0; empty if there are two, negative and positive
 * @param offsets if an example may have several classes: those of example i are {@code classes[offsets[i]]} to
 *     {@code classes[offsets[i + 1] - 1]}; empty if it has one
 */
public record Examples(int[] source, int[] target, boolean[] positive, boolean[] bothSeen, float[] pairs, int[] classes,
    int[] offsets) implements Serializable {
  public Examples {
    check(source.length == target.length && source.length == positive.length && source.length == bothSeen.length,
        "columns of different lengths: %s sources, %s targets, %s labels, %s flags", source.length, target.length,
        positive.length, bothSeen.length);
    check(offsets.length == 0 || offsets.length == source.length + 1, "%s examples have %s offsets", source.length,
        offsets.length);
  }

  /** Without pair features. */
  public Examples(int[] source, int[] target, boolean[] positive, boolean[] bothSeen) {
    this(source, target, positive, bothSeen, new float[0], new int[0], new int[0]);
  }

  /** Vertices and their classes, one each. */
  public static Examples ofVertices(int[] vertices, int[] classes) {
    return ofVertices(vertices, classes, new int[0]);
  }

  /** Vertices and their classes; with offsets, several each. */
  public static Examples ofVertices(int[] vertices, int[] classes, int[] offsets) {
    boolean[] seen = new boolean[vertices.length];
    Arrays.fill(seen, true);
    return new Examples(vertices, vertices, new boolean[vertices.length], seen, new float[0], classes, offsets);
  }

  /** True if an example may have several classes. */
  public boolean isSeveral() {
    return offsets.length > 0;
  }

  /** Class of an example, the first of several; 1 for a positive of two. */
  public int label(int example) {
    return isSeveral() ? classes[offsets[example]] : classes.length > 0 ? classes[example] : positive[example] ? 1 : 0;
  }

  /** Where the classes of an example begin, if it may have several; else 0. */
  public int firstOfSeveral(int example) {
    return isSeveral() ? offsets[example] : 0;
  }

  /** Classes of all examples. */
  public int[] labels() {
    return IntStream.range(0, size()).map(this::label).toArray();
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
    return new Examples(source, target, positive, bothSeen, other, classes, offsets);
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
    int[] chosen = new int[classes.length == 0 || isSeveral() ? 0 : indices.length];
    for (int i = 0; i < indices.length; i++) {
      sources[i] = source[indices[i]];
      targets[i] = target[indices[i]];
      positives[i] = positive[indices[i]];
      seen[i] = bothSeen[indices[i]];
      System.arraycopy(pairs, indices[i] * width, features, i * width, width);
      if (chosen.length > 0) {
        chosen[i] = classes[indices[i]];
      }
    }
    int[] firsts = isSeveral() ? offsets(indices) : offsets;
    return new Examples(sources, targets, positives, seen, features, isSeveral() ? several(indices, firsts) : chosen,
        firsts);
  }

  private int[] offsets(int[] indices) {
    int[] firsts = new int[indices.length + 1];
    for (int i = 0; i < indices.length; i++) {
      firsts[i + 1] = firsts[i] + offsets[indices[i] + 1] - offsets[indices[i]];
    }
    return firsts;
  }

  private int[] several(int[] indices, int[] firsts) {
    int[] chosen = new int[firsts[indices.length]];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(classes, offsets[indices[i]], chosen, firsts[i], firsts[i + 1] - firsts[i]);
    }
    return chosen;
  }
}
