package io.sparsewalk.walk;

/**
 * How likely the next edge is, among the edges later than now: the softmax of the time gap over the span of all edge times of
 * the vertex (Nguyen et al. 2018; Talati et al., IISWC 2021).
 */
public enum Transition {
  /** Proportional to exp((t - now) / span): later edges are likelier. */
  LATER {
    @Override
    double acceptance(double fromFirst, double fromLast) {
      return Math.exp(-fromLast);
    }
  },
  /** Proportional to exp(-(t - now) / span): sooner edges are likelier. */
  SOONER {
    @Override
    double acceptance(double fromFirst, double fromLast) {
      return Math.exp(-fromFirst);
    }
  },
  /** All alike. */
  UNIFORM {
    @Override
    double acceptance(double fromFirst, double fromLast) {
      return 1;
    }
  };

  /**
   * Probability with which an edge drawn uniformly is accepted, so that accepted edges follow the softmax exactly: the weight
   * divided by the largest weight of the vertex, which is at least 1/e because both distances are at most one span.
   *
   * @param fromFirst (time - earliest time of the vertex) / span, in [0, 1]
   * @param fromLast (latest time of the vertex - time) / span, in [0, 1]
   */
  abstract double acceptance(double fromFirst, double fromLast);
}
