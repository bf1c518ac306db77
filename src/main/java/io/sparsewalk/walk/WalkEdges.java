package io.sparsewalk.walk;

import java.util.Arrays;

/**
 * Edges in the order of time as a walk sees them: turned round, doubled, or with time running backward. The arrays are not
 * copied where nothing changes.
 *
 * @param time ascending
 */
public record WalkEdges(int[] source, int[] target, long[] time) {

  /** The edges that walks of these settings go along. */
  public WalkEdges as(WalkConfig config) {
    WalkEdges edges = switch (config.along()) {
      case OUT -> this;
      case IN -> new WalkEdges(/* source= */ target, /* target= */ source, time);
      case BOTH -> bothWays();
    };
    return config.order() == WalkConfig.Order.BACKWARD ? edges.backward() : edges;
  }

  /**
   * Edges without times, as a walk sees them.
   *
   * @param weight above 0
   */
  public record Weighted(int[] source, int[] target, float[] weight) {

    /** The edges that walks of these settings go along. */
    public Weighted as(WalkConfig config) {
      // Places of the weights take the part of the times.
      long[] place = new long[weight.length];
      Arrays.setAll(place, e -> e);
      WalkEdges edges = new WalkEdges(source, target, place).as(config);
      float[] weights = new float[edges.time().length];
      for (int e = 0; e < weights.length; e++) {
        weights[e] = weight[(int) edges.time()[e]];
      }
      return new Weighted(edges.source(), edges.target(), weights);
    }
  }

  private WalkEdges bothWays() {
    int size = Math.multiplyExact(2, source.length);
    int[] from = new int[size];
    int[] to = new int[size];
    long[] when = new long[size];
    for (int e = 0; e < source.length; e++) {
      from[2 * e] = source[e];
      to[2 * e] = target[e];
      from[2 * e + 1] = target[e];
      to[2 * e + 1] = source[e];
      when[2 * e] = time[e];
      when[2 * e + 1] = time[e];
    }
    return new WalkEdges(from, to, when);
  }

  private WalkEdges backward() {
    int size = source.length;
    int[] from = new int[size];
    int[] to = new int[size];
    long[] when = new long[size];
    for (int e = 0; e < size; e++) {
      from[e] = source[size - 1 - e];
      to[e] = target[size - 1 - e];
      // ~t falls as t grows, also at the ends of 64 bits.
      when[e] = ~time[size - 1 - e];
    }
    return new WalkEdges(from, to, when);
  }
}
