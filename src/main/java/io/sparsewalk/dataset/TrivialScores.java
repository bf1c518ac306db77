package io.sparsewalk.dataset;

import java.util.Arrays;
import java.util.Locale;

/**
 * Scores of pairs by what any model should beat. The graph they look at has the training positives as its edges and nothing else.
 */
public final class TrivialScores {
  private final int[] outOffsets;
  private final int[] targets;
  private final int[] nearOffsets;
  private final int[] near;
  private final int[] in;

  /** A way to score a pair without a model. */
  public enum Baseline {
    /** The pair was an edge (EdgeBank: Poursafaei et al., NeurIPS 2022). */
    SEEN_BEFORE,
    /** It was one, or the same pair turned round. */
    SEEN_EITHER_WAY,
    /** Vertices that have an edge with both, whatever its direction. */
    COMMON_NEIGHBOURS,
    /** Out-degree of the source times in-degree of the target, repeated edges counted. */
    DEGREE_PRODUCT,
    /** In-degree of the target. */
    POPULARITY;

    /** The name in tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Lays the graph out: 12 bytes an edge and 12 a vertex, besides as much on the way.
   *
   * @param vertices all ids are below
   * @param train its positives are the edges
   */
  public TrivialScores(int vertices, Examples train) {
    int edges = 0;
    for (boolean positive : train.positive()) {
      edges += positive ? 1 : 0;
    }
    int[] source = new int[edges];
    int[] target = new int[edges];
    in = new int[vertices];
    int next = 0;
    for (int i = 0; i < train.size(); i++) {
      if (train.positive()[i]) {
        source[next] = train.source()[i];
        target[next++] = train.target()[i];
        in[train.target()[i]]++;
      }
    }
    outOffsets = new int[vertices + 1];
    targets = rows(source, target, outOffsets);
    int[] from = Arrays.copyOf(source, Math.multiplyExact(2, edges));
    int[] to = Arrays.copyOf(target, 2 * edges);
    System.arraycopy(target, 0, from, edges, edges);
    System.arraycopy(source, 0, to, edges, edges);
    nearOffsets = new int[vertices + 1];
    near = distinct(rows(from, to, nearOffsets), nearOffsets);
  }

  /** Targets by source, ascending in each row. */
  private static int[] rows(int[] source, int[] target, int[] offsets) {
    for (int vertex : source) {
      offsets[vertex + 1]++;
    }
    for (int v = 1; v < offsets.length; v++) {
      offsets[v] += offsets[v - 1];
    }
    int[] next = offsets.clone();
    int[] rows = new int[source.length];
    for (int e = 0; e < source.length; e++) {
      rows[next[source[e]]++] = target[e];
    }
    for (int v = 0; v + 1 < offsets.length; v++) {
      Arrays.sort(rows, offsets[v], offsets[v + 1]);
    }
    return rows;
  }

  /** Keeps one of equal entries of a row; moves the offsets. */
  private static int[] distinct(int[] rows, int[] offsets) {
    int size = 0;
    int begin = 0;
    for (int v = 0; v + 1 < offsets.length; v++) {
      int end = offsets[v + 1];
      offsets[v] = size;
      for (int i = begin; i < end; i++) {
        if (i == begin || rows[i] != rows[i - 1]) {
          rows[size++] = rows[i];
        }
      }
      begin = end;
    }
    offsets[offsets.length - 1] = size;
    return Arrays.copyOf(rows, size);
  }

  /** Scores of pairs, one an example. */
  public float[] of(Baseline baseline, Examples examples) {
    float[] scores = new float[examples.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = score(baseline, examples.source()[i], examples.target()[i]);
    }
    return scores;
  }

  private float score(Baseline baseline, int source, int target) {
    return switch (baseline) {
      case SEEN_BEFORE -> isEdge(source, target) ? 1 : 0;
      case SEEN_EITHER_WAY -> isEdge(source, target) || isEdge(target, source) ? 1 : 0;
      case COMMON_NEIGHBOURS -> common(source, target);
      case DEGREE_PRODUCT -> (float) (outOffsets[source + 1] - outOffsets[source]) * in[target];
      case POPULARITY -> in[target];
    };
  }

  private boolean isEdge(int source, int target) {
    return Arrays.binarySearch(targets, outOffsets[source], outOffsets[source + 1], target) >= 0;
  }

  /** Looks every neighbour of the vertex that has fewer up among those of the other. */
  private int common(int source, int target) {
    boolean sourceIsLess = nearOffsets[source + 1] - nearOffsets[source] < nearOffsets[target + 1] - nearOffsets[target];
    int less = sourceIsLess ? source : target;
    int more = sourceIsLess ? target : source;
    int count = 0;
    for (int i = nearOffsets[less]; i < nearOffsets[less + 1]; i++) {
      count += Arrays.binarySearch(near, nearOffsets[more], nearOffsets[more + 1], near[i]) >= 0 ? 1 : 0;
    }
    return count;
  }
}
