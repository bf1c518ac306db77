package io.sparsewalk.dataset;

import java.util.Locale;

/** Scores of pairs by what any model should beat. */
public final class TrivialScores {
  private final PairHistory history;

  /** A way to score a pair without a model. */
  public enum Baseline {
    /** Nothing. */
    CONSTANT,
    /** Both ends have an edge. */
    BOTH_KNOWN,
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

  /** What the scores look at, and nothing else. */
  public TrivialScores(PairHistory history) {
    this.history = history;
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
      case CONSTANT -> 0;
      case BOTH_KNOWN -> history.neighbours(source) > 0 && history.neighbours(target) > 0 ? 1 : 0;
      case SEEN_BEFORE -> history.count(source, target) > 0 ? 1 : 0;
      case SEEN_EITHER_WAY -> history.count(source, target) > 0 || history.count(target, source) > 0 ? 1 : 0;
      case COMMON_NEIGHBOURS -> history.common(source, target);
      case DEGREE_PRODUCT -> (float) history.outDegree(source) * history.inDegree(target);
      case POPULARITY -> history.inDegree(target);
    };
  }
}
