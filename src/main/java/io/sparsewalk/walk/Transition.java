package io.sparsewalk.walk;

/**
 * How likely the next edge is, among the edges later than now: the softmax of the time gap over the span of all edge times of
 * the vertex (Nguyen et al., "Continuous-time dynamic network embeddings", 2018; Talati et al., IISWC 2021), linear in the rank
 * of the time (Nguyen et al.), or uniform.
 */
public enum Transition {
  /** Proportional to exp((t - now) / span): later edges are likelier. */
  LATER {
    @Override
    double weight(double fromFirst, double fromLast, double rank) {
      return Math.exp(-fromLast);
    }
  },
  /** Proportional to exp(-(t - now) / span): sooner edges are likelier. */
  SOONER {
    @Override
    double weight(double fromFirst, double fromLast, double rank) {
      return Math.exp(-fromFirst);
    }
  },
  /** Proportional to the number of edges of the vertex that are not later. */
  LINEAR {
    @Override
    double weight(double fromFirst, double fromLast, double rank) {
      return rank;
    }
  },
  /** All alike. */
  UNIFORM {
    @Override
    double weight(double fromFirst, double fromLast, double rank) {
      return 1;
    }
  };

  /** The weight divided by the largest weight of the vertex. */
  abstract double weight(double fromFirst, double fromLast, double rank);

  /**
   * Probability with which an edge drawn uniformly is accepted, so that accepted edges follow the distribution exactly. It is
   * at least 1/e, or on average at least 1/2 over edges later than any time, so that few draws are refused.
   *
   * @param time of the edge
   * @param earliest time of the vertex
   * @param latest time of the vertex
   * @param notLater edges of the vertex that are not later than this one
   * @param degree edges of the vertex
   */
  final float acceptance(long time, long earliest, long latest, int notLater, int degree) {
    double span = (double) latest - earliest;
    return span == 0 ? 1 : (float) weight(((double) time - earliest) / span, ((double) latest - time) / span,
        (double) notLater / degree);
  }
}
